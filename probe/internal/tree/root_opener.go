package tree

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// mostLinks bounds how many links the last name of a path may be.
const mostLinks = 8

// rootOpener is for kernels and seccomp profiles without openat2: os.Root keeps below the root, and other mounts are told
// by the mount ID of what was opened.
type rootOpener struct {
	root  *os.Root
	mount string
}

func newRootOpener(root int) (opener, error) {
	r, err := os.OpenRoot(fmt.Sprintf("/proc/self/fd/%d", root))
	if err != nil {
		return nil, err
	}
	mount := mountID(root)
	if mount == "" {
		_ = r.Close()
		return nil, unix.ENOSYS
	}
	return rootOpener{r, mount}, nil
}

func (o rootOpener) child(folder int, name string, flags int) (int, error) {
	fd, err := unix.Openat(folder, name, flags|unix.O_NOFOLLOW, 0)
	return o.sameMount(fd, err)
}

func (o rootOpener) look(name string, follow bool) (unix.Stat_t, error) {
	_, st, err := o.resolve(name, follow)
	return st, err
}

func (o rootOpener) beneath(name string, follow bool, flags int) (int, error) {
	name, st, err := o.resolve(name, follow)
	if err != nil {
		return -1, err
	}
	if st.Mode&unix.S_IFMT == unix.S_IFLNK {
		return -1, unix.ELOOP
	}
	f, err := o.root.OpenFile(name, flags, 0)
	if err != nil {
		return -1, errnoOf(err)
	}
	defer f.Close()
	fd, err := unix.FcntlInt(f.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	return o.sameMount(fd, err)
}

func (o rootOpener) close() { _ = o.root.Close() }

// resolve examines a name. When it may follow, an absolute link starts at the root again, which os.Root itself refuses.
func (o rootOpener) resolve(name string, follow bool) (string, unix.Stat_t, error) {
	for range mostLinks {
		info, err := o.root.Lstat(name)
		if err != nil {
			return name, unix.Stat_t{}, errnoOf(err)
		}
		raw := info.Sys().(*syscall.Stat_t)
		st := unix.Stat_t{Dev: raw.Dev, Ino: raw.Ino, Mode: raw.Mode, Size: raw.Size}
		if !follow || st.Mode&unix.S_IFMT != unix.S_IFLNK {
			return name, st, nil
		}
		link, err := o.root.Readlink(name)
		if err != nil {
			return name, st, errnoOf(err)
		}
		if !path.IsAbs(link) {
			link = path.Join("/", path.Dir(name), link)
		}
		if name = strings.TrimPrefix(path.Clean(link), "/"); name == "" {
			name = "."
		}
	}
	return name, unix.Stat_t{}, unix.ELOOP
}

func (o rootOpener) sameMount(fd int, err error) (int, error) {
	if err == nil && mountID(fd) != o.mount {
		_ = unix.Close(fd)
		return -1, unix.EXDEV
	}
	return fd, err
}

// mountID is the line of /proc/self/fdinfo that names the mount of an open file.
func mountID(fd int) string {
	text, err := os.ReadFile(fmt.Sprintf("/proc/self/fdinfo/%d", fd))
	if err != nil {
		return ""
	}
	_, after, ok := bytes.Cut(text, []byte("mnt_id:"))
	if !ok {
		return ""
	}
	line, _, _ := bytes.Cut(after, []byte("\n"))
	return string(bytes.TrimSpace(line))
}

// errnoOf finds the error number, or EXDEV for os.Root's own refusal to leave the root.
func errnoOf(err error) error {
	var number syscall.Errno
	if errors.As(err, &number) {
		return number
	}
	return unix.EXDEV
}
