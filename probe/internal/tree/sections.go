package tree

import (
	"bytes"
	"compress/zlib"
	"io"

	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/elfinfo"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/evidence"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/formats"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/reduce"
)

// sections sends what linkers put into a program for others to read. Go's build info has a reader of its own.
func (s *Scanner) sections(path string, elf *elfinfo.File, w *window) {
	for _, f := range s.table.All {
		if f.Section != "" && elf.Section(f.Section).Size > 0 {
			s.told(f, path)
		}
	}
	f := s.table.ByID("rust-audit")
	part := elf.Section(f.Names[0])
	if part.Size == 0 {
		return
	}
	crates, err := s.crates(f, part, w)
	s.count(f, path, err == nil)
	if err != nil {
		s.errorCode(path, "read", isMalformed)
		return
	}
	s.send(evidence.Content{Path: path + inArchive + f.Names[0], Format: f.ID, Data: crates, Size: int64(len(crates)), Reduced: true})
}

// crates unpacks the list that cargo-auditable writes: JSON, compressed with zlib.
func (s *Scanner) crates(f *formats.Format, part elfinfo.Section, w *window) ([]byte, error) {
	if part.Size > f.Bytes {
		return nil, errWindow
	}
	packed := make([]byte, part.Size)
	if _, err := w.ReadAt(packed, part.Offset); err != nil {
		return nil, err
	}
	plain, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(plain, f.Bytes+1))
	if err != nil || int64(len(text)) > f.Bytes {
		return nil, errWindow
	}
	return reduce.NewMembers(f.Names[1:]).Reduce(text)
}
