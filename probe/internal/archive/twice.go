package archive

import (
	"io"
)

// twice reads an archive in an archive that is too large for memory: once to its end for its directory, and once more for
// its members, in their order. open gives its packed bytes from the start.
func (r *Reader) twice(path string, m member, open func() io.Reader, depth int) error {
	var s Summary
	before := r.Left
	s.Err = r.twiceRead(path, m, open, depth, &s)
	s.Inflated = before - r.Left
	r.Done(path, s)
	return nil
}

func (r *Reader) twiceRead(path string, m member, open func() io.Reader, depth int, s *Summary) error {
	tail, err := r.tail(path, r.inflate(open(), 2*depth-1), m)
	if err != nil {
		return err
	}
	d, err := findDirectory(tail, tail.size)
	if err != nil {
		return err
	}
	list, count, err := wanted(tail, d, r.Want)
	s.Entries = count
	if err != nil && len(list) == 0 {
		return err
	}
	in := forward{r: r, in: r.inflate(open(), 2*depth-1), path: path}
	for _, below := range list {
		if e := r.passing(path+"!/"+below.name, below, &in, depth); e != nil {
			if in.err != nil {
				return e
			}
			if err == nil {
				err = e
			}
		}
	}
	return err
}

// passing takes one member from an archive that passes by.
func (r *Reader) passing(path string, m member, in *forward, depth int) error {
	if err := m.readable(); err != nil {
		return err
	}
	if err := in.skip(m.offset); err != nil {
		return err
	}
	var local [localSize]byte
	if err := in.full(local[:]); err != nil {
		return err
	}
	start, err := m.start(local[:])
	if err != nil {
		return err
	}
	if err := in.skip(start); err != nil {
		return err
	}
	packed := &io.LimitedReader{R: in, N: m.packed}
	if m.want == File {
		return r.content(path, m, packed, 2*depth)
	}
	if depth+1 >= deepest || m.plain > bufferSize {
		return Depth
	}
	return r.buffered(path, m, packed, depth+1)
}

// tail inflates to the end and keeps the last bytes.
func (r *Reader) tail(path string, plain io.Reader, m member) (*window, error) {
	w := &window{ring: make([]byte, tailSize)}
	for {
		if !r.GoesOn(path) {
			return nil, Time
		}
		at := int(w.size % tailSize)
		n, err := plain.Read(w.ring[at:min(tailSize, at+64<<10)])
		w.size += int64(n)
		if r.Left -= int64(n); r.Left < 0 {
			return nil, Bytes
		}
		if w.size > m.packed*mostRatio+slack {
			return nil, Ratio
		}
		if err == io.EOF {
			return w, nil
		}
		if err != nil {
			return nil, packedError(err)
		}
	}
}

// window reads the last bytes of something that passed by.
type window struct {
	ring []byte
	size int64
}

func (w *window) ReadAt(p []byte, at int64) (int, error) {
	if at < w.size-tailSize || at < 0 {
		return 0, Bytes
	}
	n := 0
	for n < len(p) && at < w.size {
		from := int(at % tailSize)
		k := copy(p[n:], w.ring[from:min(tailSize, from+int(w.size-at))])
		n, at = n+k, at+int64(k)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// forward is an archive that passes by, and how far it has come.
type forward struct {
	r    *Reader
	in   io.Reader
	at   int64
	path string
	err  error
}

func (f *forward) Read(p []byte) (int, error) {
	n, err := f.in.Read(p)
	f.at += int64(n)
	if f.r.Left -= int64(n); f.r.Left < 0 {
		err = Bytes
	}
	if err != nil {
		f.err = err
	}
	return n, err
}

func (f *forward) full(p []byte) error {
	_, err := io.ReadFull(f, p)
	return sourceError(err)
}

// skip goes forward to a place. What lies before it is passed already: entries do not overlap.
func (f *forward) skip(to int64) error {
	if to < f.at {
		return Overlap
	}
	var block [16 << 10]byte
	for f.at < to {
		if !f.r.GoesOn(f.path) {
			return Time
		}
		if _, err := f.Read(block[:min(int64(len(block)), to-f.at)]); err != nil && f.at < to {
			return sourceError(err)
		}
	}
	return nil
}
