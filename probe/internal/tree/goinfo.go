package tree

import (
	"debug/buildinfo"
	"encoding/binary"
	"runtime/debug"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

const (
	smallestELF    = 64
	mostSections   = 512 // of an ELF file that is worth reading; Go links about 30
	mostSegments   = 128
	executableRead = 16 << 20 // bytes of one executable
	mostModules    = 256 << 10
)

// executable looks for Go build info in a regular file that someone may execute.
func (s *Scanner) executable(folder int, path, name string, st *unix.Stat_t) {
	if st.Mode&0o111 == 0 || st.Size < smallestELF || !s.goesOn(path) {
		return
	}
	rest := s.limits.BuildInfoBytes - s.scanned
	if rest < smallestELF {
		s.limit("read", path)
		return
	}
	fd, code := s.openEntry(folder, name, st)
	if code != "" {
		s.errorCode(path, "go", code)
		return
	}
	defer unix.Close(fd)
	w := &window{fd: fd, rest: min(rest, executableRead)}
	before := w.rest
	info, code := readBuildInfo(w)
	s.scanned += before - w.rest
	s.Counts.BytesRead += before - w.rest
	switch {
	case info != nil:
		s.goBinary(path, info)
	case w.hit:
		s.limit("read", path)
	case code != "":
		s.errorCode(path, "go", code)
	}
}

func (s *Scanner) goBinary(path string, info *debug.BuildInfo) {
	text := modules(info)
	if len(text) > mostModules {
		s.limit("file", path)
		text = text[:strings.LastIndexByte(text[:mostModules], '\n')+1]
	}
	if s.add(s.record.Begin("go").Path("p", path).Text("v", info.GoVersion).Text("m", text)) {
		s.Counts.GoBinaries++
	}
}

// readBuildInfo returns neither build info nor a code for what is not a Go executable. A file made to break the reader
// gives a code.
func readBuildInfo(w *window) (info *debug.BuildInfo, code string) {
	defer func() {
		if recover() != nil {
			info, code = nil, "EBADMSG"
		}
	}()
	switch looksLikeELF(w) {
	case notELF:
		return nil, ""
	case oddELF:
		return nil, "ENOEXEC"
	}
	info, err := buildinfo.Read(w)
	if err != nil {
		return nil, ""
	}
	return info, ""
}

type elfKind int

const (
	notELF elfKind = iota
	oddELF
	plainELF
)

// looksLikeELF reads the header only. Tables of a size that no linker makes would cost memory that belongs to the pod.
func looksLikeELF(w *window) elfKind {
	var h [64]byte
	if _, err := w.ReadAt(h[:], 0); err != nil || string(h[:4]) != "\x7fELF" {
		return notELF
	}
	var order binary.ByteOrder = binary.LittleEndian
	if h[5] == 2 {
		order = binary.BigEndian
	}
	segments, sections := order.Uint16(h[44:]), order.Uint16(h[48:])
	hasSections := order.Uint32(h[32:]) != 0
	if h[4] == 2 {
		segments, sections = order.Uint16(h[56:]), order.Uint16(h[60:])
		hasSections = order.Uint64(h[40:]) != 0
	}
	if segments > mostSegments || sections > mostSections || (sections == 0 && hasSections) {
		return oddELF
	}
	return plainELF
}

// freeSettings are build settings whose value is free text of the build, which may hold what no one else may see.
var freeSettings = []string{"-ldflags", "-gcflags", "-asmflags", "-gccgoflags", "CGO_CFLAGS", "CGO_CPPFLAGS", "CGO_CXXFLAGS", "CGO_LDFLAGS"}

// modules is the build info as text, without the values of free settings.
func modules(info *debug.BuildInfo) string {
	for i, setting := range info.Settings {
		if setting.Value != "" && slices.Contains(freeSettings, setting.Key) {
			info.Settings[i].Value = "withheld"
		}
	}
	return info.String()
}
