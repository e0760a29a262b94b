package tree

import (
	"strings"

	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/archive"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/formats"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/proc"

	"golang.org/x/sys/unix"
)

// inArchive divides the path of an archive from the name of its member.
const inArchive = "!/"

// isChanged is the reason of an archive that was written while it was read.
const isChanged archive.Reason = "changed"

// unpackBytes bounds what is unpacked from all archives together.
const unpackBytes = 256 << 20

// openArchive is the archive that is being read.
type openArchive struct {
	format *formats.Format
	path   string
	fd     int
	before unix.Stat_t
}

func (s *Scanner) archive(f *formats.Format, path string, fd int, size int64) {
	if s.archives == nil {
		s.archives = &archive.Reader{Want: s.wantMember, File: s.archiveMember, Done: s.archiveDone, GoesOn: s.goesOn, Left: unpackBytes}
	}
	s.opened = openArchive{format: f, path: path, fd: fd}
	if err := unix.Fstat(fd, &s.opened.before); err != nil {
		s.archiveDone(path, archive.Summary{Err: err})
		return
	}
	source := &window{fd: fd, rest: 2*size + f.Bytes}
	before := source.rest
	s.archives.Read(path, source, size)
	s.Counts.BytesRead += before - source.rest
}

func (s *Scanner) wantMember(name string) archive.Want {
	switch f := s.table.MatchWithin(name); {
	case f == nil:
		return archive.Nothing
	case f.Leaves == formats.Archive:
		return archive.Archive
	}
	return archive.File
}

// archiveMember sends what is named of a member. The attributes of a head stand at its beginning, so that a long one is enough.
func (s *Scanner) archiveMember(path string, data []byte, whole bool) {
	f := s.table.MatchWithin(path[strings.LastIndex(path, inArchive)+len(inArchive):])
	if f == nil || f.Leaves != formats.Head && (!whole || int64(len(data)) > f.Bytes) {
		s.limit("archive", path)
		return
	}
	data = data[:min(int64(len(data)), f.Bytes)]
	s.reduced(f, path, data)
}

// archiveDone tells what became of an archive, and of every one in it.
func (s *Scanner) archiveDone(path string, done archive.Summary) {
	err := done.Err
	var after unix.Stat_t
	if path == s.opened.path && (unix.Fstat(s.opened.fd, &after) != nil || after.Size != s.opened.before.Size || after.Mtim != s.opened.before.Mtim) {
		err = isChanged
	}
	s.Counts.Archives++
	if path == s.opened.path {
		s.Counts.Inflated += done.Inflated
	}
	s.count(s.opened.format, path, err == nil)
	r := s.record.Begin("archive").Path("p", path).Int("entries", done.Entries).Int("inflated", done.Inflated)
	reason := ""
	if err != nil {
		reason = proc.Code(err)
		if word, ok := err.(archive.Reason); ok {
			reason = string(word)
		}
		r.Text("x", reason)
	}
	s.add(r)
	switch archive.Reason(reason) {
	case archive.Bytes, archive.Entries, archive.Depth, archive.Ratio:
		s.limit("archive", path)
	}
}
