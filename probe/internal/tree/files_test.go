package tree

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

func (r record) content(t *testing.T) string {
	t.Helper()
	if r.DB == nil {
		return r.D
	}
	data, err := base64.StdEncoding.Strict().DecodeString(*r.DB)
	must(t, err)
	return string(data)
}

func TestOnlyTheNamedFilesAreSent(t *testing.T) {
	bothWays(t, func(t *testing.T, how reading) {
		files := map[string]string{}
		sent := []string{
			"etc/os-release", "usr/lib/os-release", "etc/debian_version", "etc/alpine-release",
			"var/lib/dpkg/status.d/base", "var/lib/dpkg/status.d/sub.conf", "var/lib/dpkg/status", "lib/apk/db/installed", "usr/lib/apk/db/installed",
			"etc/passwd", "etc/group",
		}
		for _, path := range append(sent, "etc/shadow", "root/.ssh/id_rsa", "run/secrets/token", "var/lib/dpkg/status-old", "lib/apk/db/scripts.tar",
			"var/lib/dpkg/status.d/base.md5sums", "var/lib/dpkg/status.d/base.preinst", "var/lib/dpkg/status.d/base.postinst", "var/lib/dpkg/status.d/folder/file") {
			files[path] = "content of " + path + "\n"
		}
		for _, path := range []string{"lib/apk/db/installed", "usr/lib/apk/db/installed"} {
			files[path] = "P:musl\nV:" + path + "\n"
		}
		got := how.read(t, root(t, files))
		if !slices.Equal(got.paths("file"), sent) {
			t.Errorf("sent %q", got.paths("file"))
		}
		for _, f := range got.of("file") {
			if f.content(t) != files[f.P] || f.S != int64(len(files[f.P])) || f.Cut {
				t.Errorf("got %+v", f)
			}
		}
		if got.counts.Cut || got.counts.Errors > 0 {
			t.Errorf("got %+v", got.counts)
		}
	})
}

func TestTheOSReleaseLinkIsResolvedInsideTheRoot(t *testing.T) {
	for name, link := range map[string]string{
		"relative": "../usr/lib/os-release", "absolute": "/usr/lib/os-release", "climbing": "../../../../../../usr/lib/os-release", "over two links": "/etc/other",
	} {
		t.Run(name, func(t *testing.T) {
			bothWays(t, func(t *testing.T, how reading) {
				folder := root(t, map[string]string{"usr/lib/os-release": "ID=inside\n", "etc/": ""})
				must(t, os.Symlink(link, folder+"/etc/os-release"))
				must(t, os.Symlink("../usr/lib/os-release", folder+"/etc/other"))
				got := how.read(t, folder)
				if f := got.find(t, "file", "etc/os-release"); f.D != "ID=inside\n" {
					t.Errorf("got %+v", f)
				}
				got.find(t, "file", "usr/lib/os-release")
			})
		})
	}
}

func TestAnOSReleaseLinkNeverLeavesTheRoot(t *testing.T) {
	outside := filepath.Join(t.TempDir(), "os-release")
	must(t, os.WriteFile(outside, []byte("ID=outside\n"), 0o644))
	for _, link := range []string{outside, "../../../../../../../../.." + outside, "/proc/self/environ", "/proc/1/root/etc/passwd", "os-release", "/etc", "pipe"} {
		bothWays(t, func(t *testing.T, how reading) {
			folder := root(t, map[string]string{"etc/": ""})
			must(t, os.Symlink(link, folder+"/etc/os-release"))
			must(t, unix.Mkfifo(folder+"/etc/pipe", 0o666))
			if got := how.read(t, folder); len(got.of("file")) > 0 {
				t.Errorf("%s: sent %+v", link, got.of("file"))
			}
		})
	}
}

func TestFoldersOnTheWayMayBeLinksInsideTheRoot(t *testing.T) {
	bothWays(t, func(t *testing.T, how reading) {
		folder := root(t, map[string]string{"usr/lib/apk/db/installed": "P:musl\n"})
		must(t, os.Symlink("usr/lib", folder+"/lib"))
		must(t, os.Symlink("../../../../../../../../../../../etc", folder+"/etc"))
		got := how.read(t, folder)
		if !slices.Equal(got.paths("file"), []string{"lib/apk/db/installed"}) {
			t.Errorf("the same file is to be sent once: %q", got.paths("file"))
		}
	})
}

