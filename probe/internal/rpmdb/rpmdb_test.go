package rpmdb

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

func goOn() bool { return true }

// sample is a database that rpm 4.18 wrote, with a header that takes many pages; packages.txt is what rpm itself says of it.
func sample(t testing.TB) []byte {
	t.Helper()
	f, err := os.Open("testdata/rpmdb.sqlite.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func read(data []byte) (lines []string, err error) {
	err = Packages(bytes.NewReader(data), goOn, func(line string) { lines = append(lines, line) })
	slices.Sort(lines)
	return lines, err
}

func TestPackagesAreWhatRpmSays(t *testing.T) {
	want, err := os.ReadFile("testdata/packages.txt")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(want)), "\n")
	slices.Sort(lines)
	got, err := read(sample(t))
	if err != nil || !slices.Equal(got, lines) {
		t.Errorf("%v\n%s", err, strings.Join(got, "\n"))
	}
}

func TestWhatIsNoDatabaseIsTold(t *testing.T) {
	data := sample(t)
	header := append([]byte(magic), make([]byte, 4080)...)
	circle := bytes.Clone(data)
	for i := 0; i < len(circle); i += 4096 {
		at := i
		if i == 0 {
			at = 100
		}
		if circle[at] == leafTable {
			circle[at] = innerTable
			binary.BigEndian.PutUint32(circle[at+8:], 1)
		}
	}
	for name, data := range map[string][]byte{
		"nothing": nil, "noise": []byte(strings.Repeat("noise", 2000)), "only a header": header, "cut": data[:len(data)/3],
		"page size 0": append([]byte(magic), make([]byte, 100)...), "a circle of pages": circle,
	} {
		start := time.Now()
		if _, err := read(data); err == nil {
			t.Errorf("%s is a database", name)
		}
		if time.Since(start) > 5*time.Second {
			t.Errorf("%s took %s", name, time.Since(start))
		}
	}
}

func TestTheReadingStopsWhenItsTimeIsOver(t *testing.T) {
	if err := Packages(bytes.NewReader(sample(t)), func() bool { return false }, func(string) { t.Error("read on") }); err == nil {
		t.Error("no word of it")
	}
}

func FuzzNoDatabaseBreaksTheReader(f *testing.F) {
	data := sample(f)
	f.Add(data[:8192], uint32(4100), byte(13))
	f.Fuzz(func(t *testing.T, extra []byte, at uint32, value byte) {
		changed := bytes.Clone(data)
		copy(changed[int(at)%len(changed):], extra)
		changed[int(at)%len(changed)] = value
		asked := 0
		_ = Packages(bytes.NewReader(changed), func() bool { asked++; return asked < 10_000 }, func(line string) {
			if strings.Count(line, "\t") != 9 || strings.Contains(line, "\n") {
				t.Errorf("line %q", line)
			}
		})
	})
}
