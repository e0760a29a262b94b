package archive

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

type entry struct {
	name   string
	data   []byte
	method uint16
}

func zipped(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, e := range entries {
		f, err := w.CreateHeader(&zip.FileHeader{Name: e.name, Method: e.method})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(e.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func manifest(version string) entry {
	return entry{"META-INF/MANIFEST.MF", []byte("Bundle-Version: " + version + "\n"), deflated}
}

func want(name string) Want {
	switch {
	case strings.HasSuffix(name, ".jar"):
		return Archive
	case strings.HasSuffix(name, "MANIFEST.MF") || strings.HasSuffix(name, ".properties"):
		return File
	}
	return Nothing
}

type outcome struct {
	files    map[string]string
	archives map[string]Summary
	cut      int
	left     int64
}

func read(archive []byte, left int64) outcome {
	o := outcome{files: map[string]string{}, archives: map[string]Summary{}}
	start := time.Now()
	r := Reader{
		Want: want, Left: left,
		File: func(path string, data []byte, whole bool) {
			o.files[path] = string(data)
			if !whole {
				o.cut++
			}
		},
		Done:   func(path string, s Summary) { o.archives[path] = s },
		GoesOn: func(string) bool { return time.Since(start) < 10*time.Second },
	}
	r.Read("a.jar", bytes.NewReader(archive), int64(len(archive)))
	o.left = r.Left
	return o
}

func (o outcome) check(t *testing.T, files ...string) {
	t.Helper()
	if got := slices.Sorted(maps.Keys(o.files)); !slices.Equal(got, files) {
		t.Errorf("read %q", got)
	}
}

func noise(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{7}).Read(b)
	return b
}

func TestArchivesInArchivesAreReadWhateverTheirMethod(t *testing.T) {
	large := zipped(t, entry{"x.bin", noise(3 << 20), stored}, manifest("5"), entry{"lib/deep.jar", zipped(t, manifest("6")), deflated}, entry{"y.bin", noise(1 << 20), deflated},
		entry{"lib/late.jar", zipped(t, manifest("7")), stored})
	o := read(zipped(t, manifest("1"), entry{"noise.class", noise(5000), deflated},
		entry{"lib/stored.jar", zipped(t, manifest("2"), entry{"META-INF/maven/g/a/pom.properties", []byte("version=2"), stored}), stored},
		entry{"lib/small.jar", zipped(t, manifest("3")), deflated}, entry{"lib/large.jar", large, deflated}), 64<<20)
	o.check(t, "a.jar!/META-INF/MANIFEST.MF", "a.jar!/lib/large.jar!/META-INF/MANIFEST.MF", "a.jar!/lib/large.jar!/lib/deep.jar!/META-INF/MANIFEST.MF",
		"a.jar!/lib/large.jar!/lib/late.jar!/META-INF/MANIFEST.MF", "a.jar!/lib/small.jar!/META-INF/MANIFEST.MF",
		"a.jar!/lib/stored.jar!/META-INF/MANIFEST.MF", "a.jar!/lib/stored.jar!/META-INF/maven/g/a/pom.properties")
	if o.files["a.jar!/lib/large.jar!/lib/late.jar!/META-INF/MANIFEST.MF"] != "Bundle-Version: 7\n" {
		t.Errorf("read %q", o.files)
	}
	for path, s := range o.archives {
		if s.Err != nil || s.Entries == 0 {
			t.Errorf("%s: %+v", path, s)
		}
	}
	if len(o.archives) != 6 || o.archives["a.jar"].Entries != 5 || o.archives["a.jar!/lib/large.jar"].Inflated < 8<<20 {
		t.Errorf("told %+v", o.archives)
	}
}

func TestTheDepthIsBounded(t *testing.T) {
	for _, method := range []uint16{stored, deflated} {
		archive := zipped(t, manifest("x"))
		for range 6 {
			archive = zipped(t, manifest("x"), entry{"b.jar", archive, method})
		}
		o := read(archive, 64<<20)
		if len(o.files) != deepest || o.archives["a.jar!/b.jar!/b.jar!/b.jar"].Err != Depth {
			t.Errorf("%d files, %+v", len(o.files), o.archives)
		}
	}
}

func TestAProgramInFrontOfAnArchiveIsNoHindrance(t *testing.T) {
	read(append([]byte("#!/bin/sh\nexec java -jar $0\n"), zipped(t, manifest("1"))...), 1<<20).check(t, "a.jar!/META-INF/MANIFEST.MF")
}

func TestNamesThatLeaveTheArchiveAreNotWanted(t *testing.T) {
	read(zipped(t, entry{"../../etc/x.properties", []byte("a=1"), stored}, entry{"/x.properties", nil, stored}, entry{"a//x.properties", nil, stored},
		entry{`a\x.properties`, nil, stored}, entry{"./x.properties", nil, stored}, manifest("1")), 1<<20).check(t, "a.jar!/META-INF/MANIFEST.MF")
}

func TestANameThatIsThereTwiceIsReadOnce(t *testing.T) {
	o := read(zipped(t, manifest("1"), manifest("2")), 1<<20)
	if len(o.files) != 1 || o.files["a.jar!/META-INF/MANIFEST.MF"] != "Bundle-Version: 1\n" {
		t.Errorf("read %q", o.files)
	}
}

// central changes a field of the central directory's entries.
func central(archive []byte, at int, value uint64, size int) []byte {
	changed := bytes.Clone(archive)
	for i := 0; ; {
		next := bytes.Index(changed[i:], []byte("PK\x01\x02"))
		if next < 0 {
			return changed
		}
		i += next
		var raw [8]byte
		binary.LittleEndian.PutUint64(raw[:], value)
		copy(changed[i+at:], raw[:size])
		i += 4
	}
}

func TestHostileArchivesAreToldAndBounded(t *testing.T) {
	sound := zipped(t, manifest("1"), entry{"b.jar", zipped(t, manifest("2")), stored})
	zeros := make([]byte, 64<<20)
	many := make([]entry, mostEntries+1)
	for i := range many {
		many[i] = entry{fmt.Sprintf("%d", i), nil, stored}
	}
	for name, c := range map[string]struct {
		archive []byte
		path    string
		err     error
	}{
		"empty":               {nil, "a.jar", Malformed},
		"noise":               {noise(100_000), "a.jar", Malformed},
		"cut":                 {sound[:len(sound)-10], "a.jar", Malformed},
		"encrypted":           {central(sound, 8, 1, 2), "a.jar", Encrypted},
		"unknown method":      {central(sound, 10, 99, 2), "a.jar", Method},
		"overlapping entries": {central(sound, 42, 0, 4), "a.jar", Overlap},
		"offset outside":      {central(zipped(t, manifest("1")), 42, 1<<30, 4), "a.jar", Malformed},
		"size outside":        {central(zipped(t, manifest("1")), 20, 1<<30, 4), "a.jar", Malformed},
		"lie of ZIP64":        {central(zipped(t, manifest("1")), 20, all32, 4), "a.jar", Malformed},
		"bomb of an archive":  {zipped(t, entry{"b.jar", zeros, deflated}), "a.jar!/b.jar", Ratio},
		"too many entries":    {zipped(t, many...), "a.jar", Entries},
	} {
		start := time.Now()
		o := read(c.archive, 1<<30)
		if got := o.archives[c.path].Err; !errors.Is(got, c.err) {
			t.Errorf("%s: %v, %+v", name, got, o.archives)
		}
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("%s took %s", name, took)
		}
	}
}

func TestOfALongFileTheBeginningIsGiven(t *testing.T) {
	o := read(zipped(t, entry{"META-INF/MANIFEST.MF", make([]byte, 64<<20), deflated}, entry{"b.properties", []byte("a=1"), deflated}), 1<<30)
	if o.cut != 1 || len(o.files["a.jar!/META-INF/MANIFEST.MF"]) != fileSize || len(o.files) != 2 || 1<<30-o.left > 3<<20 {
		t.Errorf("%d cut, %d files, %d left", o.cut, len(o.files), o.left)
	}
}

func TestAllArchivesTogetherAreBounded(t *testing.T) {
	var entries []entry
	for i := range 100 {
		entries = append(entries, entry{fmt.Sprintf("%d.jar", i), zipped(t, entry{"x", make([]byte, 1<<20), stored}), deflated})
	}
	o := read(zipped(t, entries...), 10<<20)
	if o.archives["a.jar"].Err != Bytes || o.left < -(1<<20) {
		t.Errorf("left %d, %+v", o.left, o.archives["a.jar"])
	}
}

func FuzzNoArchiveBreaksTheReader(f *testing.F) {
	inner := zipped(f, manifest("2"))
	f.Add(zipped(f, manifest("1"), entry{"b.jar", inner, stored}, entry{"c.jar", inner, deflated}))
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, archive []byte) {
		o := read(archive, 4<<20)
		if len(o.archives) == 0 {
			t.Error("nothing was told")
		}
	})
}
