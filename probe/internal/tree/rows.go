package tree

import (
	"bufio"
	"bytes"
	"io"

	"github.com/klauspost/compress/zstd"

	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/evidence"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/formats"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/rpmdb"

	"golang.org/x/sys/unix"
)

const (
	rowsName = "!/manifest"
	// isAhead is what a database gives that has a journal beside it: what is newer stands there.
	isAhead = "wal"
	// unzipped bounds the memory of a decompression.
	unzipped = 8 << 20
)

// ofPackage is in every line that tells of a package. The others tell of files.
var ofPackage = []byte(`"kind":"package"`)

// rows sends a line for each package of rpm's SQLite database.
func (s *Scanner) rows(f *formats.Format, path string, fd int, size int64) bool {
	w := &window{fd: fd, rest: min(size, f.Bytes) + 2*int64(len(s.buffer))}
	before := w.rest
	var lines []byte
	err := rpmdb.Packages(w, func() bool { return s.goesOn(path) && int64(len(lines)) < s.limits.FileBytes }, func(line string) {
		lines = append(append(lines, line...), '\n')
	})
	s.Counts.BytesRead += before - w.rest
	if len(lines) > 0 {
		s.contents += int64(len(lines))
		s.send(evidence.Content{Path: path + rowsName, Format: f.ID, Data: lines, Size: int64(len(lines)), Reduced: true})
	}
	if err != nil {
		s.errorCode(path, ofDatabase, isMalformed)
		return false
	}
	if st, err := s.open.look(path+"-wal", false); err == nil && st.Mode&unix.S_IFMT == unix.S_IFREG && st.Size > 0 {
		s.errorCode(path, ofDatabase, isAhead)
		return false
	}
	return true
}

// lines sends the named members of every JSON object of a text that is compressed with zstd, one object a line.
func (s *Scanner) lines(f *formats.Format, path string, fd int, size int64) bool {
	w := &window{fd: fd, rest: min(size, f.Bytes)}
	plain, err := zstd.NewReader(io.NewSectionReader(w, 0, min(size, f.Bytes)), zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxMemory(unzipped), zstd.WithDecoderMaxWindow(unzipped))
	if err != nil {
		s.errorCode(path, ofDatabase, isMalformed)
		return false
	}
	defer plain.Close()
	in := bufio.NewReaderSize(io.LimitReader(plain, unzipped), 32<<10)
	var out []byte
	for whole := size <= f.Bytes; s.goesOn(path); {
		line, err := in.ReadSlice('\n')
		if part, jsonErr := s.members(f).Reduce(line); jsonErr == nil && len(part) > len(`{}`) && bytes.Contains(part, ofPackage) {
			out = append(append(out, part...), '\n')
		} else if jsonErr != nil && len(line) > 0 {
			whole = false
		}
		if err == nil {
			continue
		}
		s.Counts.BytesRead += size - w.rest
		if len(out) > 0 {
			s.contents += int64(len(out))
			s.send(evidence.Content{Path: path, Format: f.ID, Data: out, Size: int64(len(out)), Reduced: true})
		}
		if err != io.EOF || !whole || len(out) == 0 {
			s.errorCode(path, ofDatabase, isMalformed)
			return false
		}
		return true
	}
	return false
}
