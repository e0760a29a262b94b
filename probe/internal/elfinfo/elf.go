// Package elfinfo finds sections of ELF files and versions in them. Every file is hostile: tables that no linker makes are refused.
package elfinfo

import (
	"encoding/binary"
	"io"
)

// Kind is what a file is at first sight.
type Kind int

// Kinds of files.
const (
	Other  Kind = iota
	Script      // begins with #!
	Odd         // ELF with tables of a size that no linker makes
	ELF
)

const (
	mostSections = 512 // of an ELF file that is worth reading; Go links about 30
	mostSegments = 128
	longestNames = 64 << 10
)

// Section is a part of the file with a name.
type Section struct {
	Name         string
	Offset, Size int64
	Address      int64 // where it is when the program runs
	link         int   // the section that belongs to it: of symbols, that of their names
}

// File is what is known of an ELF file.
type File struct {
	Kind     Kind
	Sections []Section // none when it has no table of them
	layout   layout
	order    binary.ByteOrder
}

// Section is the one of that name; Size is 0 when there is none.
func (f *File) Section(name string) Section {
	for _, s := range f.Sections {
		if s.Name == name {
			return s
		}
	}
	return Section{}
}

// layout are the places of what is read, in 32 and 64 bits.
type layout struct {
	sections, segmentCount, sectionCount, nameSection int // in the header
	header, size                                      int // of one section's entry
	name, kind, address, offset, length, link         int
	symbol, value                                     int // size of a symbol, and where its value is
	wide                                              bool
}

var (
	layout32 = layout{32, 44, 48, 50, 52, 40, 0, 4, 12, 16, 20, 24, 16, 4, false}
	layout64 = layout{40, 56, 60, 62, 64, 64, 0, 4, 16, 24, 32, 40, 24, 8, true}
)

const noBits = 8 // type of a section without bytes in the file

// Read looks at the header and the table of sections.
func Read(r io.ReaderAt) File {
	var h [64]byte
	n, err := r.ReadAt(h[:], 0)
	if n >= 2 && string(h[:2]) == "#!" {
		return File{Kind: Script}
	}
	if n < 52 || err != nil && err != io.EOF || string(h[:4]) != "\x7fELF" {
		return File{}
	}
	l := layout32
	if h[4] == 2 {
		l = layout64
	}
	var order binary.ByteOrder = binary.LittleEndian
	if h[5] == 2 {
		order = binary.BigEndian
	}
	at := l.word(order, h[l.sections:])
	count, segments, names := int(order.Uint16(h[l.sectionCount:])), order.Uint16(h[l.segmentCount:]), int(order.Uint16(h[l.nameSection:]))
	if segments > mostSegments || count > mostSections || count == 0 && at != 0 {
		return File{Kind: Odd}
	}
	f := File{Kind: ELF, layout: l, order: order}
	if count == 0 || at <= 0 || names >= count {
		return f
	}
	table := make([]byte, count*l.size)
	if _, err := r.ReadAt(table, at); err != nil {
		return f
	}
	text := l.names(r, order, table[names*l.size:])
	for i := range count {
		entry := table[i*l.size:]
		s := Section{
			Name: text(order.Uint32(entry[l.name:])), Offset: l.word(order, entry[l.offset:]), Size: l.word(order, entry[l.length:]),
			Address: l.word(order, entry[l.address:]), link: int(order.Uint32(entry[l.link:])),
		}
		if order.Uint32(entry[l.kind:]) == noBits || s.Offset < 0 || s.Size < 0 {
			s.Size = 0
		}
		f.Sections = append(f.Sections, s)
	}
	return f
}

func (l layout) word(order binary.ByteOrder, b []byte) int64 {
	if l.wide {
		return int64(order.Uint64(b))
	}
	return int64(order.Uint32(b))
}

// names reads the section of names and gives the name at a place in it.
func (l layout) names(r io.ReaderAt, order binary.ByteOrder, entry []byte) func(uint32) string {
	at, size := l.word(order, entry[l.offset:]), l.word(order, entry[l.length:])
	var text []byte
	if at > 0 && size > 0 {
		text = make([]byte, min(size, longestNames))
		n, _ := r.ReadAt(text, at)
		text = text[:max(n, 0)]
	}
	return func(from uint32) string {
		if int64(from) >= int64(len(text)) {
			return ""
		}
		end := from
		for int(end) < len(text) && text[end] != 0 {
			end++
		}
		return string(text[from:end])
	}
}