func TestADatabaseOfAnotherNameIsSentUnderItsOwn(t *testing.T) {
	bothWays(t, func(t *testing.T, how reading) {
		folder := root(t, map[string]string{
			"etc/debian_version": "Package: openssl\nVersion: 1\n", "var/lib/dpkg/status.d/": "", "lib/apk/db/": "",
			"var/lib/dpkg/status.d/zlib": "Package: zlib\nVersion: 1\n",
		})
		must(t, os.Link(folder+"/etc/debian_version", folder+"/var/lib/dpkg/status.d/openssl"))
		must(t, os.Link(folder+"/etc/debian_version", folder+"/var/lib/dpkg/status"))
		must(t, os.Link(folder+"/etc/debian_version", folder+"/lib/apk/db/installed"))
		got := how.read(t, folder)
		if !slices.Equal(got.paths("file"), []string{
			"etc/debian_version", "var/lib/dpkg/status.d/openssl", "var/lib/dpkg/status.d/zlib",
		}) {
			t.Errorf("sent %q", got.paths("file"))
		}
		if e := got.find(t, "error", "lib/apk/db/installed"); e.X != "malformed" || e.Op != "database" {
			t.Errorf("told %+v", e)
		}
	})
}

func TestALinkedDatabaseIsNoFileOfAnotherKind(t *testing.T) {
	bothWays(t, func(t *testing.T, how reading) {
		folder := root(t, map[string]string{"etc/passwd": "root:x:0:0::/:\n", "var/lib/dpkg/status.d/base": "Package: base\n", "lib/apk/db/": ""})
		must(t, os.Symlink("../../../etc/passwd", folder+"/var/lib/dpkg/status"))
		must(t, os.Symlink("../../../var/lib/dpkg/status.d/base", folder+"/lib/apk/db/installed"))
		got := how.read(t, folder)
		if !slices.Equal(got.errorsOf(), []string{"var/lib/dpkg/status database link", "lib/apk/db/installed database link"}) {
			t.Errorf("told %q", got.errorsOf())
		}
	})
}

func TestAFIFONeverBlocks(t *testing.T) {
	bothWays(t, func(t *testing.T, how reading) {
		folder := root(t, map[string]string{"var/lib/dpkg/status.d/base": "Package: base\n", "etc/": "", "app/": ""})
		for _, path := range []string{"var/lib/dpkg/status.d/pipe", "var/lib/dpkg/status", "etc/os-release", "etc/passwd"} {
			must(t, unix.Mkfifo(filepath.Join(folder, path), 0o777))
		}
		must(t, unix.Mkfifo(folder+"/app/run", 0o777))
		got := how.read(t, folder)
		if !slices.Equal(got.paths("file"), []string{"var/lib/dpkg/status.d/base"}) {
			t.Errorf("sent %q", got.paths("file"))
		}
		if !slices.Equal(got.errorsOf(), []string{"var/lib/dpkg/status database special"}) {
			t.Errorf("told %q", got.errorsOf())
		}
		if got.find(t, "entry", "var/lib/dpkg/status.d/pipe").K != "p" {
			t.Error("the FIFO is not told")
		}
	})
}

// errorsOf are the error records as "path op code".
func (r result) errorsOf() []string {
	var told []string
	for _, e := range r.of("error") {
		told = append(told, e.path()+" "+e.Op+" "+e.X)
	}
	return told
}

