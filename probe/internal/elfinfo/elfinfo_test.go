package elfinfo

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

func TestSectionsOfARealProgramAreFound(t *testing.T) {
	code, err := os.ReadFile("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	f := Read(bytes.NewReader(code))
	info := f.Section(".go.buildinfo")
	if f.Kind != ELF || info.Size == 0 || !bytes.HasPrefix(code[info.Offset:], []byte("\xff Go buildinf:")) {
		t.Errorf("read %+v", info)
	}
	if f.Section(".bss").Size != 0 || f.Section("none").Size != 0 {
		t.Error("found what is not in the file")
	}
}

func TestWhatIsNoELFIsToldByItsBeginning(t *testing.T) {
	for text, kind := range map[string]Kind{"": Other, "#!/bin/sh\n": Script, "\x7fELF": Other, "PK": Other, "\x7fELF" + strings.Repeat("\xff", 100): Odd} {
		if got := Read(strings.NewReader(text)); got.Kind != kind {
			t.Errorf("%q is %d", text, got.Kind)
		}
	}
}

func TestVersionsAreFoundBehindTheirText(t *testing.T) {
	for name, c := range map[string][2]string{
		"node":                 {"xx\x00node.js/v20.11.1\x00", "20.11.1"},
		"python3.11":           {"3.11.9\x00\x003.11.2\x00%s", "3.11.2"},
		"libpython3.12.so.1.0": {"\x003.12.0rc1\x00", "3.12.0rc1"},
		"python":               {"\x003.11.2\x00", ""},
		"nginx":                {"built by\x00nginx version: nginx/1.25.3\x00", "1.25.3"},
		"busybox":              {"BusyBox v1.36.1 (2023)\x00", "1.36.1"},
		"libcrypto.so.3":       {"OpenSSL SSL_CTX\x00OpenSSL 3.0.13 30 Jan 2024\x00", "3.0.13"},
		"nodemon":              {"node.js/v20.11.1\x00", ""},
		"bash":                 {"@(#)Bash version 5.2.15(1) release GNU\x00", "5.2.15"},
		"ruby":                 {"ruby 3.2.2 (2023-03-30)", "3.2.2"},
		"libz.so.1.2.13":       {" inflate 1.2.13 Copyright", "1.2.13"},
		"php":                  {"X-Powered-By: PHP/8", ""},
	} {
		text := strings.Repeat("z", pieceSize-5) + c[0]
		got := Version(strings.NewReader(text), Section{Size: int64(len(text))}, name, func() bool { return true })
		if got != c[1] {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func FuzzNoFileBreaksTheReader(f *testing.F) {
	f.Add([]byte("\x7fELF\x02\x01\x01"+strings.Repeat("\x00", 33)+"\x40"+strings.Repeat("\x00", 40)), "python3.1")
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		got := Read(bytes.NewReader(data))
		for _, s := range got.Sections {
			Version(bytes.NewReader(data), s, name, func() bool { return true })
		}
		if got.Kind == ELF {
			got.Symbols(bytes.NewReader(data), "a", "sbom")
			got.Note(data)
		}
	})
}
