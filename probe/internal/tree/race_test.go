package tree

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/evidence"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/formats"
	"golang.org/x/sys/unix"
)

// swapping changes the tree between the look at a file and its open.
type swapping struct {
	opener
	swap func()
}

func (o swapping) beneath(name string, follow bool, flags int) (int, error) {
	o.swap()
	return o.opener.beneath(name, follow, flags)
}

func TestAFileThatIsReplacedBetweenLookAndOpenIsNotRead(t *testing.T) {
	const path = "var/lib/dpkg/status"
	secret := filepath.Join(t.TempDir(), "secret")
	must(t, os.WriteFile(secret, []byte("another file"), 0o600))
	for name, change := range map[string]func(t *testing.T, file string){
		"another file": func(t *testing.T, file string) {
			must(t, os.WriteFile(file+".new", []byte("Package: other\n"), 0o644))
			must(t, os.Rename(file+".new", file))
		},
		"a link out of the root": func(t *testing.T, file string) {
			must(t, os.Remove(file))
			must(t, os.Symlink(secret, file))
		},
		"a pipe, which would block": func(t *testing.T, file string) {
			must(t, os.Remove(file))
			must(t, unix.Mkfifo(file, 0o644))
		},
		"a folder": func(t *testing.T, file string) {
			must(t, os.Remove(file))
			must(t, os.Mkdir(file, 0o755))
		},
		"nothing": func(t *testing.T, file string) { must(t, os.Remove(file)) },
	} {
		t.Run(name, func(t *testing.T) {
			bothWays(t, func(t *testing.T, how reading) {
				top := root(t, map[string]string{path: "Package: base\n"})
				s := scannerOf(t, top, how, func() { change(t, filepath.Join(top, path)) })
				if fd, _, code := s.regular(path, false, "deb"); fd >= 0 || code != "ESTALE" {
					t.Errorf("got %d, %s", fd, code)
				}
				if len(s.seen) > 0 {
					t.Error("it counts as sent")
				}
			})
		})
	}
}

func TestAFileThatStaysIsRead(t *testing.T) {
	bothWays(t, func(t *testing.T, how reading) {
		top := root(t, map[string]string{"var/lib/dpkg/status": "Package: base\n"})
		s := scannerOf(t, top, how, func() {})
		fd, size, code := s.regular("var/lib/dpkg/status", false, "deb")
		if fd < 0 || size != 14 || code != "" {
			t.Fatalf("got %d, %d, %s", fd, size, code)
		}
		must(t, unix.Close(fd))
	})
}

func scannerOf(t *testing.T, top string, how reading, swap func()) *Scanner {
	t.Helper()
	fd, err := unix.Open(top, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	must(t, err)
	open, err := newOpener(fd)
	if how.osRoot {
		open, err = newRootOpener(fd)
	}
	must(t, err)
	t.Cleanup(func() {
		open.close()
		_ = unix.Close(fd)
	})
	table, err := formats.Load()
	must(t, err)
	s := NewScanner(evidence.NewLog(how.cap), table, how.limits, how.expired)
	s.root, s.open = fd, swapping{open, swap}
	return s
}