func TestADatabaseThatIsALinkIsNotFollowedButTold(t *testing.T) {
	bothWays(t, func(t *testing.T, how reading) {
		folder := root(t, map[string]string{
			"var/lib/dpkg/": "", "usr/lib/apk/db/installed": "P:musl\n", "lib/apk/db/": "", "opt/secret": "token",
			"var/lib/dpkg/status.d/base": "Package: base\n", "var/lib/dpkg/status.d/folder/": "",
		})
		must(t, os.Symlink("../../../opt/secret", folder+"/var/lib/dpkg/status"))
		must(t, os.Symlink("/opt/secret", folder+"/var/lib/dpkg/status.d/linked"))
		must(t, os.Symlink("/opt/nothing", folder+"/var/lib/dpkg/status.d/nowhere"))
		must(t, os.Symlink("../../../usr/lib/apk/db/installed", folder+"/lib/apk/db/installed"))
		got := how.read(t, folder)
		if want := []string{"var/lib/dpkg/status.d/base", "usr/lib/apk/db/installed"}; !slices.Equal(got.paths("file"), want) {
			t.Errorf("sent %q", got.paths("file"))
		}
		want := []string{"var/lib/dpkg/status.d/linked database link", "var/lib/dpkg/status database link"}
		if !slices.Equal(got.errorsOf(), want) || got.counts.Errors != 2 {
			t.Errorf("told %q", got.errorsOf())
		}
	})
}

func TestAFolderOfDatabasesThatIsALinkIsTold(t *testing.T) {
	bothWays(t, func(t *testing.T, how reading) {
		folder := root(t, map[string]string{"opt/packages/base": "Package: base\n", "var/lib/dpkg/": ""})
		must(t, os.Symlink("/opt/packages", folder+"/var/lib/dpkg/status.d"))
		if got := how.read(t, folder); !slices.Equal(got.errorsOf(), []string{"var/lib/dpkg/status.d database link"}) {
			t.Errorf("told %q", got.errorsOf())
		}
	})
}

func TestLinksInPlaceOfDatabasesAreToldUpToTheLimitOfErrors(t *testing.T) {
	how := usual()
	how.limits.Errors = 5
	folder := root(t, map[string]string{"opt/secret": "", "var/lib/dpkg/status.d/": ""})
	for i := range 20 {
		must(t, os.Symlink("/opt/secret", fmt.Sprintf("%s/var/lib/dpkg/status.d/p%02d", folder, i)))
	}
	if got := how.read(t, folder); got.counts.Errors != 20 || len(got.of("error")) != 5 {
		t.Errorf("%d errors, %d told", got.counts.Errors, len(got.of("error")))
	}
}

func TestADatabaseThatMayNotBeReadIsTold(t *testing.T) {
	bothWays(t, func(t *testing.T, how reading) {
		folder := root(t, map[string]string{"var/lib/dpkg/status": "Package: a\n", "var/lib/dpkg/status.d/base": "", "lib/apk/db/installed": "", "etc/passwd": ""})
		for _, path := range []string{"var/lib/dpkg/status", "var/lib/dpkg/status.d", "lib/apk/db"} {
			must(t, os.Chmod(filepath.Join(folder, path), 0))
			t.Cleanup(func() { _ = os.Chmod(filepath.Join(folder, path), 0o755) })
		}
		got := asNobody(t, folder, func() result { return how.readHere(t, folder) })
		want := []string{"var/lib/dpkg/status.d database EACCES", "var/lib/dpkg/status database EACCES", "lib/apk/db/installed database EACCES"}
		if !slices.Equal(got.errorsOf(), want) || !slices.Equal(got.paths("file"), []string{"etc/passwd"}) {
			t.Errorf("told %q, sent %q", got.errorsOf(), got.paths("file"))
		}
	})
}

func TestAHugeSparseFileIsReadToItsBound(t *testing.T) {
	bothWays(t, func(t *testing.T, how reading) {
		folder := root(t, map[string]string{"var/lib/dpkg/status": "", "app/run": "\x7fELF"})
		for _, path := range []string{"/var/lib/dpkg/status", "/app/run"} {
			allow(t, os.Truncate(folder+path, 1<<40))
		}
		must(t, os.Chmod(folder+"/app/run", 0o755))
		got := how.read(t, folder)
		f := got.find(t, "file", "var/lib/dpkg/status")
		if f.S != 1<<40 || !f.Cut || int64(len(f.content(t))) != Standard.FileBytes {
			t.Errorf("size %d, cut %v, %d bytes", f.S, f.Cut, len(f.content(t)))
		}
		if got.find(t, "limit", "var/lib/dpkg/status").What != "file" || !got.counts.Cut || got.counts.BytesRead > Standard.FileBytes+executableRead {
			t.Errorf("got %+v", got.counts)
		}
		if got.find(t, "entry", "app/run").S != 1<<40 {
			t.Error("the walk ended early")
		}
	})
}

