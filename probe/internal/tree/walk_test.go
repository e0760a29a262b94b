package tree

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

func TestEveryEntryIsDescribedOnceFoldersFirstNamesSorted(t *testing.T) {
	bothWays(t, func(t *testing.T, how reading) {
		folder := root(t, map[string]string{"b/two": "22", "b/one": "1", "a": "", "c/": "", "Z": "", "b.txt": ""})
		got := how.read(t, folder)
		want := []string{".", "Z", "a", "b", "b/one", "b/two", "b.txt", "c"}
		if !slices.Equal(got.paths("entry"), want) {
			t.Errorf("got %q", got.paths("entry"))
		}
		if e := got.find(t, "entry", "b/two"); e.K != "f" || e.S != 2 || e.mode() != 0o644 {
			t.Errorf("got %+v", e)
		}
		if got.counts.Cut || got.counts.Unlisted+got.counts.Unreadable+got.counts.Errors > 0 {
			t.Errorf("got %+v", got.counts)
		}
	})
}

func TestTypesAndModesAreTold(t *testing.T) {
	bothWays(t, func(t *testing.T, how reading) {
		folder := root(t, map[string]string{"suid": "x", "sticky/": "", "sgid/": ""})
		must(t, os.Chmod(folder+"/suid", 0o4755|os.ModeSetuid|0o755))
		must(t, os.Chmod(folder+"/sticky", os.ModeSticky|0o777))
		must(t, os.Chmod(folder+"/sgid", os.ModeSetgid|0o755))
		must(t, unix.Mkfifo(folder+"/fifo", 0o600))
		must(t, unix.Mknod(folder+"/socket", unix.S_IFSOCK|0o600, 0))
		must(t, os.Symlink("nowhere", folder+"/link"))
		got := how.read(t, folder)
		for path, want := range map[string]record{
			"suid": {K: "f", M: float64(0o4755)}, "sticky": {K: "d", M: float64(0o1777)}, "sgid": {K: "d", M: float64(0o2755)},
			"fifo": {K: "p", M: float64(0o600)}, "socket": {K: "s", M: float64(0o600)}, "link": {K: "l", M: float64(0o777)},
		} {
			if e := got.find(t, "entry", path); e.K != want.K || e.mode() != want.mode() {
				t.Errorf("%s is told as %s %o", path, e.K, e.mode())
			}
		}
	})
}

func TestDeviceNodesAreDescribedAndNeverOpened(t *testing.T) {
	bothWays(t, func(t *testing.T, how reading) {
		folder := root(t, map[string]string{"etc/": "", "var/lib/dpkg/status.d/": ""})
		allow(t, unix.Mknod(folder+"/zero", unix.S_IFCHR|0o777, int(unix.Mkdev(1, 5))))
		must(t, unix.Mknod(folder+"/etc/passwd", unix.S_IFCHR|0o666, int(unix.Mkdev(1, 5))))
		must(t, unix.Mknod(folder+"/var/lib/dpkg/status.d/disk", unix.S_IFBLK|0o666, int(unix.Mkdev(7, 200))))
		got := how.read(t, folder)
		if got.find(t, "entry", "zero").K != "c" || got.find(t, "entry", "var/lib/dpkg/status.d/disk").K != "b" {
			t.Error("a device is told as something else")
		}
		if len(got.of("file")) > 0 || got.counts.BytesRead > 0 {
			t.Errorf("read %q", got.paths("file"))
		}
	})
}

func TestLinksAreToldAndNeverFollowed(t *testing.T) {
	bothWays(t, func(t *testing.T, how reading) {
		outside := root(t, map[string]string{"secret": "outside", "folder/file": "outside"})
		folder := root(t, map[string]string{"etc/": "", "real/file": ""})
		for name, to := range map[string]string{
			"loop": "loop", "ping": "pong", "pong": "ping", "self": "/proc/self", "up": "../../../../..", "abs": outside,
			"etc/passwd": outside + "/secret", "etc/group": "/proc/self/environ", "dir": "real", "odd": "a\n\xff",
		} {
			must(t, os.Symlink(to, filepath.Join(folder, name)))
		}
		got := how.read(t, folder)
		want := []string{".", "abs", "dir", "etc", "etc/group", "etc/passwd", "loop", "odd", "ping", "pong", "real", "real/file", "self", "up"}
		if !slices.Equal(got.paths("entry"), want) {
			t.Errorf("got %q", got.paths("entry"))
		}
		if got.find(t, "entry", "self").L != "/proc/self" || got.find(t, "entry", "odd").Lb != "YQr/" {
			t.Error("a link's text is not told")
		}
		if len(got.of("file")) > 0 {
			t.Errorf("followed: %+v", got.of("file"))
		}
	})
}

