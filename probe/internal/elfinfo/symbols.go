package elfinfo

import (
	"bytes"
	"encoding/binary"
	"io"
)

const (
	mostSymbols   = 8 << 20 // bytes of one table of symbols, and of their names
	mostNamed     = 64      // names that end like one that is looked for
	symbolsAtOnce = 1 << 10
)

// Symbols finds the addresses of symbols by their names: of those that a program needs when it runs, else of all.
func (f *File) Symbols(r io.ReaderAt, names ...string) map[string]int64 {
	found := map[string]int64{}
	for _, name := range []string{".dynsym", ".symtab"} {
		table := f.Section(name)
		if table.Size == 0 || table.Size > mostSymbols || table.link <= 0 || table.link >= len(f.Sections) {
			continue
		}
		if at := namesAt(r, f.Sections[table.link], names); len(at) > 0 {
			f.symbols(r, table, at, found)
		}
		if len(found) == len(names) {
			break
		}
	}
	return found
}

// namesAt finds where names stand in a section of names. Linkers let a name begin within a longer one with the same end.
func namesAt(r io.ReaderAt, part Section, names []string) map[uint32]string {
	at := map[uint32]string{}
	if part.Size > mostSymbols {
		return at
	}
	piece := make([]byte, min(part.Size, pieceSize)+overlap)
	for from := int64(0); from < part.Size; from += pieceSize {
		n, err := r.ReadAt(piece[:min(int64(len(piece)), part.Size-from)], part.Offset+from)
		for _, name := range names {
			for i := 0; len(at) < mostNamed; i++ {
				next := bytes.Index(piece[i:n], []byte(name+"\x00"))
				if next < 0 {
					break
				}
				i += next
				at[uint32(from)+uint32(i)] = name
			}
		}
		if err != nil {
			break
		}
	}
	return at
}

func (f *File) symbols(r io.ReaderAt, table Section, at map[uint32]string, found map[string]int64) {
	size := int64(f.layout.symbol)
	piece := make([]byte, min(table.Size, symbolsAtOnce*size))
	for from := int64(0); from+size <= table.Size; from += int64(len(piece)) {
		n, err := r.ReadAt(piece[:min(int64(len(piece)), table.Size-from)], table.Offset+from)
		for s := piece[:n]; int64(len(s)) >= size; s = s[size:] {
			name, there := at[f.order.Uint32(s)]
			if value := f.layout.word(f.order, s[f.layout.value:]); there && value != 0 && found[name] == 0 {
				found[name] = value
			}
		}
		if err != nil {
			break
		}
	}
}

// Place is where in the file the bytes of an address are; false when they are in none of its sections.
func (f *File) Place(address, size int64) (int64, bool) {
	for _, s := range f.Sections {
		if s.Address > 0 && address >= s.Address && size >= 0 && size <= s.Size && address-s.Address <= s.Size-size {
			return s.Offset + address - s.Address, true
		}
	}
	return 0, false
}

// Word reads a number of 64 bits at an address.
func (f *File) Word(r io.ReaderAt, address int64) (int64, bool) {
	at, ok := f.Place(address, 8)
	var b [8]byte
	if !ok {
		return 0, false
	}
	if _, err := r.ReadAt(b[:], at); err != nil {
		return 0, false
	}
	if f.order == binary.ByteOrder(binary.BigEndian) {
		return int64(binary.BigEndian.Uint64(b[:])), true
	}
	return int64(binary.LittleEndian.Uint64(b[:])), true
}

// Note is the text of the first note of a section, without the zero bytes behind it; nothing when its lengths do not fit.
func (f *File) Note(section []byte) []byte {
	const lengths = 12
	if len(section) < lengths {
		return nil
	}
	name, text := int64(f.order.Uint32(section)), int64(f.order.Uint32(section[4:]))
	begin := lengths + (name+3)&^3
	if begin+text > int64(len(section)) {
		return nil
	}
	return bytes.TrimRight(section[begin:begin+text], "\x00")
}
