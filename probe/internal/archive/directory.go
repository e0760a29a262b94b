// Package archive takes small metadata files out of zip archives, and out of archives in them, without unpacking anything
// to a file. Every archive is hostile: entries, bytes, ratio, depth and time are bounded, and what is not read is told.
package archive

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"slices"
	"strings"
)

// Reason says why an archive was not read to its end. It is a word of the contract.
type Reason string

func (r Reason) Error() string { return string(r) }

// The reasons.
const (
	Malformed Reason = "malformed"
	Encrypted Reason = "encrypted"
	Entries   Reason = "entries"
	Ratio     Reason = "ratio"
	Bytes     Reason = "bytes"
	Depth     Reason = "depth"
	Overlap   Reason = "overlap"
	Method    Reason = "method"
	Time      Reason = "time"
)

const (
	mostEntries = 65_535
	mostWanted  = 8192
	longestName = 1024

	endSize     = 22
	end64Size   = 56
	locatorSize = 20
	centralSize = 46
	localSize   = 30
	longestEnd  = endSize + 65_535
	nearEnd     = 1024

	stored   = 0
	deflated = 8
	all32    = 0xffffffff
	all16    = 0xffff
)

// member is one entry that is wanted.
type member struct {
	name          string
	want          Want
	flags, method uint16
	packed, plain int64
	offset        int64
}

// directory says where the central directory is. base is how far the archive's first byte is behind the source's first one:
// programs stand in front of some.
type directory struct {
	at, size, base int64
}

// findDirectory looks for the end record, from the end.
func findDirectory(r io.ReaderAt, size int64) (directory, error) {
	for _, reach := range []int64{nearEnd, longestEnd} {
		tail := make([]byte, min(size, reach))
		if _, err := r.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF {
			return directory{}, err
		}
		for i := len(tail) - endSize; i >= 0; i-- {
			if !bytes.HasPrefix(tail[i:], []byte("PK\x05\x06")) || int(binary.LittleEndian.Uint16(tail[i+20:])) != len(tail)-i-endSize {
				continue
			}
			return directoryAt(r, tail[i:], size-int64(len(tail)-i))
		}
		if reach >= size {
			break
		}
	}
	return directory{}, Malformed
}

func directoryAt(r io.ReaderAt, end []byte, endAt int64) (directory, error) {
	size, offset := int64(binary.LittleEndian.Uint32(end[12:])), int64(binary.LittleEndian.Uint32(end[16:]))
	if size == all32 || offset == all32 || binary.LittleEndian.Uint16(end[10:]) == all16 {
		if big, ok := end64(r, endAt); ok {
			size, offset, endAt = big.size, big.at, big.base
		}
	}
	at := endAt - size
	if size < 0 || offset < 0 || at < 0 || at < offset {
		return directory{}, Malformed
	}
	return directory{at, size, at - offset}, nil
}

// end64 reads the ZIP64 end record; base is where that record itself is.
func end64(r io.ReaderAt, endAt int64) (directory, bool) {
	var locator [locatorSize]byte
	if endAt < locatorSize+end64Size {
		return directory{}, false
	}
	if _, err := r.ReadAt(locator[:], endAt-locatorSize); err != nil || string(locator[:4]) != "PK\x06\x07" {
		return directory{}, false
	}
	at := endAt - locatorSize - end64Size
	var end [end64Size]byte
	if _, err := r.ReadAt(end[:], at); err != nil || string(end[:4]) != "PK\x06\x06" {
		return directory{}, false
	}
	size, offset := binary.LittleEndian.Uint64(end[40:]), binary.LittleEndian.Uint64(end[48:])
	if size > 1<<40 || offset > 1<<40 {
		return directory{}, false
	}
	return directory{int64(offset), int64(size), at}, true
}

// wanted lists the members that are wanted, by their place in the archive, and counts all. A name that leaves the archive, or
// that was there before, is not wanted.
func wanted(r io.ReaderAt, d directory, want func(string) Want) (list []member, count int64, err error) {
	in := bufio.NewReaderSize(io.NewSectionReader(r, d.at, d.size), 16<<10)
	seen := map[string]bool{}
	var head [centralSize]byte
	for left := d.size; left >= centralSize; {
		if _, err := io.ReadFull(in, head[:]); err != nil {
			return list, count, sourceError(err)
		}
		if string(head[:4]) != "PK\x01\x02" {
			break // a digital signature may stand behind the entries
		}
		if count++; count > mostEntries {
			return list, count, Entries
		}
		nameSize, extraSize, commentSize := int(binary.LittleEndian.Uint16(head[28:])), int(binary.LittleEndian.Uint16(head[30:])), int(binary.LittleEndian.Uint16(head[32:]))
		left -= int64(centralSize + nameSize + extraSize + commentSize)
		if left < 0 {
			return list, count, Malformed
		}
		if nameSize > longestName {
			if _, err := in.Discard(nameSize + extraSize + commentSize); err != nil {
				return list, count, sourceError(err)
			}
			continue
		}
		rest, err := in.Peek(nameSize)
		if err != nil {
			return list, count, sourceError(err)
		}
		m := member{
			flags: binary.LittleEndian.Uint16(head[8:]), method: binary.LittleEndian.Uint16(head[10:]),
			packed: int64(binary.LittleEndian.Uint32(head[20:])), plain: int64(binary.LittleEndian.Uint32(head[24:])),
			offset: int64(binary.LittleEndian.Uint32(head[42:])),
		}
		if name := string(rest); sound(name) && !seen[name] {
			m.name, m.want = name, want(name)
		}
		_, _ = in.Discard(nameSize)
		extra, err := in.Peek(extraSize)
		if err != nil && extraSize <= in.Size() {
			return list, count, sourceError(err)
		}
		if m.want != Nothing {
			if len(list) == mostWanted {
				return list, count, Entries
			}
			if !m.large(extra) {
				return list, count, Malformed
			}
			m.offset += d.base
			seen[m.name] = true
			list = append(list, m)
		}
		if _, err := in.Discard(extraSize + commentSize); err != nil {
			return list, count, sourceError(err)
		}
	}
	slices.SortFunc(list, func(a, b member) int { return int(min(max(a.offset-b.offset, -1), 1)) })
	for i := 1; i < len(list); i++ {
		if list[i].offset < list[i-1].offset+localSize+list[i-1].packed {
			return nil, count, Overlap
		}
	}
	return list, count, nil
}

// large takes sizes and offset of ZIP64 from the extra field.
func (m *member) large(extra []byte) bool {
	for len(extra) >= 4 {
		id, size := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		if extra = extra[4:]; size > len(extra) {
			break
		}
		if id == 1 {
			field := extra[:size]
			for _, value := range []*int64{&m.plain, &m.packed, &m.offset} {
				if *value == all32 && len(field) >= 8 {
					*value, field = int64(binary.LittleEndian.Uint64(field)), field[8:]
				}
			}
		}
		extra = extra[size:]
	}
	return m.plain >= 0 && m.packed >= 0 && m.offset >= 0 && m.packed < 1<<40 && m.offset < 1<<40
}

// sound is a relative path without odd parts.
func sound(name string) bool {
	if name == "" || strings.HasPrefix(name, "/") || strings.HasSuffix(name, "/") || strings.ContainsAny(name, "\\\x00") {
		return false
	}
	for part := range strings.SplitSeq(name, "/") {
		if part == "" || part == "." || part == ".." {
			return false
		}
	}
	return true
}

func sourceError(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF || err == bufio.ErrBufferFull {
		return Malformed
	}
	return err
}
