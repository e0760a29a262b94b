package formats

import (
	"slices"
	"strings"
)

// pattern is a path of the table: `**/` at its beginning stands for any folders, `*` for any characters of one name.
type pattern struct {
	names  []string
	anyTop bool
	format *Format
}

// index finds patterns by the last name of a path, so that most paths meet none.
type index struct {
	named  map[string][]pattern // by a last name without *
	ending map[string][]pattern // by what stands behind the last dot of *.ending
	other  []pattern
}

func (x *index) add(path string, f *Format) {
	p := pattern{format: f}
	if rest, ok := strings.CutPrefix(path, "**/"); ok {
		p.anyTop, path = true, rest
	}
	p.names = strings.Split(path, "/")
	if x.named == nil {
		x.named, x.ending = map[string][]pattern{}, map[string][]pattern{}
	}
	last := p.names[len(p.names)-1]
	switch dot := strings.LastIndexByte(last, '.'); {
	case !strings.Contains(last, "*"):
		x.named[last] = append(x.named[last], p)
	case dot >= 0 && !strings.Contains(last[dot:], "*"):
		x.ending[last[dot:]] = append(x.ending[last[dot:]], p)
	default:
		x.other = append(x.other, p)
	}
}

func (x *index) match(path string) *Format {
	last := path[strings.LastIndexByte(path, '/')+1:]
	if f := first(x.named[last], path, last); f != nil {
		return f
	}
	if dot := strings.LastIndexByte(last, '.'); dot >= 0 {
		if f := first(x.ending[last[dot:]], path, last); f != nil {
			return f
		}
	}
	return first(x.other, path, last)
}

func first(patterns []pattern, path, last string) *Format {
	for _, p := range patterns {
		if p.matches(path) && !slices.ContainsFunc(p.format.Not, func(not string) bool { return glob(not, last) }) {
			return p.format
		}
	}
	return nil
}

// matches compares names from the last to the first.
func (p pattern) matches(path string) bool {
	for i := len(p.names) - 1; i >= 0; i-- {
		cut := strings.LastIndexByte(path, '/')
		if !glob(p.names[i], path[cut+1:]) {
			return false
		}
		if cut < 0 {
			return i == 0
		}
		path = path[:cut]
	}
	return p.anyTop
}

// glob compares one name with a pattern in which * stands for any characters.
func glob(pattern, name string) bool {
	head, rest, star := strings.Cut(pattern, "*")
	if !star {
		return pattern == name
	}
	if !strings.HasPrefix(name, head) {
		return false
	}
	if rest == "" {
		return true
	}
	for name = name[len(head):]; ; name = name[1:] {
		if glob(rest, name) {
			return true
		}
		if name == "" {
			return false
		}
	}
}
