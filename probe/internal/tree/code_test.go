package tree

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/call"
)

// addressOfFirst is where the first section by name lies, when the program runs, in files of elfWith.
const addressOfFirst = 1 << 16

// elfWith makes a small 64-bit ELF file with sections of these names, each at an address of its own; .dynsym has its names in .dynstr.
func elfWith(sections map[string]string) string {
	names, body := "\x00.shstrtab\x00", strings.Repeat("\x00", 64)
	type part struct{ name, at, size, link int }
	parts := []part{{}}
	sorted := slices.Sorted(maps.Keys(sections))
	for _, name := range sorted {
		p := part{len(names), len(body), len(sections[name]), 0}
		if name == ".dynsym" {
			p.link = slices.Index(sorted, ".dynstr") + 1
		}
		parts = append(parts, p)
		names += name + "\x00"
		body += sections[name]
	}
	parts = append(parts, part{1, len(body), len(names), 0})
	body += names
	table := make([]byte, 64*len(parts))
	for i, p := range parts {
		binary.LittleEndian.PutUint32(table[i*64:], uint32(p.name))
		binary.LittleEndian.PutUint32(table[i*64+4:], 1)
		binary.LittleEndian.PutUint64(table[i*64+16:], uint64(i*addressOfFirst))
		binary.LittleEndian.PutUint32(table[i*64+40:], uint32(p.link))
		binary.LittleEndian.PutUint64(table[i*64+24:], uint64(p.at))
		binary.LittleEndian.PutUint64(table[i*64+32:], uint64(p.size))
	}
	head := []byte(body)
	copy(head, "\x7fELF\x02\x01\x01")
	binary.LittleEndian.PutUint16(head[16:], 3)
	binary.LittleEndian.PutUint64(head[40:], uint64(len(body)))
	binary.LittleEndian.PutUint16(head[60:], uint16(len(parts)))
	binary.LittleEndian.PutUint16(head[62:], uint16(len(parts)-1))
	return string(head) + string(table)
}

func (r result) code(t *testing.T, path string) record {
	t.Helper()
	return r.find(t, "code", path)
}

func TestOwnersSayWhoseAFileIsAndWhetherItIsTheirs(t *testing.T) {
	library := elfWith(map[string]string{".text": "x"})
	md, sha := md5.Sum([]byte(library)), sha1.Sum([]byte(library))
	sum := sha256.Sum256([]byte(library))
	files := map[string]string{
		"usr/lib/libz.so.1":                    library,
		"usr/lib/libbad.so.1":                  library,
		"usr/lib/musl.so":                      library,
		"site-packages/x/_x.so":                library,
		"opt/own.so":                           library,
		"var/lib/dpkg/info/zlib1g:amd64.list":  "/.\n/usr\n/lib/libz.so.1\n/usr/lib/libbad.so.1\n",
		"var/lib/dpkg/info/zlib1g.md5sums":     hex.EncodeToString(md[:]) + "  lib/libz.so.1\n" + strings.Repeat("0", 32) + "  usr/lib/libbad.so.1\n",
		"lib_/keep":                            "",
		"usr/lib/apk/db/installed":             "P:musl\nV:1\nF:usr/lib\nR:musl.so\nZ:Q1" + base64.StdEncoding.EncodeToString(sha[:]) + "\n",
		"site-packages/x-1.dist-info/RECORD":   "x/_x.so,sha256=" + base64.RawURLEncoding.EncodeToString(sum[:]) + ",9\n",
		"site-packages/x-1.dist-info/METADATA": "Name: x\nVersion: 1\n",
	}
	bothWays(t, func(t *testing.T, how reading) {
		how.verify = call.VerifyExecutables
		folder := root(t, files)
		must(t, os.Symlink("usr/lib", folder+"/lib"))
		got := how.read(t, folder)
		for path, want := range map[string][3]string{
			"usr/lib/libz.so.1":     {"zlib1g", "dpkg-files", "match"},
			"usr/lib/libbad.so.1":   {"zlib1g", "dpkg-files", "mismatch"},
			"usr/lib/musl.so":       {"musl", "apk-installed", "match"},
			"site-packages/x/_x.so": {"x", "python-record", "match"},
			"opt/own.so":            {"", "", ""},
		} {
			if c := got.code(t, path); c.Own != want[0] || c.By != want[1] || c.Chk != want[2] || c.K != "elf" || c.H != hex.EncodeToString(sum[:]) || c.Late {
				t.Errorf("%s: %+v", path, c)
			}
		}
		if len(got.of("error")) > 0 {
			t.Errorf("told %+v", got.of("error"))
		}
	})
}

