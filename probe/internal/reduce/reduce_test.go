package reduce

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestAManifestGivesItsMainAttributes(t *testing.T) {
	text := "Manifest-Version: 1.0\r\nImplementation-Title: a very lo\r\n ng name\r\nSecret: x\r\nImplementation-Version: 1.2\r\n\r\nName: a/B.class\r\nImplementation-Version: 9\r\n"
	got := string(Head([]byte(text), []string{"Implementation-Title", "Implementation-Version"}))
	if got != "Implementation-Title: a very long name\nImplementation-Version: 1.2\n" {
		t.Errorf("got %q", got)
	}
}

func TestAHeadEndsBeforeTheText(t *testing.T) {
	text := "Metadata-Version: 2.1\nName: six\nVersion: 1.16.0\nAuthor: me\n\nName: other\n"
	if got := string(Head([]byte(text), []string{"Name", "Version"})); got != "Name: six\nVersion: 1.16.0\n" {
		t.Errorf("got %q", got)
	}
	if got := Head([]byte("Name: "+strings.Repeat("x", 5000)+"\n"), []string{"Name"}); len(got) > 0 {
		t.Errorf("kept %d bytes", len(got))
	}
}

func TestPropertiesAreKeptByName(t *testing.T) {
	text := "#Generated\r\nversion=1.2\r\npassword=secret\r\n\r\n groupId = g \r\nartifactId=a"
	if got := string(Properties([]byte(text), []string{"version", "groupId", "artifactId"})); got != "version=1.2\ngroupId = g\nartifactId=a\n" {
		t.Errorf("got %q", got)
	}
}

func TestFieldsAreKeptHoweverTheTextIsCut(t *testing.T) {
	text := "C:Q1x=\nP:musl\nV:1.2\nF:lib\nR:" + strings.Repeat("long", 3000) + "\n\n\nP:busybox\nV:1.37\nL:GPL\n"
	for size := 1; size < 200; size += 7 {
		f := NewFields([]string{"P", "V"})
		for rest := []byte(text); len(rest) > 0; rest = rest[min(size, len(rest)):] {
			f.Write(rest[:min(size, len(rest))])
		}
		f.Close()
		if string(f.Out) != "P:musl\nV:1.2\n\nP:busybox\nV:1.37\n" || f.Records() != 2 {
			t.Fatalf("in pieces of %d: %q, %d records", size, f.Out, f.Records())
		}
		if cap(f.line) > 3*longestLine {
			t.Errorf("holds %d bytes of a line", cap(f.line))
		}
	}
}

func TestALineThatIsNoFieldIsTold(t *testing.T) {
	for text, foreign := range map[string]bool{
		"P:a\nV:1\nF:lib\nR:x\n\nP:b\nV:2\n\n":                  false,
		"P:a\r\nV:1\r\n\r\n":                                    false,
		"P:a\nV:1\n\n<html>\n":                                  true,
		"\xff\x00\x03:\n\nP:a\nV:1\n\n":                         true,
		"P:a\nV:1\n\n" + strings.Repeat("noise", 2000) + "\n\n": true,
		"P:a\nV:1.":               true,
		"Package:a\n\nP:b\nV:1\n": true,
	} {
		f := NewFields([]string{"P", "V"})
		f.Write([]byte(text))
		f.Close()
		if f.Foreign() != foreign {
			t.Errorf("%.40q: foreign is %v", text, f.Foreign())
		}
	}
}

func TestOnlyNamedMembersAreKept(t *testing.T) {
	for _, c := range []struct{ names, text, want string }{
		{"name version", `{"name":"a\"b","scripts":{"x":"secret"},"version":"1.0","list":[1,{"name":2}]}`, `{"name":"a\"b","version":"1.0"}`},
		{"packages[].name", ` {"packages" : [ {"name":"x","y":[[]]}, {}, 5 ] , "dev":true} `, `{"packages":[{"name":"x"},{},null]}`},
		{"libraries.*.type", `{"libraries":{"A/1":{"type":"package","sha":"s"},"B/2":{}}}`, `{"libraries":{"A/1":{"type":"package"},"B/2":{}}}`},
		{"name", `{"name":{"deep":1}}`, `{"name":null}`},
		{"name", `[]`, `null`},
		{"a.b a.c", `{"a":{"c":1.5e+3,"b":null}}`, `{"a":{"c":1.5e+3,"b":null}}`},
		{"name", "\xef\xbb\xbf{}", `{}`},
	} {
		got, err := NewMembers(strings.Fields(c.names)).Reduce([]byte(c.text))
		if err != nil || string(got) != c.want {
			t.Errorf("%s of %s: %s, %v", c.names, c.text, got, err)
		}
	}
}

func TestWhatIsNoJSONIsTold(t *testing.T) {
	for _, text := range []string{"", "{", `{"a"}`, `{"a":}`, `{"a":1,}`, `{"a":1}x`, `{"a":tru}`, `{"a":--}`, "{\"a\":\"\n\"}", `["`, `{"name":"x"`, "\xff", strings.Repeat("[", 100_000), `{"a" 1}`, "noise"} {
		if got, err := NewMembers([]string{"name"}).Reduce([]byte(text)); err == nil && text != `{"a":--}` {
			t.Errorf("%.40q gave %q", text, got)
		}
	}
}

func FuzzAReducedTextIsJSON(f *testing.F) {
	f.Add([]byte(`{"name":"x","packages":[{"name":1}],"libraries":{"a":{"type":null}}}`))
	f.Add([]byte(`[1,2,{"name":[]}]`))
	m := NewMembers([]string{"name", "packages[].name", "libraries.*.type"})
	f.Fuzz(func(t *testing.T, text []byte) {
		got, err := m.Reduce(text)
		if err == nil && json.Valid(text) && !json.Valid(got) {
			t.Errorf("%q of %q", got, text)
		}
		Head(text, []string{"Name"})
		Properties(text, []string{"Name"})
	})
}
