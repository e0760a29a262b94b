package tree

import (
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/evidence"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/formats"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/reduce"
)

// extract sends of an open file what the table says of its format.
func (s *Scanner) extract(f *formats.Format, path string, fd int, size int64) {
	switch f.Leaves {
	case formats.Text:
		s.count(f, path, s.text(f, path, fd, size))
	case formats.Fields:
		s.count(f, path, s.fields(f, path, fd, size))
	case formats.Head, formats.Properties, formats.Members:
		if data, ok := s.beginning(path, fd, size, f.Bytes); ok {
			s.reduced(f, path, data)
		} else {
			s.count(f, path, false)
		}
	case formats.Rows:
		s.count(f, path, s.rows(f, path, fd, size))
	case formats.Lines:
		s.count(f, path, s.lines(f, path, fd, size))
	case formats.Archive:
		s.archive(f, path, fd, size)
	case formats.Path:
		s.count(f, path, true)
	default:
		s.told(f, path)
	}
}

// count notes what became of something that was found.
func (s *Scanner) count(f *formats.Format, path string, read bool) {
	s.of(f).found++
	if read {
		s.of(f).read++
		if f.ID == ofDependencies {
			s.assemblies.list(path)
		}
	} else {
		s.unread(f, path)
	}
}

func (s *Scanner) text(f *formats.Format, path string, fd int, size int64) bool {
	data, ok := s.beginning(path, fd, size, f.Bytes)
	if ok {
		s.send(evidence.Content{Path: path, Format: f.ID, Data: data, Size: size})
	}
	return ok && int64(len(data)) >= size
}

// fields reads a database in pieces, however long it is, and sends the named fields of its records.
func (s *Scanner) fields(f *formats.Format, path string, fd int, size int64) bool {
	fields := reduce.NewFields(f.Names)
	most := min(size, f.Bytes)
	w := &window{fd: fd, rest: most}
	for at := int64(0); at < most && s.goesOn(path); {
		n, err := w.ReadAt(s.buffer[:min(int64(len(s.buffer)), most-at)], at)
		if n == 0 {
			s.error(path, ofDatabase, err)
			break
		}
		fields.Write(s.buffer[:n])
		at += int64(n)
		if int64(len(fields.Out)) > s.limits.FileBytes {
			break
		}
	}
	fields.Close()
	s.Counts.BytesRead += most - w.rest
	whole := w.rest == 0 && most == size
	if !whole {
		s.limit("file", path)
	}
	if size > 0 && fields.Records() == 0 {
		s.errorCode(path, ofDatabase, isMalformed)
		return false
	}
	s.contents += int64(len(fields.Out))
	s.send(evidence.Content{Path: path, Format: f.ID, Data: fields.Out, Size: int64(len(fields.Out)), Reduced: true})
	if whole && fields.Foreign() {
		s.errorCode(path, ofDatabase, isMalformed)
		return false
	}
	return whole
}

// bareHead is the format whose head may have none of the named fields and still be one.
const bareHead = "java-manifest"

// reduced sends the named part of a metadata text. Some formats have names that others use too: what has none of the named
// parts is not of them.
func (s *Scanner) reduced(f *formats.Format, path string, data []byte) {
	var part []byte
	var err error
	switch f.Leaves {
	case formats.Head:
		part = reduce.Head(data, f.Names)
	case formats.Properties:
		part = reduce.Properties(data, f.Names)
	case formats.Members:
		part, err = s.members(f).Reduce(data)
		if err == nil && len(part) <= len(`{}`) {
			part = nil
		}
	}
	switch {
	case err != nil:
		s.count(f, path, false)
		s.errorCode(path, "read", isMalformed)
	case len(part) > 0:
		s.count(f, path, true)
		s.send(evidence.Content{Path: path, Format: f.ID, Data: part, Size: int64(len(part)), Reduced: true})
	case f.Database:
		s.count(f, path, false)
		s.errorCode(path, ofDatabase, isMalformed)
	case f.Leaves == formats.Head && f.ID != bareHead:
		s.count(f, path, false)
		s.errorCode(path, "read", isMalformed)
	}
}

func (s *Scanner) members(f *formats.Format) *reduce.Members {
	if s.shapes[f] == nil {
		s.shapes[f] = reduce.NewMembers(f.Names)
	}
	return s.shapes[f]
}
