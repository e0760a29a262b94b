package tree

import (
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

const statusFolder = "var/lib/dpkg/status.d"

// smallFiles say what the system is, databases what is installed. Nothing else leaves the target.
var (
	smallFiles = []string{"etc/os-release", "usr/lib/os-release", "etc/passwd", "etc/group", "etc/debian_version", "etc/alpine-release"}
	databases  = []string{"var/lib/dpkg/status", "lib/apk/db/installed", "usr/lib/apk/db/installed"}
)

// What stands in a database's place and is no file to read: words beside the error codes.
const (
	isLink    = "link"
	isSpecial = "special"
)

// noStatus are the endings of files beside the package entries of status.d.
var noStatus = []string{".md5sums", ".preinst", ".postinst"}

// files sends the content of the small files and the package databases.
func (s *Scanner) files() {
	for _, path := range smallFiles {
		s.file(path, strings.HasSuffix(path, "os-release"), "")
	}
	s.statusFolder()
	for _, path := range databases {
		s.database(path, true)
	}
	s.linkedDatabases()
}

// database sends a package database, which has to be a file of its own name: a link could lead to what no one may see.
// alone is false for the entries of status.d, where a folder or a FIFO is nobody's database.
func (s *Scanner) database(path string, alone bool) {
	if !s.onOtherMount(path) {
		st, err := s.open.look(path, false)
		switch kind := st.Mode & unix.S_IFMT; {
		case err != nil || kind == unix.S_IFREG:
		case kind == unix.S_IFLNK:
			s.linked(path)
			return
		case alone:
			s.errorCode(path, "open", isSpecial)
			return
		}
	}
	s.file(path, false, format(path))
}

// format names the package format that a database is read as.
func format(database string) string {
	if strings.HasPrefix(database, "var/lib/dpkg/") {
		return "dpkg"
	}
	return "apk"
}

// linked keeps a database that is a link until all others were sent. Of more than can be told the number is enough.
func (s *Scanner) linked(path string) {
	if int64(len(s.links)) >= s.limits.Errors {
		s.errorCode(path, "open", isLink)
		return
	}
	s.links = append(s.links, path)
}

// linkedDatabases tells about databases that are links, but for those that lead nowhere or to a database that was sent under
// its own name and is read as the same format.
func (s *Scanner) linkedDatabases() {
	for _, path := range s.links {
		st, err := s.open.look(path, true)
		if err == unix.ENOENT || err == unix.ENOTDIR || (err == nil && s.seen[inode{st.Dev, st.Ino}] == format(path)) {
			continue
		}
		s.errorCode(path, "open", isLink)
	}
}

func (s *Scanner) statusFolder() {
	if s.onOtherMount(statusFolder) {
		s.errorCode(statusFolder, "open", "EXDEV")
		return
	}
	if st, err := s.open.look(statusFolder, false); err == nil && st.Mode&unix.S_IFMT == unix.S_IFLNK {
		s.linked(statusFolder)
		return
	}
	fd, err := s.open.beneath(statusFolder, false, quiet|unix.O_DIRECTORY)
	if err != nil {
		if err != unix.ENOENT && err != unix.ENOTDIR {
			s.error(statusFolder, "open", err)
		}
		return
	}
	defer unix.Close(fd)
	list, err := readNames(fd, s.limits.FolderNames, s.limits.NameBytes, s.buffer)
	if err != nil {
		s.error(statusFolder, "list", err)
		return
	}
	if !list.whole {
		s.limit("entries", statusFolder)
	}
	for i := range list.starts {
		name := list.name(i)
		if slices.ContainsFunc(noStatus, func(end string) bool { return strings.HasSuffix(name, end) }) {
			continue
		}
		s.database(statusFolder+"/"+name, false)
	}
}

// file sends one file if it is there and regular. follow is for os-release only, which may be a link within the root.
// database is the format of a package database, which is sent once for each format however many names it has; a file that
// is none must not count as one that was sent, because nobody would look for packages under its name.
func (s *Scanner) file(path string, follow bool, database string) {
	if !s.goesOn(path) {
		return
	}
	fd, size, code := s.regular(path, follow, database)
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
	most := min(size, s.limits.FileBytes, s.limits.ContentBytes-s.contents)
	data, err := s.readUpTo(fd, most)
	s.Counts.BytesRead += int64(len(data))
	s.contents += int64(len(data))
	if err != nil {
		s.error(path, "read", err)
		return
	}
	if most < size {
		if most < s.limits.FileBytes {
			s.limit("read", path)
		} else {
			s.limit("file", path)
		}
	}
	added, whole := s.log.AddContent(&s.record, path, data, size)
	if added {
		s.Counts.Files++
	}
	if !whole {
		s.stopped = true
		s.Counts.Cut = true
	}
}

// regular opens a file after a look at it, and looks again: what is no regular file, or was sent before, gives -1.
func (s *Scanner) regular(path string, follow bool, database string) (fd int, size int64, code string) {
	if s.onOtherMount(path) {
		return -1, 0, "EXDEV"
	}
	before, err := s.open.look(path, follow)
	if err != nil {
		return -1, 0, Code(err)
	}
	id := inode{before.Dev, before.Ino}
	if before.Mode&unix.S_IFMT != unix.S_IFREG || (database != "" && s.seen[id] == database) {
		return -1, 0, ""
	}
	fd, err = s.open.beneath(path, follow, quiet)
	if err == unix.ENOENT || err == unix.ELOOP {
		// It was there a moment ago: replaced, not missing.
		return -1, 0, "ESTALE"
	}
	if err != nil {
		return -1, 0, Code(err)
	}
	var after unix.Stat_t
	if err := unix.Fstat(fd, &after); err != nil || (inode{after.Dev, after.Ino}) != id || after.Mode&unix.S_IFMT != unix.S_IFREG {
		_ = unix.Close(fd)
		return -1, 0, "ESTALE"
	}
	if database != "" {
		s.seen[id] = database
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
