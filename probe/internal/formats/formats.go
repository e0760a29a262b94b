// Package formats holds the one table of package formats (formats.json): where each is looked for, and what of it leaves
// the target. The engine reads the same table, and docs/inventory.md is printed from it. Nothing else knows paths of formats.
package formats

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

// What leaves the target of a format.
const (
	Text       = "text"       // the whole text
	Fields     = "fields"     // named fields of records that blank lines divide
	Head       = "head"       // named fields up to the first blank line
	Properties = "properties" // lines whose name before the = is named
	Members    = "members"    // named members of a JSON text
	Lines      = "lines"      // named members of a JSON object in each line, compressed with zstd
	Rows       = "rows"       // rows of a database's table
	Archive    = "archive"    // members that are formats themselves
	Section    = "section"    // a section of an ELF file
	Window     = "window"     // a version in a bounded part of a program
	Owner      = "owner"      // which package owns a file, and whether its digest is the package's
	Path       = "path"       // nothing but the entries of the tree
	Told       = "told"       // nothing: only that it is there
)

// Format is one row of the table.
type Format struct {
	ID        string   `json:"id"`
	Ecosystem string   `json:"ecosystem"`
	What      string   `json:"what"`
	Paths     []string `json:"paths"`
	Not       []string `json:"not"`      // names that are none
	Leaves    string   `json:"leaves"`   // one of the words above
	Names     []string `json:"names"`    // of what leaves
	Bytes     int64    `json:"bytes"`    // most that is read of one
	Database  bool     `json:"database"` // of the system's packages: unread, the target is not complete
	Within    bool     `json:"within"`   // looked for in archives only
	Section   string   `json:"section"`  // of an ELF file, by which it is told
}

//go:embed formats.json
var text []byte

// Table finds the format of a path.
type Table struct {
	All     []*Format
	tree    index
	archive index
	byID    map[string]*Format
}

// Load reads the table that is built in.
func Load() (*Table, error) {
	var all []*Format
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, err
	}
	t := &Table{All: all, byID: map[string]*Format{}}
	for _, f := range all {
		if t.byID[f.ID] != nil {
			return nil, fmt.Errorf("format %s is there twice", f.ID)
		}
		t.byID[f.ID] = f
		if f.Leaves == Section || f.Leaves == Window || f.Section != "" {
			continue
		}
		into := &t.tree
		if f.Within {
			into = &t.archive
		}
		for _, p := range f.Paths {
			into.add(p, f)
		}
		if f.Leaves == Archive {
			for _, p := range f.Paths {
				t.archive.add(p, f)
			}
		}
	}
	return t, nil
}

// ByID is the format of that name, or nothing.
func (t *Table) ByID(id string) *Format { return t.byID[id] }

// Match is the format that a path below the root is of, or nothing.
func (t *Table) Match(path string) *Format { return t.tree.match(path) }

// MatchWithin is the format of a member of an archive, or nothing.
func (t *Table) MatchWithin(path string) *Format { return t.archive.match(path) }
