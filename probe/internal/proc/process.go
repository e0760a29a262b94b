// Package proc reads what /proc tells about processes: status, container, mounts. All of it is bounded; all of it may be hostile.
package proc

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"golang.org/x/sys/unix"
)

// textLimit bounds every file of /proc but mountinfo.
const textLimit = 64 << 10

// Process is one folder of /proc, held open: should the process end and its number be given to another one,
// every read of it fails instead of telling about the other one.
type Process struct {
	PID int
	fd  int
}

// Open holds the process named by a folder of proc, such as "1" or "self".
func Open(proc, name string) (*Process, error) {
	fd, err := unix.Open(filepath.Join(proc, name), unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	pid, _ := strconv.Atoi(name)
	return &Process{pid, fd}, nil
}

// Close lets the folder go.
func (p *Process) Close() { _ = unix.Close(p.fd) }

// OpenRoot opens the root folder that the process sees.
func (p *Process) OpenRoot() (int, error) {
	return unix.Openat(p.fd, "root", unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
}

// OpenExe opens the program that the process runs.
func (p *Process) OpenExe() (*os.File, error) {
	fd, err := unix.Openat(p.fd, "exe", unix.O_RDONLY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), "exe"), nil
}

// Exe is the path of the program that the process runs, in its own root.
func (p *Process) Exe() (string, error) {
	buf := make([]byte, 4096)
	n, err := unix.Readlinkat(p.fd, "exe", buf)
	if err != nil {
		return "", err
	}
	return string(buf[:n]), nil
}

// Text is one of the small files of the process, empty when it cannot be read.
func (p *Process) Text(name string) string {
	text, _ := p.read(name, textLimit)
	return string(bytes.TrimRight(text, "\n\x00"))
}

func (p *Process) read(name string, limit int64) ([]byte, error) {
	fd, err := unix.Openat(p.fd, name, unix.O_RDONLY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	f := os.NewFile(uintptr(fd), name)
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, limit))
}
