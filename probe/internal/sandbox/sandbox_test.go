package sandbox_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/sandbox"

	"golang.org/x/sys/unix"
)

// confined names the folder in which the test program, called again, tries what it may not do any more.
const confined = "SANDBOX_TEST_FOLDER"

func TestMain(m *testing.M) {
	if folder := os.Getenv(confined); folder != "" {
		os.Exit(misbehave(folder))
	}
	os.Exit(m.Run())
}

// misbehave prints the state and then everything that still works.
func misbehave(folder string) int {
	state, _ := sandbox.DropWrites()
	println(state)
	at := func(name string) string { return filepath.Join(folder, name) }
	for name, try := range map[string]func() error{
		"create":   func() error { return os.WriteFile(at("new"), nil, 0o644) },
		"write":    func() error { f, err := os.OpenFile(at("file"), os.O_WRONLY, 0); _ = f.Close(); return err },
		"truncate": func() error { return os.Truncate(at("file"), 0) },
		"remove":   func() error { return os.Remove(at("file")) },
		"mkdir":    func() error { return os.Mkdir(at("folder"), 0o755) },
		"link":     func() error { return os.Symlink("file", at("link")) },
		"fifo":     func() error { return unix.Mkfifo(at("fifo"), 0o600) },
		"rename":   func() error { return os.Rename(at("file"), at("moved")) },
	} {
		if err := try(); !errors.Is(err, unix.EACCES) && !errors.Is(err, unix.EXDEV) {
			println("works:", name)
		}
	}
	if _, err := os.ReadFile(at("file")); err != nil {
		println("reading fails")
	}
	return 0
}

func TestWritesAreRefusedAndReadsGoOn(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "file"), []byte("text"), 0o644); err != nil {
		t.Fatal(err)
	}
	again := exec.Command(os.Args[0])
	again.Env = append(os.Environ(), confined+"="+folder)
	out, err := again.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	state, rest, _ := strings.Cut(string(out), "\n")
	if state == sandbox.Unsupported {
		t.Skip("this kernel has no Landlock")
	}
	if state != sandbox.Enforced || rest != "" {
		t.Errorf("%s, and then %s", state, rest)
	}
}
