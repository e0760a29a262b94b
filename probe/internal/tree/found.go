package tree

import (
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/formats"
)

// pathsOfFormat is how many paths of a format are named that were not read.
const pathsOfFormat = 5

// found counts what was there of one format.
type found struct {
	found, read, unread int64
	paths               []string
}

func (s *Scanner) of(f *formats.Format) *found {
	if s.found[f.ID] == nil {
		s.found[f.ID] = &found{}
	}
	return s.found[f.ID]
}

// told notes that something of a format is there and was not read. A package database is an error of its own.
func (s *Scanner) told(f *formats.Format, path string) {
	of := s.of(f)
	of.found++
	s.unread(f, path)
	if f.Database && of.unread <= pathsOfFormat {
		s.errorCode(path, "format", f.ID)
	}
}

// unread notes a path of a format that was found and could not be read.
func (s *Scanner) unread(f *formats.Format, path string) {
	of := s.of(f)
	of.unread++
	if len(of.paths) < pathsOfFormat {
		of.paths = append(of.paths, path)
	}
}

// formatRecords tell of every format of which something was found, in the order of the table.
func (s *Scanner) formatRecords() {
	for _, f := range s.table.All {
		of := s.found[f.ID]
		if of == nil {
			continue
		}
		r := s.record.Begin("format").Text("id", f.ID).Int("found", of.found).Int("read", of.read).Int("unread", of.unread)
		if len(of.paths) > 0 {
			r.Paths("paths", of.paths)
		}
		s.add(r)
	}
}
