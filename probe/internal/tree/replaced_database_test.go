package tree

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// givingWay replaces a file between the look at it and its opening, as a target may do at any time.
type givingWay struct {
	opener
	swap func(name string)
}

func (s givingWay) look(name string, follow bool) (unix.Stat_t, error) {
	st, err := s.opener.look(name, follow)
	s.swap(name)
	return st, err
}

func (s givingWay) child(folder int, name string, flags int) (int, error) {
	s.swap(name)
	return s.opener.child(folder, name, flags)
}

// replaced reads a root in which one file gives way to another thing right after it was looked at.
func replaced(t *testing.T, how reading, folder, file string, by func(path string)) result {
	done, away := false, t.TempDir()
	how.wrap = func(o opener) opener {
		return givingWay{o, func(name string) {
			if !done && strings.HasSuffix(file, name) && name != "." {
				done = true
				path := filepath.Join(folder, file)
				// Kept elsewhere, so that its inode is not given to what comes in its place.
				must(t, os.Rename(path, filepath.Join(away, "old")))
				by(path)
			}
		}}
	}
	got := how.read(t, folder)
	if !done {
		t.Fatal("nothing was replaced")
	}
	return got
}

func secret(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "secret")
	must(t, os.WriteFile(path, []byte("Package: secret\nStatus: install ok installed\nVersion: 1\n"), 0o644))
	return path
}

// What is opened has to be what was looked at: neither another file, nor what a link leads to, nor something that blocks.
func TestAFileThatIsReplacedBetweenLookAndOpenIsNotSent(t *testing.T) {
	outside := secret(t)
	ways := map[string]func(path string){
		"another file": func(path string) { must(t, os.WriteFile(path, []byte("Package: other\n"), 0o644)) },
		"a link":       func(path string) { must(t, os.Symlink(outside, path)) },
		"a hard link":  func(path string) { must(t, os.Link(outside, path)) },
		"a FIFO":       func(path string) { must(t, unix.Mkfifo(path, 0o644)) },
		"a folder":     func(path string) { must(t, os.Mkdir(path, 0o755)) },
		"nothing":      func(string) {},
	}
	for _, file := range []string{"var/lib/dpkg/status", "app/node_modules/left-pad/package.json"} {
		for name, by := range ways {
			t.Run(file+" by "+name, func(t *testing.T) {
				bothWays(t, func(t *testing.T, how reading) {
					folder := root(t, map[string]string{file: strings.Repeat("x", 500), "etc/passwd": "root:x:0:0:root:/root:/bin/false\n"})
					got := replaced(t, how, folder, file, by)
					for _, sent := range got.of("file") {
						if sent.path() == file {
							t.Errorf("%q was sent", sent.content(t))
						}
					}
					told := false
					for _, e := range append(got.of("error"), got.of("unread")...) {
						told = told || e.path() == file
					}
					if !told {
						t.Errorf("that it was not read is not told: %v", got.records)
					}
				})
			})
		}
	}
}
