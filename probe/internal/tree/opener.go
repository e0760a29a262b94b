package tree

import (
	"errors"

	"golang.org/x/sys/unix"
)

// quiet are the flags of every open: it neither blocks on a FIFO, nor takes a terminal, nor follows a last link.
const quiet = unix.O_RDONLY | unix.O_NONBLOCK | unix.O_NOFOLLOW | unix.O_NOCTTY | unix.O_CLOEXEC

// opener reaches what lies below one root and on its mount, whatever links and names say.
type opener interface {
	// child opens one name of an open folder. A link is never followed.
	child(folder int, name string, flags int) (int, error)
	// look examines a path below the root without opening it. Its folders may be links; the last name is followed only when asked for.
	look(name string, follow bool) (unix.Stat_t, error)
	// beneath opens a path in the same way.
	beneath(name string, follow bool, flags int) (int, error)
	close()
}

// newOpener takes openat2 where the kernel has it and the seccomp profile lets it through, else os.Root.
func newOpener(root int) (opener, error) {
	o := openat2{root}
	_, err := o.look(".", false)
	if err == nil {
		return o, nil
	}
	if errors.Is(err, unix.ENOSYS) || errors.Is(err, unix.EPERM) {
		return newRootOpener(root)
	}
	return nil, err
}

type openat2 struct{ root int }

func (o openat2) child(folder int, name string, flags int) (int, error) {
	return resolve(folder, name, flags, unix.RESOLVE_BENEATH|unix.RESOLVE_NO_SYMLINKS|unix.RESOLVE_NO_XDEV)
}

func (o openat2) beneath(name string, follow bool, flags int) (int, error) {
	if follow {
		flags &^= unix.O_NOFOLLOW
	}
	return resolve(o.root, name, flags, unix.RESOLVE_IN_ROOT|unix.RESOLVE_NO_MAGICLINKS|unix.RESOLVE_NO_XDEV)
}

func (o openat2) look(name string, follow bool) (st unix.Stat_t, err error) {
	fd, err := o.beneath(name, follow, unix.O_PATH|unix.O_NOFOLLOW|unix.O_CLOEXEC)
	if err != nil {
		return st, err
	}
	defer unix.Close(fd)
	err = unix.Fstat(fd, &st)
	return st, err
}

func (o openat2) close() {}

func resolve(folder int, name string, flags int, how uint64) (int, error) {
	for try := 0; ; try++ {
		fd, err := unix.Openat2(folder, name, &unix.OpenHow{Flags: uint64(flags), Resolve: how})
		if (err != unix.EAGAIN && err != unix.EINTR) || try == 8 {
			return fd, err
		}
	}
}

// Exists tells whether a path below an open root is there. A link is not followed to its end, and no other mount is entered.
func Exists(root int, path string) bool {
	open, err := newOpener(root)
	if err != nil {
		return false
	}
	defer open.close()
	_, err = open.look(path, false)
	return err == nil
}
