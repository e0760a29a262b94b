package tree

import (
	"errors"
	"io"

	"golang.org/x/sys/unix"
)

var errWindow = errors.New("too much to read")

// window reads an open file at any place, but no more than rest bytes in all.
type window struct {
	fd   int
	rest int64
	hit  bool // more was asked for
}

func (w *window) ReadAt(p []byte, at int64) (int, error) {
	if int64(len(p)) > w.rest {
		w.hit = true
		return 0, errWindow
	}
	got := 0
	for got < len(p) {
		k, err := unix.Pread(w.fd, p[got:], at+int64(got))
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return got, err
		}
		if k == 0 {
			return got, io.EOF
		}
		got += k
		w.rest -= int64(k)
	}
	return got, nil
}
