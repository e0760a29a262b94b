package tree

import (
	"compress/gzip"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
)

func rpmSample(t *testing.T) string {
	t.Helper()
	f, err := os.Open("../rpmdb/testdata/rpmdb.sqlite.gz")
	must(t, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	must(t, err)
	data, err := io.ReadAll(z)
	must(t, err)
	return string(data)
}

func TestAnRpmDatabaseGivesALineForEachPackage(t *testing.T) {
	sample := rpmSample(t)
	bothWays(t, func(t *testing.T, how reading) {
		got := how.read(t, root(t, map[string]string{"var/lib/rpm/rpmdb.sqlite": sample}))
		f := got.find(t, "file", "var/lib/rpm/rpmdb.sqlite!/manifest")
		if strings.Count(f.D, "\n") != 3 || !strings.Contains(f.D, "with-epoch\t2.4.1-27.el9\t") || f.F != "rpm-sqlite" || !f.Reduced || len(got.of("error")) > 0 {
			t.Errorf("sent %+v, told %+v", f, got.of("error"))
		}
		got = how.read(t, root(t, map[string]string{"var/lib/rpm/rpmdb.sqlite": sample, "var/lib/rpm/rpmdb.sqlite-wal": "x"}))
		if e := got.find(t, "error", "var/lib/rpm/rpmdb.sqlite"); e.X != "wal" {
			t.Errorf("told %+v", e)
		}
		got = how.read(t, root(t, map[string]string{"usr/lib/sysimage/rpm/rpmdb.sqlite": "SQLite format 3\x00" + strings.Repeat("\x00", 4080)}))
		if e := got.find(t, "error", "usr/lib/sysimage/rpm/rpmdb.sqlite"); e.X != "malformed" || e.Op != "database" {
			t.Errorf("told %+v", e)
		}
	})
}

func zstdOf(t *testing.T, text string) string {
	t.Helper()
	w, err := zstd.NewWriter(nil)
	must(t, err)
	return string(w.EncodeAll([]byte(text), nil))
}

func TestAChiselManifestGivesItsPackages(t *testing.T) {
	text := "{\"jsonwall\":\"1.0\",\"schema\":\"1.0\",\"count\":3}\n{\"kind\":\"package\",\"name\":\"openssl\",\"version\":\"3\",\"sha256\":\"x\",\"arch\":\"amd64\"}\n{\"kind\":\"path\",\"path\":\"/SECRET\"}\n"
	got := usual().read(t, root(t, map[string]string{"var/lib/chisel/manifest.wall": zstdOf(t, text)}))
	if f := got.find(t, "file", "var/lib/chisel/manifest.wall"); f.D != `{"kind":"package","name":"openssl","version":"3","arch":"amd64"}`+"\n" || !f.Reduced {
		t.Errorf("sent %+v", f)
	}
	for name, bad := range map[string]string{"noise": "noise", "cut": zstdOf(t, text)[:30], "no packages": zstdOf(t, "{}\n"), "a bomb": zstdOf(t, strings.Repeat(" ", 64<<20)),
		"one record of 4 MB": zstdOf(t, text+`{"kind":"package","name":"`+strings.Repeat("x", 4<<20)+`"}`+"\n")} {
		got := usual().read(t, root(t, map[string]string{"var/lib/chisel/manifest.wall": bad}))
		if e := got.find(t, "error", "var/lib/chisel/manifest.wall"); e.X != "malformed" {
			t.Errorf("%s: told %+v", name, e)
		}
	}
}