func TestAGrowingFileIsReadToTheSizeItHad(t *testing.T) {
	bothWays(t, func(t *testing.T, how reading) {
		folder := root(t, map[string]string{"var/lib/dpkg/status": strings.Repeat("x", 5000)})
		f, err := os.OpenFile(folder+"/var/lib/dpkg/status", os.O_APPEND|os.O_WRONLY, 0)
		must(t, err)
		stop, stopped := make(chan bool), make(chan bool)
		go func() {
			defer close(stopped)
			for {
				select {
				case <-stop:
					return
				default:
					_, _ = f.WriteString("growing\n")
				}
			}
		}()
		for range 6 {
			got := how.read(t, folder)
			sent := got.find(t, "file", "var/lib/dpkg/status")
			if n := int64(len(sent.content(t))); n > sent.S || n > Standard.FileBytes || (n < sent.S && !sent.Cut) {
				t.Errorf("%d of %d bytes, cut %v", n, sent.S, sent.Cut)
			}
		}
		close(stop)
		<-stopped
		_ = f.Close()
	})
}

func TestAllContentsTogetherAreBounded(t *testing.T) {
	how := usual()
	how.limits.ContentBytes = 10_000
	how.limits.FileBytes = 4_000
	files := map[string]string{}
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		files["var/lib/dpkg/status.d/"+name] = strings.Repeat(name, 3_000)
	}
	files["etc/os-release"] = strings.Repeat("p", 5_000)
	files["etc/passwd"] = strings.Repeat("p", 50)
	got := how.read(t, root(t, files))
	total := 0
	for _, f := range got.of("file") {
		total += len(f.content(t))
	}
	if total != 10_000 || !got.counts.Cut {
		t.Errorf("%d bytes, %+v", total, got.counts)
	}
	if got.find(t, "limit", "etc/os-release").What != "file" || got.find(t, "limit", "etc/passwd").What != "read" || got.find(t, "limit", "var/lib/dpkg/status.d/c").What != "read" {
		t.Errorf("got %+v", got.of("limit"))
	}
}

func TestContentThatOutgrowsTheCapEndsTheReading(t *testing.T) {
	how := usual()
	how.cap = 12 << 10
	noise := make([]byte, 100_000)
	random := rand.NewChaCha8([32]byte{1})
	_, _ = random.Read(noise)
	got := how.read(t, root(t, map[string]string{"var/lib/dpkg/status": string(noise), "a": ""}))
	f := got.find(t, "file", "var/lib/dpkg/status")
	if !f.Cut || len(f.content(t)) == 0 || !strings.HasPrefix(string(noise), f.content(t)) || !got.counts.Cut || got.bytes > how.cap {
		t.Errorf("cut %v, %d bytes content, %d bytes in all", f.Cut, len(f.content(t)), got.bytes)
	}
}

func TestALongAccountFilePushesNoPackagesOut(t *testing.T) {
	how := usual()
	how.cap = 64 << 10
	noise := make([]byte, 5<<20)
	_, _ = rand.NewChaCha8([32]byte{2}).Read(noise)
	got := how.read(t, root(t, map[string]string{"etc/passwd": string(noise), "var/lib/dpkg/status": "Package: libc6\nVersion: 2\n"}))
	if f := got.find(t, "file", "var/lib/dpkg/status"); f.Cut || !got.counts.Cut {
		t.Errorf("got %+v, %+v", f, got.counts)
	}
	if got.find(t, "limit", "etc/passwd").What != "file" {
		t.Errorf("told %+v", got.of("limit"))
	}
}

