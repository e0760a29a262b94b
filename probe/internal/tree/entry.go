package tree

import (
	"time"

	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/evidence"

	"golang.org/x/sys/unix"
)

func (s *Scanner) describe(path, kind string, st *unix.Stat_t) *evidence.Record {
	r := s.record.Begin("entry").Path("p", path).Text("k", kind).
		Int("m", int64(st.Mode&0o7777)).Int("u", int64(st.Uid)).Int("g", int64(st.Gid)).Int("mt", st.Mtim.Sec)
	if s.changed(st) {
		r.Int("ct", st.Ctim.Nano()/int64(time.Millisecond))
	}
	return r
}

func (s *Scanner) entry(r *evidence.Record) bool {
	if !s.add(r) {
		return false
	}
	s.Counts.Entries++
	return true
}

// modeKind is the letter of a type by st_mode.
func modeKind(mode uint32) string {
	switch mode & unix.S_IFMT {
	case unix.S_IFREG:
		return "f"
	case unix.S_IFDIR:
		return "d"
	case unix.S_IFLNK:
		return "l"
	case unix.S_IFCHR:
		return "c"
	case unix.S_IFBLK:
		return "b"
	case unix.S_IFIFO:
		return "p"
	case unix.S_IFSOCK:
		return "s"
	}
	return "?"
}

// direntKind is the letter of a type by what the folder says, without touching the entry: DT_ values are st_mode's upper bits.
func direntKind(kind byte) string { return modeKind(uint32(kind) << 12) }
