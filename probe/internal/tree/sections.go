package tree

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"io"

	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/elfinfo"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/evidence"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/formats"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/reduce"
)

// sections sends what linkers put into a program for others to read. Go's build info has a reader of its own.
func (s *Scanner) sections(path string, elf *elfinfo.File, w *window) {
	s.nativeImage(path, elf, w)
	s.packageNote(path, elf, w)
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
	return s.named(f, plain)
}

// named reads the named members of an unpacked JSON text, which is no longer than its format may be.
func (s *Scanner) named(f *formats.Format, plain io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(plain, f.Bytes+1))
	s.Counts.Inflated += int64(len(text))
	if err != nil || int64(len(text)) > f.Bytes {
		return nil, errWindow
	}
	return reduce.NewMembers(f.Names[1:]).Reduce(text)
}

// nativeImage sends the document of a GraalVM native image: CycloneDX, compressed with gzip, at the symbol sbom. One without it is told.
func (s *Scanner) nativeImage(path string, elf *elfinfo.File, w *window) {
	f := s.table.ByID("graalvm-sbom")
	if elf.Section(f.Section).Size == 0 {
		return
	}
	symbols := elf.Symbols(w, "sbom", "sbom_length")
	if symbols["sbom"] == 0 || symbols["sbom_length"] == 0 {
		s.told(f, path)
		return
	}
	document, err := s.document(f, elf, w, symbols)
	s.count(f, path, err == nil)
	if err != nil {
		s.errorCode(path, "read", isMalformed)
		return
	}
	s.send(evidence.Content{Path: path + inArchive + "sbom", Format: f.ID, Data: document, Size: int64(len(document)), Reduced: true})
}

func (s *Scanner) document(f *formats.Format, elf *elfinfo.File, w *window, symbols map[string]int64) ([]byte, error) {
	size, ok := elf.Word(w, symbols["sbom_length"])
	at, inFile := elf.Place(symbols["sbom"], size)
	if !ok || !inFile || size > f.Bytes {
		return nil, errWindow
	}
	plain, err := gzip.NewReader(io.NewSectionReader(w, at, size))
	if err != nil {
		return nil, err
	}
	return s.named(f, plain)
}

// packageNote sends the note of a package: three lengths, the name of who defines it, a JSON text.
func (s *Scanner) packageNote(path string, elf *elfinfo.File, w *window) {
	f := s.table.ByID("elf-package-note")
	part := elf.Section(f.Names[0])
	if part.Size == 0 {
		return
	}
	var text []byte
	note := make([]byte, min(part.Size, f.Bytes))
	if _, err := w.ReadAt(note, part.Offset); err == nil {
		text, _ = reduce.NewMembers(f.Names[1:]).Reduce(elf.Note(note))
	}
	s.count(f, path, len(text) > len(`{}`))
	if len(text) <= len(`{}`) {
		s.errorCode(path, "read", isMalformed)
		return
	}
	s.send(evidence.Content{Path: path + inArchive + f.Names[0], Format: f.ID, Data: text, Size: int64(len(text)), Reduced: true})
}
