package tree

import (
	"debug/buildinfo"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/elfinfo"

	"golang.org/x/sys/unix"
)

const (
	smallestELF    = 52
	executableRead = 16 << 20 // bytes of one executable
	mostModules    = 256 << 10
)

// executable looks into a regular file that someone may execute, or that is named like a shared object.
func (s *Scanner) executable(folder int, path, name string, st *unix.Stat_t) {
	if st.Mode&0o111 == 0 && !sharedObject(name) || st.Size == 0 || !s.goesOn(path) {
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
	s.program(path, w, st)
	s.scanned += before - w.rest
	s.Counts.BytesRead += before - w.rest
}

// sharedObject tells by its name: linkers write many of them without an execute bit.
func sharedObject(name string) bool {
	return strings.HasSuffix(name, ".so") || strings.Contains(name, ".so.") || strings.HasSuffix(name, ".node")
}

// program tells what a program carries in itself: Go's build info, Rust's crates.
func (s *Scanner) program(path string, w *window, st *unix.Stat_t) {
	elf := elfinfo.Read(w)
	switch elf.Kind {
	case elfinfo.Script:
		s.note(path, kindScript, st)
		return
	case elfinfo.Odd:
		s.note(path, kindELF, st)
		s.errorCode(path, "go", "ENOEXEC")
		return
	case elfinfo.Other:
		return
	}
	s.note(path, kindELF, st)
	s.sections(path, &elf, w)
	// Where there are sections and none of them is Go's, a search would read a whole data segment for nothing.
	if len(elf.Sections) > 0 && elf.Section(".go.buildinfo").Size == 0 {
		return
	}
	info, code := readBuildInfo(w)
	f := s.table.ByID("go-buildinfo")
	switch {
	case info != nil:
		s.count(f, path, true)
		s.goBinary(path, info)
	case w.hit:
		s.limit("read", path)
	case code != "":
		s.count(f, path, false)
		s.errorCode(path, "go", code)
	case len(elf.Sections) > 0:
		s.count(f, path, false)
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
	info, err := buildinfo.Read(w)
	if err != nil {
		return nil, ""
	}
	return info, ""
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
