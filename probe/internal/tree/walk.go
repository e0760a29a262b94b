package tree

import (
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/formats"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/proc"

	"golang.org/x/sys/unix"
)

// walk describes every entry of the root's own file system, folders before their content, names sorted within a folder.
func (s *Scanner) walk() {
	var st unix.Stat_t
	if err := unix.Fstat(s.root, &st); err != nil {
		s.error(".", "stat", err)
		return
	}
	fd, err := s.open.child(s.root, ".", quiet|unix.O_DIRECTORY)
	if err != nil {
		fd = -1
	}
	s.folder(fd, err, ".", &st, 0)
}

// visit describes one name of a folder.
func (s *Scanner) visit(folder int, path, name string, kind byte, depth int) {
	if !s.goesOn(path) {
		return
	}
	if s.Counts.Entries >= s.limits.Entries {
		s.stopped = true
		s.limit("entries", path)
		return
	}
	if s.pruned[path] {
		s.entry(s.record.Begin("entry").Path("p", path).Text("k", direntKind(kind)).Bool("pruned", true))
		return
	}
	var st unix.Stat_t
	if err := unix.Fstatat(folder, name, &st, unix.AT_SYMLINK_NOFOLLOW); err != nil {
		s.Counts.Unreadable++
		s.entry(s.record.Begin("entry").Path("p", path).Text("k", direntKind(kind)).Text("x", proc.Code(err)))
		return
	}
	switch st.Mode & unix.S_IFMT {
	case unix.S_IFDIR:
		s.enter(folder, path, name, &st, depth)
	case unix.S_IFLNK:
		s.link(folder, path, name, &st)
	case unix.S_IFREG:
		record := s.describe(path, "f", &st).Int("s", st.Size)
		if st.Mode&0o111 != 0 {
			record.OptionalText("fc", fileCapabilities(folder, name))
		}
		if s.entry(record) {
			s.lookInto(folder, path, name, &st)
		}
	default:
		s.entry(s.describe(path, modeKind(st.Mode), &st))
	}
}

// lookInto reads of a regular file that is of a format of the table, or a program, what the table says.
func (s *Scanner) lookInto(folder int, path, name string, st *unix.Stat_t) {
	f := s.table.Match(path)
	switch {
	case s.looked[path]:
		if f != nil && f.ID == "apk-installed" {
			s.owned(f, path, st)
		}
	case f != nil && f.Leaves == formats.Owner:
		s.owned(f, path, st)
	case f != nil && f.ID == ofAssembly:
		s.assemblies.add(path)
	case f != nil:
		s.manifest(f, folder, path, name, st)
	default:
		s.executable(folder, path, name, st)
	}
	if s.Loaded[path] {
		s.note(path, "", st)
	}
}

// manifest sends of a file that the walk met what the table says of its format.
func (s *Scanner) manifest(f *formats.Format, folder int, path, name string, st *unix.Stat_t) {
	if !s.goesOn(path) {
		return
	}
	fd, code := s.openEntry(folder, name, st)
	if code != "" {
		s.count(f, path, false)
		s.errorCode(path, "read", code)
		return
	}
	defer unix.Close(fd)
	kind := ""
	if f.Leaves == formats.Archive {
		kind = kindArchive
	}
	s.note(path, kind, st)
	s.extract(f, path, fd, st.Size)
}

// openEntry opens a regular file that the walk has just examined.
func (s *Scanner) openEntry(folder int, name string, st *unix.Stat_t) (fd int, code string) {
	fd, err := s.open.child(folder, name, quiet)
	if err != nil {
		return -1, proc.Code(err)
	}
	var after unix.Stat_t
	if err := unix.Fstat(fd, &after); err != nil || after.Ino != st.Ino || after.Mode&unix.S_IFMT != unix.S_IFREG {
		_ = unix.Close(fd)
		return -1, "ESTALE"
	}
	return fd, ""
}

func (s *Scanner) enter(parent int, path, name string, st *unix.Stat_t, depth int) {
	if depth >= s.limits.Depth {
		s.entry(s.describe(path, "d", st))
		s.limit("depth", path)
		return
	}
	fd, err := s.open.child(parent, name, quiet|unix.O_DIRECTORY)
	s.folder(fd, err, path, st, depth)
	if f := s.table.Match(path); f != nil && f.Leaves == formats.Path {
		s.count(f, path, true)
	}
}

// folder takes an open folder, or the error of opening it, describes it and visits its names. It closes the folder.
func (s *Scanner) folder(fd int, err error, path string, st *unix.Stat_t, depth int) {
	var list *names
	if err == nil {
		defer unix.Close(fd)
		list, err = readNames(fd, s.limits.FolderNames, s.limits.NameBytes-s.nameBytes, s.buffer)
	}
	record := s.describe(path, "d", st)
	if err != nil {
		s.Counts.Unlisted++
		record.Text("x", proc.Code(err))
	}
	if !s.entry(record) || list == nil {
		return
	}
	if !list.whole && err == nil {
		s.limit("entries", path)
	}
	s.nameBytes += list.size()
	for i := range list.starts {
		name := list.name(i)
		below := name
		if path != "." {
			below = path + "/" + name
		}
		s.visit(fd, below, name, list.kind(i), depth+1)
		if s.stopped {
			s.Counts.Left += int64(len(list.starts) - i)
			break
		}
	}
	s.nameBytes -= list.size()
}

func (s *Scanner) link(folder int, path, name string, st *unix.Stat_t) {
	buf := s.buffer[:unix.PathMax]
	n, err := unix.Readlinkat(folder, name, buf)
	record := s.describe(path, "l", st)
	if err != nil {
		s.Counts.Unreadable++
		record.Text("x", proc.Code(err))
	} else {
		record.Path("l", string(buf[:n]))
		s.topLink(path, string(buf[:n]))
	}
	s.entry(record)
}
