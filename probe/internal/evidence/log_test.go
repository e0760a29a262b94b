package evidence

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
)

// lines opens what a log holds and fails unless it is whole.
func lines(t *testing.T, payload []byte) []string {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(payload))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	all := strings.SplitAfter(string(text), "\n")
	if last := all[len(all)-1]; last != "" {
		t.Fatalf("the last line is not ended: %.100q", last)
	}
	all = all[:len(all)-1]
	for _, line := range all {
		if !json.Valid([]byte(line)) {
			t.Fatalf("not JSON: %.200q", line)
		}
	}
	return all
}

// filler makes names of n bytes: repeating, random letters, random high characters.
var filler = []func(r *rand.Rand, n int) string{
	func(_ *rand.Rand, n int) string { return strings.Repeat("a", n) },
	func(r *rand.Rand, n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(0x23 + r.IntN(57))
		}
		return string(b)
	},
	func(r *rand.Rand, n int) string {
		b := make([]rune, n/3)
		for i := range b {
			b[i] = rune(0x4e00 + r.IntN(20000))
		}
		return string(b)
	},
}

func TestAFullLogIsWholeAndKeepsItsLimit(t *testing.T) {
	for seed := range 24 {
		r := rand.New(rand.NewPCG(uint64(seed), 7))
		limit := 6000 + r.IntN(24000)
		fill, longest := filler[min(seed, 1+seed%2)], 1+r.IntN(5000) // repeating letters fill a log slowly: once is enough
		log, record := NewLog(limit), new(Record)
		refused := false
		for !refused {
			refused = !log.Add(record.Begin("entry").Text("p", fill(r, r.IntN(longest))))
		}
		if !log.Full() {
			t.Fatalf("seed %d: never full", seed)
		}
		if log.Add(record.Begin("entry")) {
			t.Fatalf("seed %d: accepts records again", seed)
		}
		for range 2 {
			if err := log.Last(record.Begin("end").Text("p", fill(r, Tail/2-100))); err != nil {
				t.Fatal(err)
			}
		}
		payload, err := log.Close()
		if err != nil || len(payload) > limit {
			t.Fatalf("seed %d: %d of %d bytes, %v", seed, len(payload), limit, err)
		}
		if got := int64(len(lines(t, payload))); got != log.Records() {
			t.Errorf("seed %d: %d records, %d counted", seed, got, log.Records())
		}
		if len(payload) < limit-longest*4-2*Tail {
			t.Errorf("seed %d: gave up at %d of %d bytes", seed, len(payload), limit)
		}
	}
}

func TestContentIsCutWhereTheLogEnds(t *testing.T) {
	for seed := range 30 {
		r := rand.New(rand.NewPCG(uint64(seed), 8))
		limit := 8000 + r.IntN(50000)
		data := []byte(filler[1+seed%2](r, 200_000))
		if seed%3 == 0 {
			data[0] = 0xff // travels as base64
		}
		log, record := NewLog(limit), new(Record)
		added, whole := log.AddContent(record, Content{Path: "var/lib/dpkg/status", Data: data, Size: int64(len(data))})
		if !added || whole || !log.Full() {
			t.Fatalf("seed %d: added %v, whole %v", seed, added, whole)
		}
		_ = log.Last(record.Begin("end"))
		payload, err := log.Close()
		if err != nil || len(payload) > limit {
			t.Fatalf("seed %d: %d of %d bytes, %v", seed, len(payload), limit, err)
		}
		got := content(t, lines(t, payload)[0])
		if !got.Cut || !bytes.HasPrefix(data, got.bytes(t)) || len(got.bytes(t)) < 1000 {
			t.Errorf("seed %d: %d bytes, cut %v", seed, len(got.bytes(t)), got.Cut)
		}
	}
}

func TestContentThatFitsIsWhole(t *testing.T) {
	for name, data := range map[string]string{
		"empty": "", "text": "Package: x\n\tand more\r\n", "high": strings.Repeat("größe尺😀", 5000), "binary": "\x00\x01\x02", "latin": strings.Repeat("caf\xe9", 7000),
	} {
		log, record := NewLog(100_000), new(Record)
		if _, whole := log.AddContent(record, Content{Path: name, Data: []byte(data), Size: int64(len(data))}); !whole {
			t.Errorf("%s is not whole", name)
		}
		payload, err := log.Close()
		if err != nil {
			t.Fatal(err)
		}
		got := content(t, lines(t, payload)[0])
		if string(got.bytes(t)) != data || got.Cut || got.S != int64(len(data)) {
			t.Errorf("%s came back as %d bytes, cut %v", name, len(got.bytes(t)), got.Cut)
		}
	}
}

func TestABeginningIsMarkedAsCutAndEndsWithAWholeCharacter(t *testing.T) {
	log, record := NewLog(100_000), new(Record)
	log.AddContent(record, Content{Path: "f", Data: []byte("1234尺")[:6], Size: 1 << 40})
	payload, _ := log.Close()
	if got := content(t, lines(t, payload)[0]); !got.Cut || got.D != "1234" || got.S != 1<<40 {
		t.Errorf("got %+v", got)
	}
}

type file struct {
	D   string
	DB  *string
	S   int64
	Cut bool
}

func content(t *testing.T, line string) file {
	t.Helper()
	var f file
	if err := json.Unmarshal([]byte(line), &f); err != nil {
		t.Fatal(err)
	}
	return f
}

func (f file) bytes(t *testing.T) []byte {
	t.Helper()
	if f.DB == nil {
		return []byte(f.D)
	}
	data, err := base64.StdEncoding.Strict().DecodeString(*f.DB)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestALastRecordIsShort(t *testing.T) {
	log := NewLog(10_000)
	if err := log.Last(new(Record).Begin("end").Text("x", strings.Repeat("x", Tail))); err == nil {
		t.Error("accepted a last record that the reserve may not hold")
	}
	if got := fmt.Sprint(log.Records()); got != "0" {
		t.Errorf("counted %s", got)
	}
}
