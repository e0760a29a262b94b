// Package evidence writes the evidence records of the contract (docs/probe-protocol.md): one JSON object a line,
// compressed into a buffer that never grows past its limit.
package evidence

import (
	"encoding/base64"
	"slices"
	"strconv"
	"unicode/utf8"
)

// Record is one JSON object under construction. Members keep the order in which they are given.
// Its memory is used again by the next record, so a record is to be added before the next one is begun.
type Record struct {
	text []byte
}

// Begin drops what the record held and starts one of the given type.
func (r *Record) Begin(t string) *Record {
	r.text = append(r.text[:0], `{"t":`...)
	r.text = appendString(r.text, t)
	return r
}

func (r *Record) name(name string) {
	if last := r.text[len(r.text)-1]; last != '{' {
		r.text = append(r.text, ',')
	}
	r.text = append(r.text, '"')
	r.text = append(r.text, name...)
	r.text = append(r.text, '"', ':')
}

// Int adds a decimal number.
func (r *Record) Int(name string, value int64) *Record {
	r.name(name)
	r.text = strconv.AppendInt(r.text, value, 10)
	return r
}

// Bool adds true or false.
func (r *Record) Bool(name string, value bool) *Record {
	r.name(name)
	r.text = strconv.AppendBool(r.text, value)
	return r
}

// Flag adds the member only when it is true.
func (r *Record) Flag(name string, value bool) *Record {
	if value {
		r.Bool(name, true)
	}
	return r
}

// Text adds a string; bytes that are not UTF-8 become U+FFFD.
func (r *Record) Text(name, value string) *Record {
	r.name(name)
	r.text = appendString(r.text, value)
	return r
}

// OptionalText adds a string unless it is empty.
func (r *Record) OptionalText(name, value string) *Record {
	if value != "" {
		r.Text(name, value)
	}
	return r
}

// Path adds a path or a link text: as it is when it is plain UTF-8, else base64 of its bytes under the name with a "b" behind.
func (r *Record) Path(name, path string) *Record {
	if plainPath(path) {
		return r.Text(name, path)
	}
	return r.Text(name+"b", base64.StdEncoding.EncodeToString([]byte(path)))
}

// Ints adds a list of numbers.
func (r *Record) Ints(name string, values []int64) *Record {
	r.name(name)
	r.text = append(r.text, '[')
	for i, v := range values {
		if i > 0 {
			r.text = append(r.text, ',')
		}
		r.text = strconv.AppendInt(r.text, v, 10)
	}
	r.text = append(r.text, ']')
	return r
}

// Texts adds a list of strings.
func (r *Record) Texts(name string, values []string) *Record {
	r.name(name)
	r.text = append(r.text, '[')
	for i, v := range values {
		if i > 0 {
			r.text = append(r.text, ',')
		}
		r.text = appendString(r.text, v)
	}
	r.text = append(r.text, ']')
	return r
}

// Paths adds a list of paths: as they are when all are plain UTF-8, else base64 of all under the name with a "b" behind.
func (r *Record) Paths(name string, paths []string) *Record {
	if !slices.ContainsFunc(paths, func(p string) bool { return !plainPath(p) }) {
		return r.Texts(name, paths)
	}
	raw := make([]string, len(paths))
	for i, p := range paths {
		raw[i] = base64.StdEncoding.EncodeToString([]byte(p))
	}
	return r.Texts(name+"b", raw)
}

// Object adds an object whose members fill adds.
func (r *Record) Object(name string, fill func(*Record)) *Record {
	r.name(name)
	r.text = append(r.text, '{')
	fill(r)
	r.text = append(r.text, '}')
	return r
}

// line is the record as one line. The record may not be changed after it.
func (r *Record) line() []byte {
	r.text = append(r.text, '}', '\n')
	return r.text
}

func plainPath(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < 0x20 {
			return false
		}
	}
	return utf8.ValidString(s)
}

const hexDigits = "0123456789abcdef"

func appendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	dst = appendEscaped(dst, s)
	return append(dst, '"')
}

func appendEscaped[T string | []byte](dst []byte, s T) []byte {
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := decodeRune(s[i:])
			if r == utf8.RuneError && size <= 1 {
				dst = append(dst, s[start:i]...)
				dst = append(dst, "\ufffd"...)
				start = i + 1
			}
			i += size
			continue
		}
		if c >= 0x20 && c != '"' && c != '\\' {
			i++
			continue
		}
		dst = append(dst, s[start:i]...)
		switch c {
		case '"', '\\':
			dst = append(dst, '\\', c)
		case '\n':
			dst = append(dst, '\\', 'n')
		case '\r':
			dst = append(dst, '\\', 'r')
		case '\t':
			dst = append(dst, '\\', 't')
		default:
			dst = append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
		i++
		start = i
	}
	return append(dst, s[start:]...)
}

func decodeRune[T string | []byte](s T) (rune, int) {
	if len(s) > utf8.UTFMax {
		s = s[:utf8.UTFMax]
	}
	return utf8.DecodeRuneInString(string(s))
}
