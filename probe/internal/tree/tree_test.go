package tree

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/call"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/evidence"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/formats"

	"golang.org/x/sys/unix"
)

// record is any evidence record of this package.
type record struct {
	T, P, Pb, K, L, Lb, X, Op, What, D, V, FS, FC string
	DB                                            *string
	S                                             int64
	M                                             any // mode bits of an entry, modules of a Go executable
	Pruned, Cut, Reduced                          bool
	ID, F                                         string
	Found, Read, Unread                           int64
	Paths                                         []string
	Own, By, Chk, H                               string
	Late                                          bool
}

// path is the path of a record, whichever way it travelled.
func (r record) path() string {
	if r.Pb == "" {
		return r.P
	}
	raw, _ := base64.StdEncoding.DecodeString(r.Pb)
	return string(raw)
}

func (r record) mode() int64 {
	bits, _ := r.M.(float64)
	return int64(bits)
}

func (r record) modules() string {
	text, _ := r.M.(string)
	return text
}

// result is what one read of a root told.
type result struct {
	counts  Counts
	records []record
	bytes   int
}

func (r result) of(t string) []record {
	return slices.DeleteFunc(slices.Clone(r.records), func(r record) bool { return r.T != t })
}

func (r result) paths(t string) []string {
	var paths []string
	for _, r := range r.of(t) {
		paths = append(paths, r.path())
	}
	return paths
}

func (r result) find(t *testing.T, kind, path string) record {
	t.Helper()
	for _, r := range r.of(kind) {
		if r.path() == path {
			return r
		}
	}
	t.Fatalf("no %s %q among %q", kind, path, r.paths(kind))
	return record{}
}

// reading says how a root is to be read.
type reading struct {
	limits  Limits
	cap     int
	expired func() bool
	prune   []string
	osRoot  bool // as where openat2 is refused
	loaded  []string
	verify  call.Verify
	started int64
	wrap    func(opener) opener
}

func usual() reading {
	return reading{limits: Standard, cap: 1 << 20, expired: func() bool { return false }}
}

// bothWays runs a test with openat2 and without it.
func bothWays(t *testing.T, test func(t *testing.T, how reading)) {
	for name, osRoot := range map[string]bool{"openat2": false, "os.Root": true} {
		t.Run(name, func(t *testing.T) {
			how := usual()
			how.osRoot = osRoot
			test(t, how)
		})
	}
}

// read reads a root and fails when it takes longer than any of these roots may take.
func (how reading) read(t *testing.T, root string) result {
	t.Helper()
	done := make(chan result, 1)
	go func() { done <- how.readHere(t, root) }()
	select {
	case r := <-done:
		return r
	case <-time.After(60 * time.Second):
		t.Fatal("it blocks")
		return result{}
	}
}

// readHere reads a root on the calling thread.
func (how reading) readHere(t *testing.T, root string) result {
	fd, err := unix.Open(root, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		t.Error(err)
		return result{}
	}
	defer unix.Close(fd)
	open, err := newOpener(fd)
	if how.osRoot {
		open, err = newRootOpener(fd)
	}
	if err != nil {
		t.Error(err)
		return result{}
	}
	defer open.close()
	log := evidence.NewLog(how.cap)
	table, err := formats.Load()
	must(t, err)
	s := NewScanner(log, table, how.limits, how.expired)
	s.Loaded, s.Verify, s.StartedAt = map[string]bool{}, how.verify, how.started
	for _, path := range how.loaded {
		s.Loaded[path] = true
	}
	for _, path := range how.prune {
		s.pruned[path] = true
	}
	if how.wrap != nil {
		open = how.wrap(open)
	}
	s.read(fd, open)
	payload, err := log.Close()
	if err != nil {
		t.Error(err)
	}
	r := result{s.Counts, parse(t, payload), len(payload)}
	if r.counts.Entries != int64(len(r.of("entry"))) || r.counts.Files != int64(len(r.of("file"))) || r.counts.GoBinaries != int64(len(r.of("go"))) {
		t.Errorf("the counts %+v are not those of the records", r.counts)
	}
	return r
}

func parse(t *testing.T, payload []byte) []record {
	z, err := gzip.NewReader(bytes.NewReader(payload))
	if err != nil {
		t.Error(err)
		return nil
	}
	var records []record
	for d := json.NewDecoder(z); ; {
		var r record
		if err := d.Decode(&r); err != nil {
			return records
		}
		records = append(records, r)
	}
}

// root makes a folder with files. A name that ends with a slash is a folder.
func root(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range files {
		full := filepath.Join(folder, name)
		if strings.HasSuffix(name, "/") {
			must(t, os.MkdirAll(full, 0o755))
			continue
		}
		must(t, os.MkdirAll(filepath.Dir(full), 0o755))
		must(t, os.WriteFile(full, []byte(text), 0o644))
	}
	return folder
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// allow skips a test where the caller or the machine may not do what it needs.
func allow(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Skipf("not possible here: %v", err)
	}
}