func TestOnlyWhatIsLoadedOrChangedIsHashedUnlessMoreIsAsked(t *testing.T) {
	files := map[string]string{"a.so": elfWith(nil), "b.so": elfWith(nil), "c.jar": "x", "data": "x"}
	how := usual()
	how.loaded, how.verify = []string{"b.so", "data"}, call.VerifyLoaded
	got := how.read(t, root(t, files))
	if got.code(t, "a.so").H != "" || got.code(t, "b.so").H == "" || got.code(t, "data").H == "" || got.code(t, "data").K != "" {
		t.Errorf("told %+v", got.of("code"))
	}
	how.verify = call.VerifyNone
	if got := how.read(t, root(t, files)); got.code(t, "b.so").H != "" || got.counts.Hashed > 0 {
		t.Errorf("told %+v", got.of("code"))
	}
	how.verify, how.loaded, how.started = call.VerifyLoaded, nil, time.Now().Add(-time.Hour).UnixMilli()
	if got := how.read(t, root(t, files)); got.code(t, "a.so").H == "" || got.code(t, "c.jar").H == "" {
		t.Errorf("told %+v", got.of("code"))
	}
	how.limits.HashBytes = 1
	if got := how.read(t, root(t, files)); got.counts.Hashed > 1 || got.counts.Cut {
		t.Errorf("hashed %d, %+v", got.counts.Hashed, got.of("limit"))
	}
}

func TestADocumentLetsProgramsThatNobodyOwnsBeHashed(t *testing.T) {
	program := elfWith(map[string]string{".text": "x"})
	files := map[string]string{"opt/a.so": program, "opt/x.cdx.json": `{"bomFormat":"CycloneDX","components":[]}`}
	sum := sha256.Sum256([]byte(program))
	hash := func(verify call.Verify) string {
		how := usual()
		how.verify = verify
		return how.read(t, root(t, files)).code(t, "opt/a.so").H
	}
	if got := hash(call.VerifyNone); got != "" {
		t.Errorf("hashed though nothing was asked for: %s", got)
	}
	if got := hash(call.VerifyLoaded); got != hex.EncodeToString(sum[:]) {
		t.Errorf("hashed %q", got)
	}
	delete(files, "opt/x.cdx.json")
	if got := hash(call.VerifyLoaded); got != "" {
		t.Errorf("hashed without a document: %s", got)
	}
}

func TestProgramsThatNobodyOwnsTellTheirVersion(t *testing.T) {
	node := elfWith(map[string]string{".rodata": "x\x00node.js/v20.11.1\x00"})
	files := map[string]string{"opt/node": node, "usr/bin/node": node, "opt/other": node, "var/lib/dpkg/info/nodejs.list": "/usr/bin/node\n"}
	folder := root(t, files)
	for _, path := range []string{"opt/node", "usr/bin/node", "opt/other"} {
		must(t, os.Chmod(folder+"/"+path, 0o755))
	}
	got := usual().read(t, folder)
	if v := got.of("version"); len(v) != 1 || v[0].P != "opt/node" || v[0].ID != "node" || v[0].V != "20.11.1" {
		t.Errorf("told %+v", v)
	}
}

func TestCratesOfAProgramAreSent(t *testing.T) {
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	_, _ = w.Write([]byte(`{"packages":[{"name":"serde","version":"1.0.1","source":"crates.io","features":["SECRET"]}]}`))
	_ = w.Close()
	got := usual().read(t, root(t, map[string]string{"a.so": elfWith(map[string]string{".dep-v0": packed.String()}), "b.so": elfWith(map[string]string{".dep-v0": "noise"}),
		"c.so": elfWith(map[string]string{".svm_heap": "x"})}))
	if f := got.find(t, "file", "a.so!/.dep-v0"); f.D != `{"packages":[{"name":"serde","version":"1.0.1","source":"crates.io"}]}` || f.F != "rust-audit" {
		t.Errorf("sent %+v", f)
	}
	if got.find(t, "error", "b.so").X != "malformed" {
		t.Errorf("told %+v", got.of("error"))
	}
	for _, f := range got.of("format") {
		if f.ID == "graalvm-sbom" && f.Unread == 1 {
			return
		}
	}
	t.Errorf("a native image is not told: %+v", got.of("format"))
}

