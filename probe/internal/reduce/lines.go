// Package reduce takes from a metadata text what the table of formats names, and nothing else. The texts are hostile.
package reduce

import (
	"bytes"
	"slices"
	"strings"
)

// longestLine bounds a line that is kept; what is longer was written by nobody's packager.
const longestLine = 4096

// Head keeps the lines of the named fields up to the first blank line. A line that begins with a blank goes on with the one
// before it, as in a manifest and in a mail header; there it is given without the line's end between.
func Head(text []byte, names []string) []byte {
	var out []byte
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	keeps, length := false, 0
	for len(text) > 0 {
		var line []byte
		line, text = cutLine(text)
		if len(line) == 0 {
			break
		}
		if line[0] == ' ' || line[0] == '\t' {
			if keeps && length+len(line) <= longestLine {
				out = append(out[:len(out)-1], line[1:]...)
				out = append(out, '\n')
				length += len(line)
			}
			continue
		}
		keeps = len(line) <= longestLine && named(line, ':', names)
		length = len(line)
		if keeps {
			out = append(append(out, line...), '\n')
		}
	}
	return out
}

// Properties keeps the lines whose name before the first = is named.
func Properties(text []byte, names []string) []byte {
	var out []byte
	for len(text) > 0 {
		var line []byte
		line, text = cutLine(text)
		line = bytes.TrimSpace(line)
		if len(line) <= longestLine && named(line, '=', names) {
			out = append(append(out, line...), '\n')
		}
	}
	return out
}

// cutLine takes a line without its end, which is LF, CR LF or CR.
func cutLine(text []byte) (line, rest []byte) {
	end := bytes.IndexAny(text, "\r\n")
	if end < 0 {
		return text, nil
	}
	next := end + 1
	if text[end] == '\r' && next < len(text) && text[next] == '\n' {
		next++
	}
	return text[:end], text[next:]
}

func named(line []byte, divider byte, names []string) bool {
	end := bytes.IndexByte(line, divider)
	if end <= 0 {
		return false
	}
	name := string(bytes.TrimSpace(line[:end]))
	return slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, name) })
}

// Fields keeps the lines of the named fields of every record, and the blank lines between the records. It takes a text in
// pieces: a line may begin in one and end in another.
type Fields struct {
	names   []string
	line    []byte
	skips   bool // the rest of a line that is not kept
	Out     []byte
	records int
	blank   bool
	foreign bool
}

// NewFields keeps the fields of these names.
func NewFields(names []string) *Fields { return &Fields{names: names, blank: true} }

// Records is how many records with a named field there were.
func (f *Fields) Records() int { return f.records }

// Foreign tells whether there was a line that is no field, or a last one without an end: then records may be missing.
func (f *Fields) Foreign() bool { return f.foreign }

// Write takes the next piece.
func (f *Fields) Write(piece []byte) {
	for len(piece) > 0 {
		end := bytes.IndexByte(piece, '\n')
		part := piece
		if end >= 0 {
			part = piece[:end]
		}
		if !f.skips {
			f.line = append(f.line, part...)
			if len(f.line) > longestLine || f.unwanted() {
				f.skips = true
			}
		}
		if end < 0 {
			return
		}
		f.end()
		piece = piece[end+1:]
	}
}

// Close ends the last line.
func (f *Fields) Close() {
	f.foreign = f.foreign || len(f.line) > 0
	f.end()
}

func (f *Fields) end() {
	line := bytes.TrimRight(f.line, "\r")
	f.foreign = f.foreign || len(bytes.TrimSpace(line)) > 0 && !f.isField(line)
	switch {
	case f.skips:
	case len(bytes.TrimSpace(line)) == 0:
		f.blank = true
	case named(line, ':', f.names):
		if f.blank {
			f.records++
			if len(f.Out) > 0 {
				f.Out = append(f.Out, '\n')
			}
		}
		f.Out = append(append(f.Out, line...), '\n')
		f.blank = false
	}
	f.line, f.skips = f.line[:0], false
}

// isField tells whether a line has a name as long as those that are wanted, and its divider.
func (f *Fields) isField(line []byte) bool {
	longest := 0
	for _, name := range f.names {
		longest = max(longest, len(name))
	}
	end := bytes.IndexByte(line, ':')
	if end <= 0 || longest == 1 && end > 1 {
		return false
	}
	for _, c := range line[:end] {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '_' {
			return false
		}
	}
	return true
}

// unwanted tells early that a line that has its divider is none to keep, so that long ones cost no memory.
func (f *Fields) unwanted() bool {
	end := bytes.IndexByte(f.line, ':')
	return end >= 0 && !named(f.line, ':', f.names)
}
