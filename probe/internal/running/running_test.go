package running

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/fakeproc"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/proc"
)

func opened(t *testing.T, processes ...fakeproc.Process) []*proc.Process {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "proc")
	if err := fakeproc.Make(folder, "/probe", processes...); err != nil {
		t.Fatal(err)
	}
	var list []*proc.Process
	for _, p := range processes {
		o, err := proc.Open(folder, fmt.Sprint(p.PID))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(o.Close)
		list = append(list, o)
	}
	return list
}

func mapping(permissions, path string) string {
	return "7f0000000000-7f0000001000 " + permissions + " 00000000 00:2f 1234                       " + path + "\n"
}

func text(l *Looker) string {
	var b strings.Builder
	for _, f := range l.Files() {
		fmt.Fprintf(&b, "%s", f.Path)
		if f.Exe {
			b.WriteString(" exe")
		}
		if f.Map != 0 {
			b.WriteString(" " + string(f.Map))
		}
		if f.Open {
			b.WriteString(" fd")
		}
		if f.Deleted {
			b.WriteString(" deleted")
		}
		if f.Mount != "" {
			b.WriteString(" below " + f.Mount)
		}
		if f.Kind != "" {
			b.WriteString(" " + f.Kind)
		}
		fmt.Fprintf(&b, " %d@%d\n", f.N, f.Since)
	}
	return b.String()
}

func TestWhatProcessesUseIsNamed(t *testing.T) {
	first := fakeproc.Process{PID: 1, Exe: "/usr/bin/java", Start: 500, Maps: mapping("r-xp", "/usr/bin/java") + mapping("r--p", "/usr/lib/jvm/lib/modules") +
		mapping("r--p", "/usr/lib/locale/C.utf8/LC_CTYPE") + mapping("r--p", "/usr/lib/libz.so.1") + mapping("r-xp", "/usr/lib/libz.so.1") + mapping("rw-p", "[heap]") +
		mapping("rwxp", "/memfd:doublemapper (deleted)") + mapping("r-xp", `/opt/a\012b.so`) + mapping("r-xp", "/usr/lib/gone.so (deleted)") + mapping("r-xp", "/opt/real (deleted)") +
		"noise\n7f-8f r-xp\n" + mapping("r-xp", "/data/native.so") + mapping("r--p", "/data/index.so"),
		Open: []string{"/app/shop.jar", "socket:[1]", "/var/log/app.log", "/dev/null", "/data/db.jar", "anon_inode:[eventpoll]"}}
	second := fakeproc.Process{PID: 9, Exe: "/usr/bin/java", Start: 400, Maps: mapping("r-xp", "/usr/lib/libz.so.1")}
	l := Looker{Mounts: []string{"dev", "data"}, Exists: func(p string) bool { return p == "opt/real (deleted)" }}
	l.Look(opened(t, first, second))
	want := `app/shop.jar fd 1@500
data/native.so x below data 1@500
memfd:doublemapper x deleted memfd 1@500
opt/a
b.so x 1@500
opt/real (deleted) x 1@500
usr/bin/java exe x 2@400
usr/lib/gone.so x deleted 1@500
usr/lib/jvm/lib/modules r 1@500
usr/lib/libz.so.1 x 2@400
`
	if got := text(&l); got != want {
		t.Errorf("got\n%s", got)
	}
	if count, _ := l.Why(); l.Others != 2 || l.Below != 3 || count != 0 || l.Cut || l.Processes() != 2 || l.Exe(9) != "usr/bin/java" {
		t.Errorf("%d others, %d below, %d unreadable", l.Others, l.Below, count)
	}
}

func TestProcessesThatCannotBeReadAreCountedByReason(t *testing.T) {
	l := Looker{Exists: func(string) bool { return false }}
	l.Look(opened(t, fakeproc.Process{PID: 1, Exe: "/a", Closed: true}, fakeproc.Process{PID: 2}, fakeproc.Process{PID: 3, Exe: "/a"}))
	count, codes := l.Why()
	if count != 2 || codes["ENOENT"] != 2 || l.Unreadable(1) != "ENOENT" || l.Unreadable(3) != "" {
		t.Errorf("%d, %v", count, codes)
	}
}

func TestSeveralLooksAreOneSet(t *testing.T) {
	ps := opened(t, fakeproc.Process{PID: 1, Exe: "/a", Maps: mapping("r-xp", "/a")}, fakeproc.Process{PID: 2, Exe: "/a"})
	l := Looker{Exists: func(string) bool { return false }}
	for range 3 {
		l.Look(ps)
	}
	if got := text(&l); got != "a exe x 2@0\n" || l.Samples != 3 {
		t.Errorf("got %s", got)
	}
}

func TestTheNumberOfFilesIsBounded(t *testing.T) {
	var maps strings.Builder
	for i := range mostFiles + 5 {
		maps.WriteString(mapping("r-xp", fmt.Sprintf("/lib/%d.so", i)))
	}
	l := Looker{Exists: func(string) bool { return false }}
	l.Look(opened(t, fakeproc.Process{PID: 1, Exe: "/lib/0.so", Maps: maps.String()}))
	if len(l.Files()) != mostFiles || !l.Cut {
		t.Errorf("%d files, cut %v", len(l.Files()), l.Cut)
	}
}
