package tree

import (
	"path"
	"strings"

	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/formats"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/owner"

	"golang.org/x/sys/unix"
)

// mostLists bounds the lists of files that are read.
const mostLists = 20_000

// ownerList is a list of files that the walk met.
type ownerList struct {
	format *formats.Format
	path   string
	late   bool
}

// owned keeps a list of files for the time behind the walk.
func (s *Scanner) owned(f *formats.Format, path string, st *unix.Stat_t) {
	if len(s.lists) < mostLists {
		s.lists = append(s.lists, ownerList{f, path, s.changed(st)})
	}
}

// owners asks the lists of all packages for the files that are code or were sent. Nothing of a list leaves.
func (s *Scanner) owners() {
	if len(s.code) == 0 {
		return
	}
	for _, l := range s.lists {
		if !s.goesOn(l.path) {
			return
		}
		s.list(l)
	}
}

func (s *Scanner) list(l ownerList) {
	name := path.Base(l.path)
	claim := func(pkg string) func(owner.Claim) {
		return func(c owner.Claim) { s.claim(l, pkg, c) }
	}
	var read *owner.List
	switch {
	case l.format.ID == "apk-installed":
		read = owner.Apk(claim(""))
	case strings.HasSuffix(name, ".list"):
		read = owner.DpkgFiles(claim(dpkgPackage(name, ".list")))
	case strings.HasSuffix(name, ".md5sums"):
		read = owner.DpkgDigests(claim(dpkgPackage(name, ".md5sums")))
	default:
		info := path.Dir(l.path)
		distribution, _, _ := strings.Cut(path.Base(info), "-")
		read = owner.Record(strings.TrimPrefix(path.Dir(info), "."), claim(distribution))
	}
	fd, size, code := s.regular(l.path, false, "")
	if code != "" {
		s.errorCode(l.path, "owner", code)
		return
	}
	if fd < 0 {
		return
	}
	defer unix.Close(fd)
	s.pieces(l, fd, min(size, max(l.format.Bytes, 0)), read)
}

func (s *Scanner) pieces(l ownerList, fd int, size int64, read *owner.List) {
	for at := int64(0); at < size && s.goesOn(l.path); {
		n, err := unix.Pread(fd, s.buffer[:min(int64(len(s.buffer)), size-at)], at)
		if err == unix.EINTR {
			continue
		}
		if n <= 0 || err != nil {
			break
		}
		read.Write(s.buffer[:n])
		at += int64(n)
		s.Counts.BytesRead += int64(n)
	}
	read.Close()
}

// claim notes an owner of a file that more is told of. Of two owners the first one stays.
func (s *Scanner) claim(l ownerList, owner string, c owner.Claim) {
	f := s.code[s.real(c.Path)]
	if f == nil {
		return
	}
	if c.Owner != "" {
		owner = c.Owner
	}
	if f.owner != "" && f.owner != owner {
		return
	}
	f.owner, f.by, f.late = owner, l.format.ID, f.late || l.late
	if c.Kind != "" {
		f.claim = c
	}
}

// real is a path with the links that stand directly below the root in place: `lib` is `usr/lib` on most systems, and the lists
// of packages say either.
func (s *Scanner) real(path string) string {
	first, rest, below := strings.Cut(path, "/")
	if to := s.topLinks[first]; to != "" && below {
		return to + "/" + rest
	}
	return path
}

// topLink remembers a link below the root that leads to another folder of the root.
func (s *Scanner) topLink(path, to string) {
	to = strings.Trim(to, "/")
	if !strings.Contains(path, "/") && to != "" && len(s.topLinks) < 64 && !strings.Contains("/"+to+"/", "/../") {
		s.topLinks[path] = to
	}
}

func dpkgPackage(name, ending string) string {
	name, _, _ = strings.Cut(strings.TrimSuffix(name, ending), ":")
	return name
}
