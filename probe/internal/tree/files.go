package tree

import (
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/proc"
	"strings"

	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/evidence"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/formats"

	"golang.org/x/sys/unix"
)

// systemFiles say what the system is and come first; accountFiles say who is there and come behind the package databases,
// so that a long one cannot push them out. What is installed is found by the table of formats. Nothing else leaves the target.
var (
	systemFiles  = []string{"etc/os-release", "usr/lib/os-release", "etc/debian_version", "etc/alpine-release"}
	accountFiles = []string{"etc/passwd", "etc/group"}
)

// mostOfSystem bounds such a file.
const mostOfSystem = 256 << 10

// ofDatabase is the operation of an error that leaves packages of the system out.
const ofDatabase = "database"

// What stands in a database's place and is no file to read, or none that is understood: words beside the error codes.
const (
	isLink      = "link"
	isSpecial   = "special"
	isMalformed = "malformed"
)

// files sends what says what the system is, the package databases, and the accounts.
func (s *Scanner) files() {
	for _, path := range systemFiles {
		s.systemFile(path, strings.HasSuffix(path, "os-release"))
	}
	for _, f := range s.table.All {
		if f.Database {
			s.databases(f)
		}
	}
	s.linkedDatabases()
	for _, path := range accountFiles {
		s.systemFile(path, false)
	}
}

// databases sends those of a format whose path is known beforehand. The others are met on the walk.
func (s *Scanner) databases(f *formats.Format) {
	for _, path := range f.Paths {
		if folder, all := strings.CutSuffix(path, "/*"); all && !strings.Contains(folder, "*") && f.Leaves != formats.Told {
			s.databaseFolder(f, folder)
		} else if !strings.Contains(path, "*") {
			s.looked[path] = true
			s.database(f, path, true)
		}
	}
}

// database sends a package database, which has to be a file of its own name: a link could lead to what no one may see.
// alone is false for the entries of a folder, where a folder or a FIFO is nobody's database.
func (s *Scanner) database(f *formats.Format, path string, alone bool) {
	if !s.goesOn(path) {
		return
	}
	if s.onOtherMount(path) {
		s.errorCode(path, ofDatabase, "EXDEV")
		return
	}
	st, err := s.open.look(path, false)
	switch kind := st.Mode & unix.S_IFMT; {
	case err == unix.ENOENT || err == unix.ENOTDIR:
		return
	case err != nil:
		s.error(path, ofDatabase, err)
		return
	case kind == unix.S_IFLNK:
		s.linked(f, path)
		return
	case kind != unix.S_IFREG:
		if alone {
			s.errorCode(path, ofDatabase, isSpecial)
		}
		return
	}
	// What was there at that look is opened or told.
	fd, size, code := s.openSeen(path, false, f.Ecosystem, st)
	if code != "" {
		s.errorCode(path, ofDatabase, code)
		return
	}
	if fd < 0 {
		return
	}
	defer unix.Close(fd)
	s.extract(f, path, fd, size)
}

// linkedDatabase is a package database that is a link.
type linkedDatabase struct{ path, ecosystem string }

// linked keeps a database that is a link until all others were sent. Of more than can be told the number is enough.
func (s *Scanner) linked(f *formats.Format, path string) {
	if int64(len(s.links)) >= s.limits.Errors {
		s.errorCode(path, ofDatabase, isLink)
		return
	}
	s.links = append(s.links, linkedDatabase{path, f.Ecosystem})
}

// linkedDatabases tells about databases that are links, but for those that lead nowhere or to a database that was sent under
// its own name and is read as the same format.
func (s *Scanner) linkedDatabases() {
	for _, link := range s.links {
		st, err := s.open.look(link.path, true)
		if err == unix.ENOENT || err == unix.ENOTDIR || (err == nil && s.seen[inode{st.Dev, st.Ino}] == link.ecosystem) {
			continue
		}
		s.errorCode(link.path, ofDatabase, isLink)
	}
}

func (s *Scanner) databaseFolder(f *formats.Format, folder string) {
	if s.onOtherMount(folder) {
		s.errorCode(folder, ofDatabase, "EXDEV")
		return
	}
	if st, err := s.open.look(folder, false); err == nil && st.Mode&unix.S_IFMT == unix.S_IFLNK {
		s.linked(f, folder)
		return
	}
	fd, err := s.open.beneath(folder, false, quiet|unix.O_DIRECTORY)
	if err != nil {
		if err != unix.ENOENT && err != unix.ENOTDIR {
			s.error(folder, ofDatabase, err)
		}
		return
	}
	defer unix.Close(fd)
	list, err := readNames(fd, s.limits.FolderNames, s.limits.NameBytes, s.buffer)
	if err != nil {
		s.error(folder, ofDatabase, err)
		return
	}
	if !list.whole {
		s.limit("entries", folder)
	}
	for i := range list.starts {
		if path := folder + "/" + list.name(i); s.table.Match(path) == f {
			s.looked[path] = true
			s.database(f, path, false)
		}
	}
}

