package tree

import (
	"path"
	"slices"
	"strings"
	"time"

	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/call"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/elfinfo"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/owner"

	"golang.org/x/sys/unix"
)

// mostCode bounds the files of which more is told than their entry.
const mostCode = 20_000

// Kinds of code files.
const (
	kindELF     = "elf"
	kindScript  = "script"
	kindArchive = "archive"
)

// codeFile is a file that is code, that is loaded, or whose content was sent.
type codeFile struct {
	path    string
	kind    string
	size    int64
	changed bool // since the start of the target
	loaded  bool
	owner   string
	by      string // id of the format that says so
	late    bool   // the list that says so was itself changed since the start
	claim   owner.Claim
	check   string
	sha256  string
}

// note keeps a file for the time behind the walk. kind is empty for what is no code.
func (s *Scanner) note(path, kind string, st *unix.Stat_t) {
	if s.code[path] != nil {
		s.code[path].kind = max(s.code[path].kind, kind)
		return
	}
	if len(s.code) == mostCode {
		s.limit("code", path)
		return
	}
	s.code[path] = &codeFile{path: path, kind: kind, size: st.Size, changed: s.changed(st), loaded: s.Loaded[path]}
}

// changed tells whether an inode was changed since the target's start.
func (s *Scanner) changed(st *unix.Stat_t) bool {
	return s.StartedAt > 0 && st.Ctim.Nano()/int64(time.Millisecond) >= s.StartedAt
}

// codeRecords looks for owners, versions and digests, and tells of every code file, by path.
func (s *Scanner) codeRecords() {
	s.owners()
	files := make([]*codeFile, 0, len(s.code))
	for _, f := range s.code {
		files = append(files, f)
	}
	slices.SortFunc(files, func(a, b *codeFile) int { return strings.Compare(a.path, b.path) })
	s.versions(files)
	s.digests(files)
	for _, f := range files {
		if f.kind == "" && f.owner == "" && !f.loaded {
			continue
		}
		r := s.record.Begin("code").Path("p", f.path).OptionalText("k", f.kind)
		if f.owner != "" {
			r.Text("own", f.owner).Text("by", f.by)
		}
		s.add(r.OptionalText("chk", f.check).OptionalText("h", f.sha256).Flag("late", f.late))
	}
}

// versions looks into programs that no package owns and whose name is that of a known runtime or server.
func (s *Scanner) versions(files []*codeFile) {
	f := s.table.ByID("runtime-version")
	for _, file := range files {
		id := elfinfo.Known(path.Base(file.path))
		if file.kind != kindELF || file.owner != "" || id == "" || !s.goesOn(file.path) {
			continue
		}
		fd, _, code := s.regular(file.path, false, "")
		if fd < 0 || code != "" {
			continue
		}
		w := &window{fd: fd, rest: f.Bytes}
		elf := elfinfo.Read(w)
		part := elf.Section(".rodata")
		if part.Size == 0 {
			part = elfinfo.Section{Size: file.size}
		}
		version := elfinfo.Version(w, part, path.Base(file.path), func() bool { return s.goesOn(file.path) })
		_ = unix.Close(fd)
		s.Counts.BytesRead += f.Bytes - w.rest
		if version != "" {
			s.count(f, file.path, true)
			s.add(s.record.Begin("version").Path("p", file.path).Text("id", id).Text("v", version))
		}
	}
}

// wantsDigest tells whether a file is hashed: what is loaded or changed, or more when more was asked for.
func (s *Scanner) wantsDigest(f *codeFile) bool {
	switch s.Verify {
	case call.VerifyNone:
		return false
	case call.VerifyLoaded:
		return f.loaded || f.changed && f.kind != "" || f.kind == kindELF && f.owner == "" && s.documented()
	case call.VerifyExecutables:
		return f.loaded || f.kind != ""
	}
	return true
}

// documented tells whether a document of the target may explain a program that no package owns, by its digest.
func (s *Scanner) documented() bool {
	for _, id := range []string{"spdx-json", "cyclonedx-json"} {
		if f := s.found[id]; f != nil && f.read > 0 {
			return true
		}
	}
	return false
}
