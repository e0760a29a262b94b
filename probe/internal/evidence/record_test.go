package evidence

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestARecordIsOneLineOfJSON(t *testing.T) {
	var r Record
	line := string(r.Begin("x").Int("n", -7).Bool("yes", true).Flag("never", false).Text("s", "a\"\\\n\x01\u2028é").
		OptionalText("none", "").Ints("list", []int64{1, 2}).Ints("empty", nil).
		Object("o", func(r *Record) { r.Text("in", "side").Int("i", 1) }).line())
	want := `{"t":"x","n":-7,"yes":true,"s":"a\"\\\n\u0001` + "\u2028é" + `","list":[1,2],"empty":[],"o":{"in":"side","i":1}}` + "\n"
	if line != want {
		t.Errorf("got  %q\nwant %q", line, want)
	}
}

func TestAPathThatIsNoPlainTextTravelsAsBase64(t *testing.T) {
	for path, plain := range map[string]bool{
		"etc/passwd": true, "größe": true, "a\x7fb": true, "quote\"": true,
		"line\nend": false, "esc\x1b[2J": false, "latin\xe9": false, "nul\x00": false, "half\xf0\x9f\x98": false, "surrogate\xed\xa0\x80": false,
	} {
		var r Record
		var got struct{ P, Pb *string }
		if err := json.Unmarshal(r.Begin("entry").Path("p", path).line(), &got); err != nil {
			t.Fatal(err)
		}
		if plain && (got.P == nil || *got.P != path || got.Pb != nil) {
			t.Errorf("%q is not given as it is", path)
		}
		if !plain && (got.Pb == nil || *got.Pb != base64.StdEncoding.EncodeToString([]byte(path)) || got.P != nil) {
			t.Errorf("%q is not given as base64", path)
		}
	}
}

func FuzzAnyTextIsReadBackByAnyReader(f *testing.F) {
	for _, seed := range []string{"", "plain", "\"\\/\b\f\n\r\t\x00\x1f\x7f", "é尺😀\u2028", "\xff\xfe\xed\xa0\x80", strings.Repeat("\\", 100)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var r Record
		line := r.Begin("x").Text("s", s).line()
		var got struct{ S string }
		if err := json.Unmarshal(line, &got); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		want := s
		if !utf8.ValidString(s) {
			want = string([]rune(s)) // one U+FFFD for each wrong byte
		}
		if got.S != want || strings.Count(string(line), "\n") != 1 {
			t.Errorf("%q became %q", s, got.S)
		}
	})
}