func TestDatabasesThatNobodyReadsAreTold(t *testing.T) {
	for path, format := range map[string]string{
		"var/lib/rpm/Packages": "rpm-bdb", "usr/lib/sysimage/rpm/Packages.db": "rpm-ndb", "var/lib/pacman/local/zlib-1.3/desc": "pacman-local",
		"var/db/pkg/sys-libs/zlib-1.3/CONTENTS": "portage-installed", "var/db/xbps/pkgdb-0.38.plist": "xbps-pkgdb",
		"opt/homebrew/Cellar/zlib/1.3/INSTALL_RECEIPT.json": "homebrew-receipt",
	} {
		bothWays(t, func(t *testing.T, how reading) {
			got := how.read(t, root(t, map[string]string{path: "x"}))
			if e := got.find(t, "error", path); e.Op != "format" || e.X != format || len(got.of("error")) != 1 {
				t.Errorf("%s: %+v", path, got.of("error"))
			}
			if f := got.of("format"); len(f) != 1 || f[0].ID != format || f[0].Unread != 1 || f[0].Found != 1 || !slices.Equal(f[0].Paths, []string{path}) {
				t.Errorf("%s: %+v", path, f)
			}
			if len(got.of("file")) > 0 {
				t.Errorf("%s was sent", path)
			}
		})
	}
}

func TestMetadataLeavesOnlyWhatIsNamed(t *testing.T) {
	files := map[string]string{
		"app/package.json":                     `{"name":"shop","version":"1.0.0","scripts":{"start":"SECRET"}}`,
		"app/node_modules/a/package.json":      `{"version":"2.0.0","name":"a","config":"SECRET"}`,
		"app/node_modules/a/dist/package.json": `{"type":"module"}`,
		"app/node_modules/b/package.json":      `{"name":`,
		"v/x-1.dist-info/METADATA":             "Metadata-Version: 2.1\nName: x\nVersion: 1\nAuthor: SECRET\n\nSECRET\n",
		"jdk/release":                          "JAVA_VERSION=\"17.0.1\"\nSOURCE=\"SECRET\"\n",
		"app/release":                          "SECRET=1\n",
		"app/app.deps.json":                    `{"runtimeTarget":{"name":".NETCoreApp"},"libraries":{"A/1.0":{"type":"package","sha512":"SECRET"}}}`,
		"lib/specifications/rake-13.gemspec":   "Gem::Specification.new do |s|\n  s.name = \"rake\".freeze\n  s.version = \"13\"\n  s.email = SECRET\nend\n",
		"srv/vendor/composer/installed.json":   `{"packages":[{"name":"a/b","version":"v1","source":"SECRET"}]}`,
		"lib/apk/db/installed":                 "C:SECRET\nP:musl\nV:1\nR:SECRET\n\nP:busybox\nV:2\n",
		"usr/lib/R/library/stats/DESCRIPTION":  "Package: stats\nVersion: 4\nAuthor: SECRET\n",
		"opt/conda/conda-meta/zlib-1.json":     `{"name":"zlib","version":"1","files":["SECRET"],"build":"h1"}`,
		"opt/x.cdx.json":                       `{"bomFormat":"CycloneDX","components":[{"name":"q","purl":"pkg:x/q@1","evidence":"SECRET"}]}`,
	}
	bothWays(t, func(t *testing.T, how reading) {
		got := how.read(t, root(t, files))
		for _, f := range got.of("file") {
			if strings.Contains(f.D, "SECRET") || !f.Reduced || f.F == "" || f.S != int64(len(f.D)) || f.Cut {
				t.Errorf("sent %+v", f)
			}
		}
		if len(got.of("file")) != len(files)-3 {
			t.Errorf("sent %q", got.paths("file"))
		}
		if f := got.find(t, "file", "app/node_modules/a/package.json"); f.D != `{"version":"2.0.0","name":"a"}` {
			t.Errorf("sent %+v", f)
		}
		if e := got.find(t, "error", "app/node_modules/b/package.json"); e.X != "malformed" {
			t.Errorf("told %+v", e)
		}
	})
}

func zipOf(t *testing.T, files map[string]string) string {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		f, err := w.Create(name)
		must(t, err)
		_, err = f.Write([]byte(files[name]))
		must(t, err)
	}
	must(t, w.Close())
	return out.String()
}