func TestOddNamesComeThrough(t *testing.T) {
	bothWays(t, func(t *testing.T, how reading) {
		names := []string{"new\nline", "esc\x1b[31mred", "latin\xe9", "\xff", " ", "-rf", "quote\"back\\slash", "größe尺😀", "\u202eevil", strings.Repeat("n", 255), "..."}
		folder := t.TempDir()
		for _, name := range names {
			must(t, os.WriteFile(filepath.Join(folder, name), nil, 0o644))
		}
		got := how.read(t, folder).paths("entry")
		slices.Sort(names)
		if !slices.Equal(got[1:], names) {
			t.Errorf("got %q", got)
		}
	})
}

func TestDeepNestingEndsAtTheLimit(t *testing.T) {
	bothWays(t, func(t *testing.T, how reading) {
		folder := t.TempDir()
		fd, err := unix.Open(folder, unix.O_RDONLY|unix.O_DIRECTORY, 0)
		must(t, err)
		for range 300 { // far longer than a path may be
			name := strings.Repeat("d", 200)
			must(t, unix.Mkdirat(fd, name, 0o755))
			next, err := unix.Openat(fd, name, unix.O_RDONLY|unix.O_DIRECTORY, 0)
			must(t, err)
			_ = unix.Close(fd)
			fd = next
		}
		_ = unix.Close(fd)
		got := how.read(t, folder)
		if got.counts.Entries != int64(1+Standard.Depth) || !got.counts.Cut {
			t.Errorf("got %+v", got.counts)
		}
		if limits := got.of("limit"); len(limits) != 1 || limits[0].What != "depth" || strings.Count(limits[0].P, "/") != Standard.Depth-1 {
			t.Errorf("got %+v", limits)
		}
	})
}

func TestPrunedMountsAreNamedAndNotTouched(t *testing.T) {
	bothWays(t, func(t *testing.T, how reading) {
		folder := root(t, map[string]string{"proc/1/x": "", "sys/x": "", "dev/x": "", "data/x": "", "etc/passwd": "no", "etc/group": "no", "a/proc/x": ""})
		how.prune = []string{"data", "etc/passwd", "var/lib"}
		got := how.read(t, folder)
		want := []string{".", "a", "a/proc", "a/proc/x", "data", "dev", "etc", "etc/group", "etc/passwd", "proc", "sys"}
		if !slices.Equal(got.paths("entry"), want) {
			t.Errorf("got %q", got.paths("entry"))
		}
		for path, kind := range map[string]string{"data": "d", "proc": "d", "etc/passwd": "f"} {
			if e := got.find(t, "entry", path); !e.Pruned || e.K != kind || e.mode() != 0 {
				t.Errorf("got %+v", e)
			}
		}
		if !slices.Equal(got.paths("file"), []string{"etc/group"}) || got.find(t, "error", "etc/passwd").X != "EXDEV" {
			t.Errorf("files %q, errors %+v", got.paths("file"), got.of("error"))
		}
	})
}

func TestAMountThatIsNotListedIsNotEntered(t *testing.T) {
	bothWays(t, func(t *testing.T, how reading) {
		folder := root(t, map[string]string{"late/": "", "etc/": ""})
		allow(t, unix.Mount("none", folder+"/late", "tmpfs", 0, ""))
		defer unix.Unmount(folder+"/late", unix.MNT_DETACH)
		must(t, os.WriteFile(folder+"/late/os-release", []byte("ID=evil"), 0o644))
		must(t, os.Symlink("../late/os-release", folder+"/etc/os-release"))
		got := how.read(t, folder)
		if e := got.find(t, "entry", "late"); e.X != "EXDEV" || got.counts.Unlisted != 1 {
			t.Errorf("got %+v", e)
		}
		if len(got.of("file")) > 0 {
			t.Errorf("read %q", got.paths("file"))
		}
	})
}

func TestAnUnreadableFolderIsToldAsUnlisted(t *testing.T) {
	bothWays(t, func(t *testing.T, how reading) {
		folder := root(t, map[string]string{"locked/file": "", "blind/file": "", "open/file": "", "var/lib/dpkg/status": "x", "bin/run": "#!"})
		must(t, os.Truncate(folder+"/bin/run", 100))
		for path, mode := range map[string]os.FileMode{"/locked": 0, "/blind": 0o444, "/var/lib/dpkg/status": 0, "/bin/run": 0o111} {
			must(t, os.Chmod(folder+path, mode))
		}
		defer os.Chmod(folder+"/locked", 0o700)
		defer os.Chmod(folder+"/blind", 0o700)
		got := asNobody(t, folder, func() result { return how.readHere(t, folder) })
		if e := got.find(t, "entry", "locked"); e.X != "EACCES" || e.K != "d" {
			t.Errorf("got %+v", e)
		}
		if e := got.find(t, "entry", "blind/file"); e.X != "EACCES" || e.K != "f" {
			t.Errorf("got %+v", e)
		}
		if got.counts.Unlisted != 1 || got.counts.Unreadable != 1 || got.counts.Cut {
			t.Errorf("got %+v", got.counts)
		}
		got.find(t, "entry", "open/file")
		if got.find(t, "error", "var/lib/dpkg/status").X != "EACCES" || got.find(t, "error", "bin/run").Op != "go" {
			t.Errorf("got %+v", got.of("error"))
		}
	})
}

