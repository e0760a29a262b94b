package formats

import (
	"slices"
	"testing"
)

func table(t *testing.T) *Table {
	t.Helper()
	got, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestPathsFindTheirFormat(t *testing.T) {
	table := table(t)
	for path, want := range map[string]string{
		"var/lib/dpkg/status":                                 "dpkg-status",
		"x/var/lib/dpkg/status":                               "",
		"var/lib/dpkg/status.d/base":                          "dpkg-status-d",
		"var/lib/dpkg/status.d/base.md5sums":                  "dpkg-files",
		"var/lib/dpkg/status.d/folder/base":                   "",
		"usr/lib/apk/db/installed":                            "apk-installed",
		"var/lib/rpm/Packages":                                "rpm-bdb",
		"app/Packages":                                        "",
		"usr/lib/sysimage/rpm/rpmdb.sqlite":                   "rpm-sqlite",
		"app.jar":                                             "java-archive",
		"opt/a b/lib/x.war":                                   "java-archive",
		"x.jars":                                              "",
		"nix/store/abc-curl-8.1":                              "nix-store",
		"package.json":                                        "node-package",
		"app/node_modules/@scope/x/package.json":              "node-package",
		"usr/lib/python3/dist-packages/six-1.16.0.egg-info":   "python-metadata",
		"usr/lib/python3/dist-packages/x-1.egg-info/PKG-INFO": "python-metadata",
		"opt/venv/lib/python3.12/site-packages/a-1.dist-info/METADATA": "python-metadata",
		"METADATA":                           "",
		"app/app.deps.json":                  "dotnet-deps",
		"opt/conda/conda-meta/x-1-0.json":    "conda-meta",
		"srv/vendor/composer/installed.json": "php-installed",
		"usr/lib/erlang/lib/x/ebin/x.app":    "erlang-app",
		"":                                   "",
	} {
		got := ""
		if f := table.Match(path); f != nil {
			got = f.ID
		}
		if got != want {
			t.Errorf("%q is %q, not %q", path, got, want)
		}
	}
}

func TestMembersOfArchivesFindTheirFormat(t *testing.T) {
	table := table(t)
	for path, want := range map[string]string{
		"META-INF/MANIFEST.MF":                "java-manifest",
		"x/META-INF/MANIFEST.MF":              "",
		"META-INF/maven/g.h/a/pom.properties": "java-pom-properties",
		"BOOT-INF/lib/a-1.jar":                "java-archive",
		"a-1.jar":                             "java-archive",
		"node_modules/@a/b/package.json":      "node-package-zipped",
		"var/lib/dpkg/status":                 "",
	} {
		got := ""
		if f := table.MatchWithin(path); f != nil {
			got = f.ID
		}
		if got != want {
			t.Errorf("%q is %q, not %q", path, got, want)
		}
	}
}

func TestTheTableIsWhole(t *testing.T) {
	known := []string{Text, Fields, Head, Properties, Members, Lines, Rows, Archive, Section, Window, Owner, Path, Told}
	named := []string{Fields, Head, Properties, Members, Lines, Section, Window}
	for _, f := range table(t).All {
		if f.ID == "" || f.What == "" || len(f.Paths) == 0 || !slices.Contains(known, f.Leaves) {
			t.Errorf("%+v lacks something", *f)
		}
		if slices.Contains(named, f.Leaves) != (len(f.Names) > 0) {
			t.Errorf("%s: what leaves is not named", f.ID)
		}
		if reads := f.Leaves != Told && f.Leaves != Path; reads != (f.Bytes > 0) {
			t.Errorf("%s: no bound", f.ID)
		}
	}
}

func FuzzNoPathBreaksTheMatching(f *testing.F) {
	got, err := Load()
	if err != nil {
		f.Fatal(err)
	}
	f.Add("var/lib/dpkg/status.d/base")
	f.Add("//../*.jar")
	f.Fuzz(func(t *testing.T, path string) {
		got.Match(path)
		got.MatchWithin(path)
	})
}