func TestAnArchiveThatIsWrittenWhileItIsReadIsTold(t *testing.T) {
	bothWays(t, func(t *testing.T, how reading) {
		path := root(t, map[string]string{"app/shop.jar": zipOf(t, map[string]string{"META-INF/MANIFEST.MF": "Manifest-Version: 1.0\n"})})
		at := time.Now()
		how.expired = func() bool {
			at = at.Add(time.Second)
			_ = os.Chtimes(filepath.Join(path, "app/shop.jar"), at, at)
			return false
		}
		got := how.read(t, path)
		if x := got.find(t, "archive", "app/shop.jar").X; x != string(isChanged) {
			t.Errorf("told %q", x)
		}
		for _, f := range got.of("format") {
			if f.ID == "java-archive" && f.Unread != 1 {
				t.Errorf("counted %+v", f)
			}
		}
	})
}

func TestLibrariesOfDotnetThatNoListSpeaksOfAreTold(t *testing.T) {
	deps := `{"runtimeTarget":{"name":".NETCoreApp,Version=v8.0"},"libraries":{"A/1.0.0":{"type":"package"}}}`
	got := usual().read(t, root(t, map[string]string{
		"app/shop.deps.json": deps, "app/shop.dll": "MZ", "app/de/shop.resources.dll": "MZ", "opt/x/alone.dll": "MZ", "bad/y.deps.json": "no JSON", "bad/y.dll": "MZ", "top.dll": "MZ",
	}))
	for _, f := range got.of("format") {
		if f.ID == "dotnet-assembly" {
			if f.Found != 3 || f.Unread != 3 || !slices.Equal(f.Paths, []string{"bad/y.dll", "opt/x/alone.dll", "top.dll"}) {
				t.Errorf("counted %+v", f)
			}
			return
		}
	}
	t.Error("nothing is told")
}

func TestArchivesGiveTheirMetadataUnderVirtualPaths(t *testing.T) {
	inner := zipOf(t, map[string]string{"META-INF/maven/g/a/pom.properties": "#x\nversion=2\ngroupId=g\nartifactId=a\nsecret=SECRET\n", "A.class": "SECRET"})
	files := map[string]string{
		"app/shop.jar": zipOf(t, map[string]string{"META-INF/MANIFEST.MF": "Manifest-Version: 1.0\nImplementation-Version: 1\nSecret: SECRET\n", "BOOT-INF/lib/a.jar": inner}),
		"app/bare.jar": zipOf(t, map[string]string{"X.class": "x"}),
		"app/bad.war":  "no archive",
	}
	bothWays(t, func(t *testing.T, how reading) {
		got := how.read(t, root(t, files))
		if f := got.find(t, "file", "app/shop.jar!/BOOT-INF/lib/a.jar!/META-INF/maven/g/a/pom.properties"); f.D != "version=2\ngroupId=g\nartifactId=a\n" || f.F != "java-pom-properties" {
			t.Errorf("sent %+v", f)
		}
		if f := got.find(t, "file", "app/shop.jar!/META-INF/MANIFEST.MF"); strings.Contains(f.D, "SECRET") {
			t.Errorf("sent %+v", f)
		}
		if got.find(t, "archive", "app/bad.war").X != "malformed" || got.find(t, "archive", "app/bare.jar").X != "" || len(got.of("archive")) != 4 {
			t.Errorf("told %+v", got.of("archive"))
		}
		for _, f := range got.of("format") {
			if f.ID == "java-archive" && (f.Found != 4 || f.Read != 3 || !slices.Equal(f.Paths, []string{"app/bad.war"})) {
				t.Errorf("counted %+v", f)
			}
		}
		if got.counts.Cut || got.counts.Archives != 4 {
			t.Errorf("got %+v", got.counts)
		}
	})
}

func TestMetadataWithoutANameIsToldAndAManifestOfAJarNeedsNone(t *testing.T) {
	got := usual().read(t, root(t, map[string]string{
		"srv/good-1.dist-info/METADATA": "\x01 nothing of Python\n", "R/library/good/DESCRIPTION": "<html>", "META-INF/MANIFEST.MF": "Manifest-Version: 1.0\n",
	}))
	for _, path := range []string{"srv/good-1.dist-info/METADATA", "R/library/good/DESCRIPTION"} {
		if e := got.find(t, "error", path); e.X != "malformed" || e.Op != "read" {
			t.Errorf("told %+v", e)
		}
	}
	if errors := got.of("error"); len(errors) != 2 {
		t.Errorf("told %+v", errors)
	}
}
