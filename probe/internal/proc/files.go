package proc

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// mapsLimit bounds /proc/N/maps.
const mapsLimit = 16 << 20

// Start is when the process started, in ticks from the kernel's start, or -1.
func (p *Process) Start() int64 {
	text := p.Text("stat")
	end := strings.LastIndexByte(text, ')')
	if end < 0 {
		return -1
	}
	// Behind the name come state, parent and so on; the start is the 22nd field of all.
	return word(text[end+1:], 19)
}

// Ended tells whether the process is no more, or is only waited for by its parent.
func (p *Process) Ended() bool {
	text, err := p.read("stat", textLimit)
	if err != nil {
		return errors.Is(err, unix.ESRCH) || errors.Is(err, unix.ENOENT)
	}
	state := strings.TrimLeft(string(text[bytes.LastIndexByte(text, ')')+1:]), " ")
	return strings.HasPrefix(state, "Z") || strings.HasPrefix(state, "X")
}

// Maps calls use with the path of every mapping that has one; whole tells whether the list was read to its end.
func (p *Process) Maps(use func(path string, executable bool)) (whole bool, err error) {
	fd, err := unix.Openat(p.fd, "maps", unix.O_RDONLY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		return false, err
	}
	f := os.NewFile(uintptr(fd), "maps")
	defer f.Close()
	buf := make([]byte, 16<<10)
	held, read := 0, 0
	for {
		n, err := f.Read(buf[held:])
		read += n
		held += n
		lines := buf[:held]
		for {
			end := bytes.IndexByte(lines, '\n')
			if end < 0 {
				break
			}
			if path, executable := parseMapping(string(lines[:end])); path != "" {
				use(path, executable)
			}
			lines = lines[end+1:]
		}
		held = copy(buf, lines)
		if errors.Is(err, io.EOF) {
			return true, nil
		}
		if err != nil {
			return false, err
		}
		if read > mapsLimit || held == len(buf) {
			return false, nil
		}
	}
}

// parseMapping reads a line of proc_pid_maps(5): addresses, permissions, offset, device, inode, path.
func parseMapping(line string) (path string, executable bool) {
	rest, permissions := line, ""
	for i := range 5 {
		var field string
		field, rest, _ = strings.Cut(strings.TrimLeft(rest, " "), " ")
		if i == 1 {
			permissions = field
		}
	}
	path = strings.TrimLeft(rest, " ")
	if !strings.HasPrefix(path, "/") {
		return "", false
	}
	return unescape(path), len(permissions) > 2 && permissions[2] == 'x'
}

// OpenFiles are the links of up to most descriptors; whole tells whether these are all.
func (p *Process) OpenFiles(most int) (links []string, whole bool, err error) {
	fd, err := unix.Openat(p.fd, "fd", unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, false, err
	}
	dir := os.NewFile(uintptr(fd), "fd")
	defer dir.Close()
	names, err := dir.Readdirnames(most + 1)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, false, err
	}
	var buf [4096]byte
	for _, name := range names[:min(most, len(names))] {
		if n, err := unix.Readlinkat(fd, name, buf[:]); err == nil && n > 0 && buf[0] == '/' {
			links = append(links, string(buf[:n]))
		}
	}
	return links, len(names) <= most, nil
}

// CPU is how long the tasks of the process ran and waited for a CPU, in nanoseconds; ok is false when nobody tells.
func (p *Process) CPU(mostTasks int) (ran, waited int64, ok bool) {
	fd, err := unix.Openat(p.fd, "task", unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return 0, 0, false
	}
	dir := os.NewFile(uintptr(fd), "task")
	defer dir.Close()
	names, _ := dir.Readdirnames(mostTasks)
	for _, name := range names {
		text := p.Text("task/" + name + "/schedstat")
		if r := word(text, 0); r >= 0 {
			ran, waited, ok = ran+r, waited+max(word(text, 1), 0), true
		}
	}
	return ran, waited, ok
}

// Code is the text of an error in a record, such as EACCES.
func Code(err error) string {
	var number unix.Errno
	if errors.As(err, &number) {
		if name := unix.ErrnoName(number); name != "" {
			return name
		}
	}
	return "EIO"
}

// ContainerID is the last container ID that a text of /proc names: 64 hexadecimal digits; empty when there is none.
func ContainerID(text string) string {
	id, run := "", 0
	for i := 0; i < len(text); i++ {
		if c := text[i]; c >= '0' && c <= '9' || c >= 'a' && c <= 'f' {
			if run++; run == 64 {
				id = text[i-63 : i+1]
			}
		} else {
			run = 0
		}
	}
	return id
}
