// Package rpmdb reads the one table of rpm's SQLite database that says what is installed. It knows no SQL: it walks the
// table's b-tree (https://www.sqlite.org/fileformat2.html) and takes a few fields of each header. The file is hostile.
package rpmdb

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
)

// ErrMalformed is what a file gives that is no such database.
var ErrMalformed = errors.New("malformed")

const (
	magic        = "SQLite format 3\x00"
	deepest      = 24
	mostPages    = 1 << 20 // that are visited
	leafTable    = 0x0d
	innerTable   = 0x05
	largestBlob  = 64 << 20
	schemaRecord = 64 << 10
)

// database is an open file.
type database struct {
	file     io.ReaderAt
	pageSize int64
	usable   int64
	visited  int
	goesOn   func() bool
}

func openDatabase(file io.ReaderAt, goesOn func() bool) (*database, error) {
	var head [100]byte
	if _, err := file.ReadAt(head[:], 0); err != nil || string(head[:16]) != magic {
		return nil, ErrMalformed
	}
	size := int64(binary.BigEndian.Uint16(head[16:]))
	if size == 1 {
		size = 65536
	}
	if size < 512 || size&(size-1) != 0 {
		return nil, ErrMalformed
	}
	return &database{file: file, pageSize: size, usable: size - int64(head[20]), goesOn: goesOn}, nil
}

// page reads a page; its b-tree header begins at the returned place.
func (d *database) page(number uint32) ([]byte, int, error) {
	if d.visited++; d.visited > mostPages || number == 0 || !d.goesOn() {
		return nil, 0, ErrMalformed
	}
	page := make([]byte, d.pageSize)
	if _, err := d.file.ReadAt(page, int64(number-1)*d.pageSize); err != nil {
		return nil, 0, ErrMalformed
	}
	if number == 1 {
		return page, 100, nil
	}
	return page, 0, nil
}

// rows calls each with the payload of every row of a table, in order.
func (d *database) rows(root uint32, depth int, each func(*payload) error) error {
	page, at, err := d.page(root)
	if err != nil || depth > deepest {
		return ErrMalformed
	}
	kind, count := page[at], int(binary.BigEndian.Uint16(page[at+3:]))
	cells := at + 8
	if kind == innerTable {
		cells += 4
	} else if kind != leafTable {
		return ErrMalformed
	}
	if cells+2*count > len(page) {
		return ErrMalformed
	}
	for i := range count {
		cell := int(binary.BigEndian.Uint16(page[cells+2*i:]))
		if cell+4 > len(page) {
			return ErrMalformed
		}
		if kind == innerTable {
			err = d.rows(binary.BigEndian.Uint32(page[cell:]), depth+1, each)
		} else {
			err = d.cell(page, cell, each)
		}
		if err != nil {
			return err
		}
	}
	if kind == innerTable {
		return d.rows(binary.BigEndian.Uint32(page[at+8:]), depth+1, each)
	}
	return nil
}

func (d *database) cell(page []byte, at int, each func(*payload) error) error {
	size, n := varint(page[at:])
	_, m := varint(page[at+n:])
	if n == 0 || m == 0 || size > largestBlob {
		return ErrMalformed
	}
	start := int64(at + n + m)
	local, most := int64(size), d.usable-35
	if local > most {
		least := (d.usable-12)*32/255 - 23
		local = least + (int64(size)-least)%(d.usable-4)
		if local > most {
			local = least
		}
	}
	p := &payload{d: d, left: int64(size)}
	if start < 0 || local < 0 || start+local > d.usable {
		return ErrMalformed
	}
	p.chunk = page[start : start+local]
	if local < int64(size) {
		if start+local+4 > int64(len(page)) {
			return ErrMalformed
		}
		p.next = binary.BigEndian.Uint32(page[start+local:])
	}
	return each(p)
}

// payload is what a row holds, read from its first byte to its last: the rest of it lies in a chain of pages.
type payload struct {
	d     *database
	chunk []byte
	next  uint32
	left  int64
}

func (p *payload) Read(b []byte) (int, error) {
	if p.left == 0 {
		return 0, io.EOF
	}
	if len(p.chunk) == 0 {
		page, _, err := p.d.page(p.next)
		if err != nil {
			return 0, err
		}
		p.next = binary.BigEndian.Uint32(page)
		p.chunk = page[4:p.d.usable]
	}
	n := copy(b[:min(int64(len(b)), p.left)], p.chunk)
	p.chunk, p.left = p.chunk[n:], p.left-int64(n)
	return n, nil
}

// table finds the root page of a table in the schema, which is itself the table of page 1.
func (d *database) table(name string) (uint32, error) {
	var root uint32
	err := d.rows(1, 0, func(p *payload) error {
		record := make([]byte, min(p.left, schemaRecord))
		if _, err := io.ReadFull(p, record); err != nil {
			return ErrMalformed
		}
		values, ok := columns(record)
		if ok && len(values) >= 4 && string(values[0]) == "table" && bytes.EqualFold(values[1], []byte(name)) {
			for _, b := range values[3] {
				root = root<<8 | uint32(b)
			}
		}
		return nil
	})
	if err != nil || root == 0 {
		return 0, ErrMalformed
	}
	return root, nil
}

// columns are the values of a record as raw bytes.
func columns(record []byte) ([][]byte, bool) {
	size, n := varint(record)
	if n == 0 || size > uint64(len(record)) {
		return nil, false
	}
	head, body := record[n:size], record[size:]
	var values [][]byte
	for len(head) > 0 {
		kind, k := varint(head)
		length := width(kind)
		if k == 0 || length > uint64(len(body)) {
			return values, len(values) >= 4
		}
		values = append(values, body[:length])
		head, body = head[k:], body[length:]
	}
	return values, true
}

// width is how many bytes a value of a serial type takes.
func width(kind uint64) uint64 {
	switch {
	case kind >= 12:
		return (kind - 12) / 2
	case kind <= 4:
		return kind
	case kind == 5:
		return 6
	case kind == 6 || kind == 7:
		return 8
	}
	return 0
}

// varint reads a number of up to 9 bytes, 7 bits each, and says how many it took; 0 when it does not end.
func varint(b []byte) (value uint64, n int) {
	for i := 0; i < 9 && i < len(b); i++ {
		if i == 8 {
			return value<<8 | uint64(b[i]), 9
		}
		value = value<<7 | uint64(b[i]&0x7f)
		if b[i] < 0x80 {
			return value, i + 1
		}
	}
	return 0, 0
}
