package tree

import (
	"encoding/binary"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// goProgram is a small real Go executable.
func goProgram(t *testing.T) []byte {
	t.Helper()
	folder := root(t, map[string]string{"go.mod": "module example.test/hello\n\ngo 1.26\n", "main.go": "package main\n\nvar secret string\n\nfunc main() { println(secret) }\n"})
	build := exec.Command("go", "build", "-ldflags=-s -w -X main.secret=hunter2", "-o", "hello", ".")
	build.Dir = folder
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=-buildvcs=false")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	code, err := os.ReadFile(folder + "/hello")
	must(t, err)
	return code
}

func TestGoExecutablesTellTheirModulesButNotTheirFlags(t *testing.T) {
	code := string(goProgram(t))
	folder := root(t, map[string]string{"app/hello": code, "app/data": code, "app/script": "#!/bin/sh\n" + strings.Repeat("#", 100), "app/small": "x"})
	for _, name := range []string{"hello", "script", "small"} {
		must(t, os.Chmod(filepath.Join(folder, "app", name), 0o755))
	}
	bothWays(t, func(t *testing.T, how reading) {
		got := how.read(t, folder)
		if !slices.Equal(got.paths("go"), []string{"app/hello"}) {
			t.Fatalf("got %q", got.paths("go"))
		}
		info := got.of("go")[0]
		if !strings.HasPrefix(info.V, "go1.") || !strings.Contains(info.modules(), "path\texample.test/hello\n") || !strings.Contains(info.modules(), "-ldflags=withheld") || strings.Contains(info.modules(), "hunter2") {
			t.Errorf("got %+v", info)
		}
		if _, err := debug.ParseBuildInfo(info.modules()); err != nil {
			t.Errorf("the module text does not parse: %v", err)
		}
		if got.counts.BytesRead > 64<<10 || got.counts.Errors > 0 || got.counts.Cut {
			t.Errorf("read %d bytes of %d, %+v", got.counts.BytesRead, len(code), got.counts)
		}
	})
}

func TestAGoProgramWithoutSectionsAndASharedObjectWithoutExecuteBitTellTheirModules(t *testing.T) {
	code := goProgram(t)
	bare := slices.Clone(code)
	for _, field := range [][2]int{{40, 48}, {58, 64}} { // where the table of sections is, and how long
		clear(bare[field[0]:field[1]])
	}
	folder := root(t, map[string]string{"app/bare": string(bare), "app/plugin.so": string(code)})
	must(t, os.Chmod(folder+"/app/bare", 0o755))
	got := usual().read(t, folder)
	if !slices.Equal(got.paths("go"), []string{"app/bare", "app/plugin.so"}) {
		t.Errorf("got %q, %+v", got.paths("go"), got.of("limit"))
	}
}

func TestReadingForBuildInfoIsBounded(t *testing.T) {
	how := usual()
	how.limits.BuildInfoBytes = 300
	folder := root(t, map[string]string{"a": string(goProgram(t)), "b": "\x7fELF" + strings.Repeat("x", 100)})
	must(t, os.Chmod(folder+"/a", 0o755))
	must(t, os.Chmod(folder+"/b", 0o755))
	got := how.read(t, folder)
	if got.counts.GoBinaries != 0 || !got.counts.Cut || got.of("limit")[0].What != "read" || got.counts.BytesRead > 400 {
		t.Errorf("got %+v %+v", got.counts, got.of("limit"))
	}
}

func TestAnELFFileMadeToCostMemoryIsLeftAlone(t *testing.T) {
	header := make([]byte, 64)
	copy(header, "\x7fELF\x02\x01\x01")
	binary.LittleEndian.PutUint64(header[40:], 64) // section headers
	many := slices.Clone(header)
	binary.LittleEndian.PutUint16(many[60:], 0xfff0)
	extended := slices.Clone(header) // the number of sections is in the first section
	segments := slices.Clone(header)
	binary.LittleEndian.PutUint16(segments[56:], 0xffff)
	for name, text := range map[string][]byte{"many sections": many, "extended sections": extended, "many segments": segments} {
		folder := root(t, map[string]string{"app": string(text)})
		must(t, os.Chmod(folder+"/app", 0o755))
		must(t, os.Truncate(folder+"/app", 1<<30))
		got := usual().read(t, folder)
		if got.counts.BytesRead > 64 || got.find(t, "error", "app").X != "ENOEXEC" {
			t.Errorf("%s: read %d bytes, %+v", name, got.counts.BytesRead, got.of("error"))
		}
	}
}

func TestADamagedGoExecutableNeverBreaksTheProbe(t *testing.T) {
	code := goProgram(t)
	file := filepath.Join(t.TempDir(), "hello")
	at := strings.Index(string(code), "\xff Go buildinf:")
	if at < 0 {
		t.Fatal("no build info in the program")
	}
	must(t, os.WriteFile(file, code[:min(len(code), at+8192)], 0o755))
	fd, err := unix.Open(file, unix.O_RDWR|unix.O_CLOEXEC, 0)
	must(t, err)
	defer unix.Close(fd)
	for seed := range 5000 {
		r := rand.New(rand.NewPCG(uint64(seed), 9))
		var places []int
		for range 1 + r.IntN(8) {
			place := []int{r.IntN(64), r.IntN(1024), at + r.IntN(64), at + r.IntN(8192)}[r.IntN(4)]
			places = append(places, place)
			_, err := unix.Pwrite(fd, []byte{byte(r.Uint32())}, int64(place))
			must(t, err)
		}
		w := &window{fd: fd, rest: executableRead}
		readBuildInfo(w)
		if w.rest < 0 {
			t.Fatalf("seed %d: read %d bytes too much", seed, -w.rest)
		}
		for _, place := range places {
			_, err := unix.Pwrite(fd, code[place:place+1], int64(place))
			must(t, err)
		}
	}
}

func TestFileCapabilitiesAreTold(t *testing.T) {
	folder := root(t, map[string]string{"bind": "x", "plain": "x", "data": "x"})
	must(t, os.Chmod(folder+"/bind", 0o711))
	must(t, os.Chmod(folder+"/plain", 0o755))
	set := []byte{1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0} // version 2, effective, bits 10 and 34
	allow(t, unix.Setxattr(folder+"/bind", "security.capability", set, 0))
	must(t, unix.Setxattr(folder+"/data", "security.capability", set, 0))
	got := usual().read(t, folder)
	if fc := got.find(t, "entry", "bind").FC; fc != "0000000400000400" {
		t.Errorf("got %q", fc)
	}
	if got.find(t, "entry", "plain").FC != "" || got.find(t, "entry", "data").FC != "" {
		t.Error("told of a file that has none or cannot be executed")
	}
	for _, raw := range []string{"", "short", strings.Repeat("\xff", 24)} {
		permitted([]byte(raw))
	}
}
