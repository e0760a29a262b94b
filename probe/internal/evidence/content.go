package evidence

import (
	"encoding/base64"
	"unicode/utf8"
)

const (
	largestPiece  = 8 * 1024
	smallestPiece = 256
)

// Content is what a `file` record holds.
type Content struct {
	Path    string
	Format  string // its format in the table, empty for files that say what the system is
	Data    []byte
	Size    int64 // of the file; of what is left of it, when reduced
	Reduced bool
}

// AddContent appends a `file` record: data is the beginning of a file of size bytes. What does not fit is left out, marked as cut.
// It returns whether the record was added, and whether all of data is in it.
func (l *Log) AddContent(r *Record, c Content) (added, whole bool) {
	if l.full {
		return false, false
	}
	data, size := c.Data, c.Size
	if int64(len(data)) < size {
		data = data[:wholeRunes(data)]
	}
	text := plainText(data)
	r.Begin("file").Path("p", c.Path).Int("s", size).OptionalText("f", c.Format).Flag("reduced", c.Reduced)
	if text {
		r.name("d")
	} else {
		r.name("db")
	}
	r.text = append(r.text, '"')
	const end = `","cut":true}` + "\n"
	if !l.reserve(len(r.text) + len(end) + smallestPiece) {
		l.full = true
		return false, false
	}
	l.write(r.text)
	rest, piece := data, largestPiece
	for len(rest) > 0 && piece >= smallestPiece {
		var n int
		r.text, n = appendPiece(r.text[:0], rest, min(piece, len(rest)), text)
		if !l.reserve(len(r.text) + len(end)) {
			piece /= 2
			continue
		}
		l.write(r.text)
		rest = rest[n:]
	}
	if len(rest) == 0 && int64(len(data)) >= size {
		l.write([]byte(end[:1] + end[len(end)-2:]))
	} else {
		l.write([]byte(end))
	}
	l.records++
	l.full = l.full || len(rest) > 0
	return true, len(rest) == 0
}

// appendPiece encodes about n bytes of data and says how many they were: whole characters of text, whole groups of base64.
func appendPiece(dst, data []byte, n int, text bool) ([]byte, int) {
	if text {
		for n < len(data) && n > 0 && !utf8.RuneStart(data[n]) {
			n--
		}
		return appendEscaped(dst, data[:n]), n
	}
	if n < len(data) {
		n -= n % 3
	}
	return base64.StdEncoding.AppendEncode(dst, data[:n]), n
}

// plainText tells whether data can travel as a JSON string: UTF-8 without control characters but tab and line ends.
func plainText(data []byte) bool {
	for _, c := range data {
		if c < 0x20 && c != '\n' && c != '\t' && c != '\r' {
			return false
		}
	}
	return utf8.Valid(data)
}

// wholeRunes is the length of data without a character that was cut in half at its end.
func wholeRunes(data []byte) int {
	for back := 1; back < utf8.UTFMax && back <= len(data); back++ {
		if last := data[len(data)-back:]; utf8.RuneStart(last[0]) {
			if !utf8.FullRune(last) {
				return len(data) - back
			}
			break
		}
	}
	return len(data)
}