// nativeImage is a program as GraalVM makes it: a document compressed with gzip, its length, and a symbol for each.
func nativeImage(document []byte, length uint64) string {
	data := append(binary.LittleEndian.AppendUint64(nil, length), document...)
	symbol := func(name, value int) []byte {
		s := binary.LittleEndian.AppendUint32(nil, uint32(name))
		s = append(s, 0x11, 0, 1, 0)
		return binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(s, uint64(value)), 8)
	}
	// The name sbom begins within a longer one, as linkers let it.
	names := "\x00their_sbom\x00sbom_length\x00"
	symbols := slices.Concat(make([]byte, 24), symbol(strings.Index(names, "sbom_length"), addressOfFirst), symbol(strings.Index(names, "sbom\x00"), addressOfFirst+8))
	return elfWith(map[string]string{".data": string(data), ".dynstr": names, ".dynsym": string(symbols), ".svm_heap": "x"})
}

func gzipped(text string) []byte {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return packed.Bytes()
}

func TestTheDocumentOfANativeImageIsSent(t *testing.T) {
	document := gzipped(`{"bomFormat":"CycloneDX","metadata":{"x":"SECRET"},"components":[{"type":"library","group":"g","name":"a","version":"1","purl":"pkg:maven/g/a@1"}]}`)
	got := usual().read(t, root(t, map[string]string{"app.so": nativeImage(document, uint64(len(document)))}))
	f := got.find(t, "file", "app.so!/sbom")
	if f.D != `{"bomFormat":"CycloneDX","components":[{"type":"library","group":"g","name":"a","version":"1","purl":"pkg:maven/g/a@1"}]}` || f.F != "graalvm-sbom" {
		t.Errorf("sent %+v", f)
	}
}

func TestADocumentThatIsNoneIsToldAndBounded(t *testing.T) {
	bomb := gzipped(`{"bomFormat":"` + strings.Repeat("x", 9<<20) + `"}`)
	whole := gzipped(`{"bomFormat":"CycloneDX"}`)
	got := usual().read(t, root(t, map[string]string{
		"bomb.so": nativeImage(bomb, uint64(len(bomb))), "long.so": nativeImage(whole, 1<<40), "negative.so": nativeImage(whole, 1<<63),
		"noise.so": nativeImage([]byte("no gzip"), 7), "cut.so": nativeImage(whole[:20], 20),
	}))
	if n := len(got.of("error")); n != 5 || got.counts.Inflated > 9<<20 {
		t.Errorf("%d errors: %+v, %d bytes inflated", n, got.of("error"), got.counts.Inflated)
	}
	for _, f := range got.of("format") {
		if f.ID == "graalvm-sbom" && (f.Found != 5 || f.Read != 0 || f.Unread != 5) {
			t.Errorf("counted %+v", f)
		}
	}
}

func TestTheNoteOfAPackageIsSent(t *testing.T) {
	note := func(text string) string {
		head := binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(nil, 4), uint32(len(text)))
		return string(binary.LittleEndian.AppendUint32(head, 0xcafe1a7e)) + "FDO\x00" + text
	}
	got := usual().read(t, root(t, map[string]string{
		"a.so": elfWith(map[string]string{".note.package": note(`{"type":"rpm","name":"bash","version":"5.2.15-1.fc38","architecture":"x86_64","debugInfoUrl":"SECRET"}` + "\x00\x00")}),
		"b.so": elfWith(map[string]string{".note.package": note("")}), "c.so": elfWith(map[string]string{".note.package": "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"}),
	}))
	if f := got.find(t, "file", "a.so!/.note.package"); f.D != `{"type":"rpm","name":"bash","version":"5.2.15-1.fc38","architecture":"x86_64"}` || f.F != "elf-package-note" {
		t.Errorf("sent %+v", f)
	}
	for _, f := range got.of("format") {
		if f.ID == "elf-package-note" && (f.Found != 3 || f.Unread != 2) {
			t.Errorf("counted %+v", f)
		}
	}
}

func TestALargeDataSegmentWithoutBuildInfoIsNotSearched(t *testing.T) {
	got := usual().read(t, root(t, map[string]string{"a.so": elfWith(map[string]string{".data": strings.Repeat("x", 24<<20)})}))
	if got.counts.BytesRead > 64<<10 || got.counts.Cut {
		t.Errorf("read %d bytes, %+v", got.counts.BytesRead, got.of("limit"))
	}
}