// systemFile sends one file if it is there and regular. follow is for os-release only, which may be a link within the root.
func (s *Scanner) systemFile(path string, follow bool) {
	if !s.goesOn(path) {
		return
	}
	fd, size, code := s.regular(path, follow, "")
	if code != "" {
		if code != "ENOENT" && code != "ENOTDIR" {
			s.errorCode(path, "open", code)
		}
		return
	}
	if fd < 0 {
		return
	}
	defer unix.Close(fd)
	if data, ok := s.beginning(path, fd, size, mostOfSystem); ok {
		s.send(evidence.Content{Path: path, Data: data, Size: size})
	}
}

// beginning reads a file up to a bound, and tells where that cut it.
func (s *Scanner) beginning(path string, fd int, size, bound int64) ([]byte, bool) {
	bound = min(bound, s.limits.FileBytes)
	most := min(size, bound, s.limits.ContentBytes-s.contents)
	data, err := s.readUpTo(fd, most)
	s.Counts.BytesRead += int64(len(data))
	s.contents += int64(len(data))
	if err != nil {
		s.error(path, "read", err)
		return nil, false
	}
	if most < size {
		if most < bound {
			s.limit("read", path)
		} else {
			s.limit("file", path)
		}
	}
	return data, true
}

// send adds the content of a file to the log.
func (s *Scanner) send(c evidence.Content) {
	added, whole := s.log.AddContent(&s.record, c)
	if added {
		s.Counts.Files++
	}
	if !whole {
		s.stopped = true
		s.Counts.Cut = true
	}
}

// regular opens a file after a look at it, and looks again: what is no regular file, or was sent before as a database of that
// ecosystem, gives -1. A database is sent once for each ecosystem however many names it has; a file that is none must not
// count as one that was sent, because nobody would look for packages under its name.
func (s *Scanner) regular(path string, follow bool, ecosystem string) (fd int, size int64, code string) {
	if s.onOtherMount(path) {
		return -1, 0, "EXDEV"
	}
	before, err := s.open.look(path, follow)
	if err != nil {
		return -1, 0, proc.Code(err)
	}
	return s.openSeen(path, follow, ecosystem, before)
}

// openSeen opens what was looked at.
func (s *Scanner) openSeen(path string, follow bool, ecosystem string, before unix.Stat_t) (fd int, size int64, code string) {
	id := inode{before.Dev, before.Ino}
	if before.Mode&unix.S_IFMT != unix.S_IFREG || (ecosystem != "" && s.seen[id] == ecosystem) {
		return -1, 0, ""
	}
	fd, err := s.open.beneath(path, follow, quiet)
	if err == unix.ENOENT || err == unix.ELOOP {
		// It was there a moment ago: replaced, not missing.
		return -1, 0, "ESTALE"
	}
	if err != nil {
		return -1, 0, proc.Code(err)
	}
	var after unix.Stat_t
	if err := unix.Fstat(fd, &after); err != nil || (inode{after.Dev, after.Ino}) != id || after.Mode&unix.S_IFMT != unix.S_IFREG {
		_ = unix.Close(fd)
		return -1, 0, "ESTALE"
	}
	if ecosystem != "" {
		s.seen[id] = ecosystem
	}
	return fd, after.Size, ""
}

func (s *Scanner) onOtherMount(path string) bool {
	for ; path != "."; path = parent(path) {
		if s.pruned[path] {
			return true
		}
	}
	return false
}

func parent(path string) string {
	if i := strings.LastIndexByte(path, '/'); i >= 0 {
		return path[:i]
	}
	return "."
}

// readUpTo reads at most n bytes from the start: a file that grows meanwhile is read to the size that it had.
// What it returns is good until the next call.
func (s *Scanner) readUpTo(fd int, n int64) ([]byte, error) {
	if int64(cap(s.content)) < n {
		s.content = make([]byte, n)
	}
	data := s.content[:n]
	got := 0
	for got < len(data) {
		k, err := unix.Pread(fd, data[got:], int64(got))
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return data[:got], err
		}
		if k == 0 {
			break
		}
		got += k
	}
	return data[:got], nil
}