// asNobody does work with the file rights of another user where the caller is root, else with its own.
func asNobody(t *testing.T, folder string, work func() result) result {
	t.Helper()
	if os.Geteuid() != 0 {
		return work()
	}
	for dir := folder; dir != "/"; dir = filepath.Dir(dir) {
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Skipf("root cannot open the way to %s for another user: %v", folder, err)
		}
		if strings.HasSuffix(filepath.Dir(dir), "/tmp") {
			break
		}
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	must(t, unix.Setfsuid(65534))
	defer unix.Setfsuid(0)
	return work()
}

func TestAMillionNamesStopAtTheOutputCap(t *testing.T) {
	folder := crowd(t, 1_000_000)
	how := usual()
	how.cap = 45 << 10 // what a frame of 64 KiB holds
	got := how.read(t, folder)
	if got.bytes > how.cap || got.bytes < how.cap/2 || !got.counts.Cut || got.counts.Entries < 2000 {
		t.Errorf("%d bytes, %+v", got.bytes, got.counts)
	}
}

func TestTheNamesOfOneFolderAreBounded(t *testing.T) {
	how := usual()
	how.limits.FolderNames = 1000
	folder := t.TempDir()
	for i := range 1500 {
		must(t, os.WriteFile(filepath.Join(folder, strconv.Itoa(i)), nil, 0o644))
	}
	got := how.read(t, folder)
	if got.counts.Entries != 1001 || !got.counts.Cut || got.of("limit")[0].What != "entries" {
		t.Errorf("got %+v", got.counts)
	}
}

// crowd makes a folder with many names, all of one file: in memory, where the caller may mount that, else fewer of them.
func crowd(t *testing.T, names int) string {
	t.Helper()
	folder := t.TempDir()
	if err := unix.Mount("none", folder, "tmpfs", 0, "nr_inodes=0"); err == nil {
		t.Cleanup(func() { _ = unix.Unmount(folder, unix.MNT_DETACH) })
	} else {
		t.Logf("no memory file system, so only %d names: %v", 60_000, err)
		names = 60_000
	}
	must(t, os.WriteFile(folder+"/0", nil, 0o644))
	fd, err := unix.Open(folder, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	must(t, err)
	defer unix.Close(fd)
	for i := 1; i < names; i++ {
		must(t, unix.Linkat(fd, "0", fd, strconv.Itoa(i), 0))
	}
	return folder
}

func TestTheNumberOfEntriesIsBounded(t *testing.T) {
	how := usual()
	how.limits.Entries = 50
	files := map[string]string{}
	for i := range 100 {
		files[fmt.Sprintf("d%02d/f", i)] = ""
	}
	got := how.read(t, root(t, files))
	if got.counts.Entries != 50 || !got.counts.Cut || len(got.of("limit")) != 1 || got.of("limit")[0].What != "entries" {
		t.Errorf("got %+v, %+v", got.counts, got.of("limit"))
	}
}

func TestNamesOfOpenFoldersShareTheirMemory(t *testing.T) {
	how := usual()
	how.limits.NameBytes = 2000
	files := map[string]string{}
	for i := range 60 {
		files[fmt.Sprintf("%s/f%02d", strings.Repeat("d/", i%6)+"d", i)] = ""
		files[fmt.Sprintf("z%02d%s", i, strings.Repeat("z", 30))] = ""
	}
	got := how.read(t, root(t, files))
	if !got.counts.Cut || got.counts.Entries > 60 {
		t.Errorf("got %+v", got.counts)
	}
}

func TestTheDeadlineEndsTheWalk(t *testing.T) {
	how := usual()
	asked := 0
	how.expired = func() bool { asked++; return asked > 30 }
	files := map[string]string{}
	for i := range 100 {
		files[fmt.Sprintf("f%02d", i)] = ""
	}
	got := how.read(t, root(t, files))
	if limits := got.of("limit"); !got.counts.Cut || len(limits) != 1 || limits[0].What != "time" || got.counts.Entries > 30 || got.counts.Entries+got.counts.Left != 101 {
		t.Errorf("got %+v, %+v", got.counts, limits)
	}
}

func TestErrorsAreToldUpToTheirLimitAndCountedAll(t *testing.T) {
	how := usual()
	how.limits.Errors = 5
	files := map[string]string{"var/lib/dpkg/status.d/": ""}
	folder := root(t, files)
	for i := range 20 {
		must(t, os.WriteFile(fmt.Sprintf("%s/odd%02d", folder, i), append([]byte("\x7fELF\x02\x01"), slices.Repeat([]byte{0xff}, 100)...), 0o755))
	}
	got := how.read(t, folder)
	if got.counts.Errors != 20 || len(got.of("error")) != 5 {
		t.Errorf("%d errors, %d told", got.counts.Errors, len(got.of("error")))
	}
}
