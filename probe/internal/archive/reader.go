package archive

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"io"
)

// Want says what a member is.
type Want int

// What a member may be.
const (
	Nothing Want = iota
	File         // its content is wanted
	Archive      // wanted members may be in it
)

const (
	deepest    = 4         // archives in each other, the outermost counted
	tailSize   = 512 << 10 // of an archive that is unpacked twice: its directory has to lie in it
	bufferSize = 2 << 20   // an archive in an archive up to this size is unpacked into memory
	mostRatio  = 200       // of unpacked to packed bytes of an archive in an archive
	slack      = 1 << 20
	fileSize   = 1 << 20
)

// Summary is what became of one archive.
type Summary struct {
	Entries  int64
	Inflated int64
	Err      error // a Reason, or an error of the source
}

// Reader reads archives.
type Reader struct {
	Want   func(name string) Want
	File   func(path string, data []byte, whole bool) // data is good until it returns; not whole, it is the beginning
	Done   func(path string, s Summary)
	GoesOn func(path string) bool
	// Left are the bytes that may be unpacked from all archives together.
	Left int64

	flates  [2 * deepest]io.ReadCloser
	buffers [deepest + 1][]byte
	file    []byte
}

// Read reads an archive of size bytes. Its members get path and !/ before their names.
func (r *Reader) Read(path string, source io.ReaderAt, size int64) {
	r.read(path, source, size, 1)
}

func (r *Reader) read(path string, source io.ReaderAt, size int64, depth int) {
	var s Summary
	before := r.Left
	s.Err = r.members(path, source, size, depth, &s)
	s.Inflated = before - r.Left
	r.Done(path, s)
}

func (r *Reader) members(path string, source io.ReaderAt, size int64, depth int, s *Summary) error {
	d, err := findDirectory(source, size)
	if err != nil {
		return err
	}
	list, count, err := wanted(source, d, r.Want)
	s.Entries = count
	if err != nil && len(list) == 0 {
		return err
	}
	for _, m := range list {
		if r.Left < 0 {
			return Bytes
		}
		if !r.GoesOn(path) {
			return Time
		}
		if e := r.member(path+"!/"+m.name, m, source, size, depth); e != nil && err == nil {
			err = e
		}
	}
	return err
}

func (r *Reader) member(path string, m member, source io.ReaderAt, size int64, depth int) error {
	if err := m.readable(); err != nil {
		return err
	}
	var local [localSize]byte
	if _, err := source.ReadAt(local[:], m.offset); err != nil {
		return sourceError(err)
	}
	start, err := m.start(local[:])
	if err != nil || start+m.packed > size {
		return Malformed
	}
	data := io.NewSectionReader(source, start, m.packed)
	if m.want == File {
		return r.content(path, m, data, 2*depth-1)
	}
	if depth == deepest {
		return Depth
	}
	if m.method == stored {
		r.read(path, data, m.packed, depth+1)
		return nil
	}
	if m.plain <= bufferSize {
		return r.buffered(path, m, data, depth)
	}
	return r.twice(path, m, func() io.Reader { return io.NewSectionReader(source, start, m.packed) }, depth)
}

func (m *member) readable() error {
	if m.flags&1 != 0 {
		return Encrypted
	}
	if m.method != stored && m.method != deflated {
		return Method
	}
	return nil
}

// start is where the data begin, behind the local header, which is not believed in anything else.
func (m *member) start(local []byte) (int64, error) {
	if string(local[:4]) != "PK\x03\x04" {
		return 0, Malformed
	}
	return m.offset + localSize + int64(binary.LittleEndian.Uint16(local[26:])) + int64(binary.LittleEndian.Uint16(local[28:])), nil
}

// content hands on a file that is wanted. level is the deflate reader to use: one level up may be reading the archive itself.
func (r *Reader) content(path string, m member, packed io.Reader, level int) error {
	if r.file == nil {
		r.file = make([]byte, fileSize)
	}
	plain := packed
	if m.method == deflated {
		plain = r.inflate(packed, level)
	}
	n, err := r.fill(plain, r.file, path)
	if err == nil || err == Bytes && r.Left >= 0 {
		r.File(path, r.file[:n], err == nil)
		return nil
	}
	return err
}

// fill reads to the end, which has to come before the room is over.
func (r *Reader) fill(plain io.Reader, room []byte, path string) (int, error) {
	n := 0
	for n < len(room) {
		if !r.GoesOn(path) {
			return n, Time
		}
		k, err := plain.Read(room[n:min(len(room), n+64<<10)])
		n += k
		if r.Left -= int64(k); r.Left < 0 {
			return n, Bytes
		}
		if err == io.EOF {
			return n, nil
		}
		if err != nil {
			return n, packedError(err)
		}
	}
	var more [1]byte
	if k, _ := plain.Read(more[:]); k > 0 {
		return n, Bytes
	}
	return n, nil
}

// buffered unpacks an archive in an archive into memory.
func (r *Reader) buffered(path string, m member, packed io.Reader, depth int) error {
	if cap(r.buffers[depth]) < int(m.plain) {
		r.buffers[depth] = make([]byte, m.plain)
	}
	plain := packed
	if m.method == deflated {
		plain = r.inflate(packed, 2*depth-1)
	}
	room := r.buffers[depth][:m.plain]
	n, err := r.fill(plain, room, path)
	if err != nil {
		r.Done(path, Summary{Err: err})
		return nil
	}
	r.read(path, bytes.NewReader(room[:n]), int64(n), depth+1)
	return nil
}

// inflate takes the deflate reader of a level, so that its memory is used again.
func (r *Reader) inflate(packed io.Reader, level int) io.Reader {
	if r.flates[level] == nil {
		r.flates[level] = flate.NewReader(packed)
	} else {
		_ = r.flates[level].(flate.Resetter).Reset(packed, nil)
	}
	return r.flates[level]
}

func packedError(err error) error {
	var corrupt flate.CorruptInputError
	if errors.As(err, &corrupt) || err == io.ErrUnexpectedEOF {
		return Malformed
	}
	return err
}
