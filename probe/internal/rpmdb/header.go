package rpmdb

import (
	"bufio"
	"encoding/binary"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Tags of a header.
const (
	tagName        = 1000
	tagVersion     = 1001
	tagRelease     = 1002
	tagEpoch       = 1003
	tagBuildTime   = 1006
	tagInstallTime = 1008
	tagSize        = 1009
	tagVendor      = 1011
	tagArch        = 1022
	tagSource      = 1044
)

const (
	typeInt32  = 4
	typeString = 6
	typeI18N   = 9

	mostTags    = 4096
	longestText = 512
	none        = "(none)"
)

// Packages calls each with one line for every package, in the form of rpm's container-manifest-2.
func Packages(file io.ReaderAt, goesOn func() bool, each func(line string)) error {
	d, err := openDatabase(file, goesOn)
	if err != nil {
		return err
	}
	root, err := d.table("Packages")
	if err != nil {
		return err
	}
	return d.rows(root, 0, func(p *payload) error {
		line, err := packageLine(p)
		if err == nil {
			each(line)
		}
		return err
	})
}

// packageLine reads a row: its number, which is not in the record, and the header as bytes.
func packageLine(p *payload) (string, error) {
	in := bufio.NewReaderSize(p, 4096)
	head, err := in.Peek(int(min(p.left, 32)))
	if err != nil {
		return "", ErrMalformed
	}
	size, n := varint(head)
	if n == 0 || size > uint64(len(head)) || size < uint64(n) {
		return "", ErrMalformed
	}
	var skip, kind uint64
	for types := head[n:size]; len(types) > 0; {
		k := 0
		skip += width(kind)
		if kind, k = varint(types); k == 0 {
			return "", ErrMalformed
		}
		types = types[k:]
	}
	if kind < 12 || kind%2 != 0 {
		return "", ErrMalformed
	}
	if _, err := in.Discard(int(size + skip)); err != nil {
		return "", ErrMalformed
	}
	fields, err := header(in, int64(width(kind)))
	if err != nil {
		return "", err
	}
	return line(fields), nil
}

// entry is one of the index of a header.
type entry struct{ tag, kind, offset, count uint32 }

// header reads the wanted fields, from the first to the last: a header may be larger than what there is memory for.
func header(in *bufio.Reader, size int64) (map[uint32]string, error) {
	var intro [8]byte
	if _, err := io.ReadFull(in, intro[:]); err != nil {
		return nil, ErrMalformed
	}
	tags, bytes := binary.BigEndian.Uint32(intro[:]), binary.BigEndian.Uint32(intro[4:])
	if tags > mostTags || 8+16*int64(tags)+int64(bytes) > size {
		return nil, ErrMalformed
	}
	var wanted []entry
	for range tags {
		var raw [16]byte
		if _, err := io.ReadFull(in, raw[:]); err != nil {
			return nil, ErrMalformed
		}
		e := entry{binary.BigEndian.Uint32(raw[:]), binary.BigEndian.Uint32(raw[4:]), binary.BigEndian.Uint32(raw[8:]), binary.BigEndian.Uint32(raw[12:])}
		if e.wanted() && e.offset < bytes {
			wanted = append(wanted, e)
		}
	}
	slices.SortFunc(wanted, func(a, b entry) int { return int(int64(a.offset) - int64(b.offset)) })
	fields := map[uint32]string{}
	at := uint32(0)
	for _, e := range wanted {
		if e.offset < at {
			continue
		}
		if _, err := in.Discard(int(e.offset - at)); err != nil {
			return nil, ErrMalformed
		}
		text, n, err := e.value(in)
		if err != nil {
			return nil, err
		}
		at = e.offset + n
		if _, twice := fields[e.tag]; !twice {
			fields[e.tag] = text
		}
	}
	return fields, nil
}

func (e entry) wanted() bool {
	switch e.tag {
	case tagName, tagVersion, tagRelease, tagVendor, tagArch, tagSource:
		return e.kind == typeString || e.kind == typeI18N
	case tagEpoch, tagBuildTime, tagInstallTime, tagSize:
		return e.kind == typeInt32 && e.count > 0
	}
	return false
}

func (e entry) value(in *bufio.Reader) (string, uint32, error) {
	if e.kind == typeInt32 {
		var raw [4]byte
		if _, err := io.ReadFull(in, raw[:]); err != nil {
			return "", 0, ErrMalformed
		}
		return strconv.FormatUint(uint64(binary.BigEndian.Uint32(raw[:])), 10), 4, nil
	}
	var text []byte
	for {
		c, err := in.ReadByte()
		if err != nil || len(text) > longestText {
			return "", 0, ErrMalformed
		}
		if c == 0 {
			return string(text), uint32(len(text) + 1), nil
		}
		text = append(text, c)
	}
}

// line is a package as rpm's container-manifest-2 has it.
func line(fields map[uint32]string) string {
	get := func(tag uint32) string {
		if text := strings.Map(plain, fields[tag]); text != "" {
			return text
		}
		return none
	}
	epoch := fields[tagEpoch]
	if epoch == "" {
		epoch = "0"
	}
	return strings.Join([]string{
		get(tagName), get(tagVersion) + "-" + get(tagRelease), get(tagInstallTime), get(tagBuildTime), get(tagVendor), get(tagEpoch),
		get(tagSize), get(tagArch), epoch, get(tagSource),
	}, "\t")
}

// plain keeps a text on its line and in its column.
func plain(r rune) rune {
	if r < ' ' {
		return -1
	}
	return r
}
