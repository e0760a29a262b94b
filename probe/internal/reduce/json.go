package reduce

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"
)

// ErrJSON is what a text gives that is no JSON, or is nested deeper than any metadata.
var ErrJSON = errors.New("malformed")

const deepest = 64

// Members are the members of a JSON text that are kept, such as `name` and `packages[].version`; `*` stands for any name.
type Members struct {
	below map[string]*Members
	any   *Members
	items *Members
	value bool
}

// NewMembers reads the names.
func NewMembers(names []string) *Members {
	root := &Members{}
	for _, name := range names {
		at := root
		for _, step := range strings.Split(name, ".") {
			step, list := strings.CutSuffix(step, "[]")
			at = at.child(step)
			if list {
				if at.items == nil {
					at.items = &Members{}
				}
				at = at.items
			}
		}
		at.value = true
	}
	return root
}

func (m *Members) child(name string) *Members {
	if name == "*" {
		if m.any == nil {
			m.any = &Members{}
		}
		return m.any
	}
	if m.below == nil {
		m.below = map[string]*Members{}
	}
	if m.below[name] == nil {
		m.below[name] = &Members{}
	}
	return m.below[name]
}

func (m *Members) at(name []byte) *Members {
	if below := m.below[string(name)]; below != nil {
		return below
	}
	return m.any
}

// Reduce gives a JSON text of the same shape with the kept members only. Values are copied as they stand; where a kept value
// is an object or a list, it is null.
func (m *Members) Reduce(text []byte) ([]byte, error) {
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(text) {
		return nil, ErrJSON
	}
	s := scanner{text: text}
	if err := s.value(m, 0); err != nil {
		return nil, err
	}
	if s.blanks(); s.at != len(s.text) {
		return nil, ErrJSON
	}
	return s.out, nil
}

type scanner struct {
	text []byte
	at   int
	out  []byte
}

// value copies what m keeps of the next value; with nothing to keep it is passed over.
func (s *scanner) value(m *Members, depth int) error {
	s.blanks()
	if s.at == len(s.text) || depth > deepest {
		return ErrJSON
	}
	switch s.text[s.at] {
	case '{':
		return s.object(m, depth)
	case '[':
		return s.list(m, depth)
	}
	start := s.at
	if err := s.scalar(); err != nil {
		return err
	}
	if m != nil {
		if m.value {
			s.out = append(s.out, s.text[start:s.at]...)
		} else {
			s.out = append(s.out, "null"...)
		}
	}
	return nil
}

func (s *scanner) object(m *Members, depth int) error {
	keeps := m != nil && (m.below != nil || m.any != nil)
	s.open(m, keeps, '{')
	for first, kept := true, false; ; first = false {
		s.blanks()
		if done, err := s.ends('}', first); done || err != nil {
			s.close(keeps, '}')
			return err
		}
		s.blanks()
		start := s.at
		if s.at == len(s.text) || s.text[s.at] != '"' {
			return ErrJSON
		}
		if err := s.scalar(); err != nil {
			return err
		}
		name := s.text[start:s.at]
		if s.blanks(); s.at == len(s.text) || s.text[s.at] != ':' {
			return ErrJSON
		}
		s.at++
		var below *Members
		if keeps {
			below = m.at(name[1 : len(name)-1])
		}
		if below != nil {
			if kept {
				s.out = append(s.out, ',')
			}
			s.out = append(append(s.out, name...), ':')
			kept = true
		}
		if err := s.value(below, depth+1); err != nil {
			return err
		}
	}
}

func (s *scanner) list(m *Members, depth int) error {
	keeps := m != nil && m.items != nil
	s.open(m, keeps, '[')
	var items *Members
	if keeps {
		items = m.items
	}
	for first := true; ; first = false {
		s.blanks()
		if done, err := s.ends(']', first); done || err != nil {
			s.close(keeps, ']')
			return err
		}
		if keeps && !first {
			s.out = append(s.out, ',')
		}
		if err := s.value(items, depth+1); err != nil {
			return err
		}
	}
}

func (s *scanner) open(m *Members, keeps bool, bracket byte) {
	s.at++
	if keeps {
		s.out = append(s.out, bracket)
	} else if m != nil {
		s.out = append(s.out, "null"...)
	}
}

func (s *scanner) close(keeps bool, bracket byte) {
	if keeps {
		s.out = append(s.out, bracket)
	}
}

// ends takes the closing bracket, or the comma before the next item.
func (s *scanner) ends(bracket byte, first bool) (bool, error) {
	if s.at == len(s.text) {
		return false, ErrJSON
	}
	if s.text[s.at] == bracket {
		s.at++
		return true, nil
	}
	if first {
		return false, nil
	}
	if s.text[s.at] != ',' {
		return false, ErrJSON
	}
	s.at++
	return false, nil
}

func (s *scanner) blanks() {
	for s.at < len(s.text) && strings.IndexByte(" \t\r\n", s.text[s.at]) >= 0 {
		s.at++
	}
}

// scalar passes over a string, a number or a word.
func (s *scanner) scalar() error {
	if s.text[s.at] == '"' {
		return s.quoted()
	}
	start := s.at
	for s.at < len(s.text) && strings.IndexByte("+-.0123456789eEtrufalsn", s.text[s.at]) >= 0 {
		s.at++
	}
	switch word := string(s.text[start:min(s.at, start+6)]); {
	case word == "true" || word == "false" || word == "null":
		return nil
	case s.at > start && (s.text[start] == '-' || s.text[start] >= '0' && s.text[start] <= '9') && numeric(s.text[start:s.at]):
		return nil
	}
	return ErrJSON
}

func numeric(text []byte) bool {
	return bytes.IndexAny(text, "truflasn") < 0
}

func (s *scanner) quoted() error {
	for s.at++; s.at < len(s.text); s.at++ {
		switch c := s.text[s.at]; {
		case c == '"':
			s.at++
			return nil
		case c == '\\':
			s.at++
		case c < 0x20:
			return ErrJSON
		}
	}
	return ErrJSON
}
