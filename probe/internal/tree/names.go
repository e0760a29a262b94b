package tree

import (
	"bytes"
	"encoding/binary"
	"slices"

	"golang.org/x/sys/unix"
)

// names are the entries of one folder, packed: the type of each, its name, a zero byte.
type names struct {
	packed []byte
	starts []uint32
	whole  bool // false when the folder holds more than fitted
}

func (n *names) kind(i int) byte { return n.packed[n.starts[i]] }

func (n *names) name(i int) string { return string(n.bytes(n.starts[i])) }

func (n *names) bytes(start uint32) []byte {
	text := n.packed[start+1:]
	return text[:bytes.IndexByte(text, 0)]
}

// size is the memory that the names take, in bytes.
func (n *names) size() int { return len(n.packed) + 4*len(n.starts) }

// readNames lists an open folder, sorted, up to a number of entries and of bytes. buf is room for one read.
func readNames(folder int, mostNames, mostBytes int, buf []byte) (*names, error) {
	n := &names{}
	for {
		size, err := unix.Getdents(folder, buf)
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return n, err
		}
		if size == 0 {
			n.whole = true
			break
		}
		if !n.take(buf[:size], mostNames, mostBytes) {
			break
		}
	}
	slices.SortFunc(n.starts, func(a, b uint32) int { return bytes.Compare(n.bytes(a), n.bytes(b)) })
	return n, nil
}

// take unpacks linux_dirent64 records: inode 8 bytes, offset 8, length 2, type 1, name.
func (n *names) take(records []byte, mostNames, mostBytes int) bool {
	const header = 19
	for len(records) > header {
		length := int(binary.NativeEndian.Uint16(records[16:]))
		if length <= header || length > len(records) {
			return false
		}
		kind, name := records[18], records[header:length]
		if end := bytes.IndexByte(name, 0); end >= 0 {
			name = name[:end]
		}
		records = records[length:]
		if len(name) == 0 || string(name) == "." || string(name) == ".." {
			continue
		}
		if len(n.starts) == mostNames || n.size()+len(name)+6 > mostBytes {
			return false
		}
		n.starts = append(n.starts, uint32(len(n.packed)))
		n.packed = append(append(append(n.packed, kind), name...), 0)
	}
	return true
}
