package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

var probe string

func TestMain(m *testing.M) {
	folder, err := os.MkdirTemp("", "probe")
	if err != nil {
		panic(err)
	}
	probe = filepath.Join(folder, "probe")
	build := exec.Command("go", "build", "-trimpath", "-o", probe, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		panic(fmt.Sprintf("%v: %s", err, out))
	}
	code := m.Run()
	_ = os.RemoveAll(folder)
	os.Exit(code)
}

// call runs the real program. Its target is a container that does not exist.
func call(notAfter time.Time, lifetime string) *exec.Cmd {
	return exec.Command(probe, "--nonce=AAECAwQFBgcICQoLDA0ODw", "--key=CQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		fmt.Sprintf("--not-after=%d", notAfter.Unix()), "--deadline=1", "--lifetime="+lifetime, "--container="+strings.Repeat("0f", 32))
}

func exitCode(t *testing.T, err error) int {
	t.Helper()
	var exit *exec.ExitError
	if err == nil {
		return 0
	}
	if !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return exit.ExitCode()
}

func TestTheProgramPrintsOneFrameAndNothingElse(t *testing.T) {
	var out, complaint bytes.Buffer
	c := call(time.Now().Add(time.Minute), "60")
	c.Stdout, c.Stderr = &out, &complaint
	if code := exitCode(t, c.Run()); code != 77 || complaint.Len() > 0 {
		t.Fatalf("exit %d %s", code, complaint.String())
	}
	lines := strings.Split(out.String(), "\n")
	if !strings.HasPrefix(lines[0], "DISTROLESS-SCAN/1 BEGIN ") || !strings.HasPrefix(lines[len(lines)-2], "DISTROLESS-SCAN/1 END ") || lines[len(lines)-1] != "" {
		t.Errorf("printed %.300q", out.String())
	}
}

func TestTooLateTheProgramPrintsNotOneByte(t *testing.T) {
	out, err := call(time.Now().Add(-2*time.Second), "5").CombinedOutput()
	if code := exitCode(t, err); code != 75 || len(out) > 0 {
		t.Errorf("exit %d, printed %q", code, out)
	}
}

func TestAPipeThatIsClosedGives74(t *testing.T) {
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	_ = reader.Close()
	c := call(time.Now().Add(time.Minute), "60")
	c.Stdout = writer
	if code := exitCode(t, c.Run()); code != 74 {
		t.Errorf("exit %d", code)
	}
}

func TestAReaderThatNeverReadsEndsWithTheLifetime(t *testing.T) {
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	fill(t, writer)
	c := call(time.Now().Add(time.Minute), "1")
	c.Stdout = writer
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- c.Wait() }()
	select {
	case err := <-done:
		if code := exitCode(t, err); code != 76 {
			t.Errorf("exit %d", code)
		}
	case <-time.After(2 * time.Minute):
		_ = c.Process.Kill()
		t.Error("it outlives its lifetime")
	}
}

// fill leaves no room in a pipe, so that the next write to it blocks.
func fill(t *testing.T, pipe *os.File) {
	t.Helper()
	fd := int(pipe.Fd()) // blocking from here on
	if err := syscall.SetNonblock(fd, true); err != nil {
		t.Fatal(err)
	}
	for block := make([]byte, 4096); ; {
		if _, err := syscall.Write(fd, block); err != nil {
			break
		}
	}
	if err := syscall.SetNonblock(fd, false); err != nil {
		t.Fatal(err)
	}
}

func TestWrongArgumentsGive64(t *testing.T) {
	out, err := exec.Command(probe, "--help").CombinedOutput()
	if code := exitCode(t, err); code != 64 || bytes.Count(out, []byte("\n")) != 1 {
		t.Errorf("exit %d, printed %q", code, out)
	}
}
