package proc_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/fakeproc"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/proc"
)

func search(t *testing.T, processes ...fakeproc.Process) proc.Search {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "proc")
	if err := fakeproc.Make(folder, "/probe", processes...); err != nil {
		t.Fatal(err)
	}
	return proc.Search{Proc: folder, Self: fakeproc.Self, Container: fakeproc.Container, Expired: func() bool { return false }}
}

func mountedFrom(root, point string) string {
	return fmt.Sprintf("1 0 0:1 / / rw - overlay overlay rw\n2 1 8:1 %s %s rw - ext4 /dev/vda rw\n", root, point)
}

func TestTheTargetIsFoundOrNotTaken(t *testing.T) {
	other := strings.Repeat("9", 64)
	ours := "0::/../cri-containerd-" + fakeproc.Container + ".scope\n"
	for name, c := range map[string]struct {
		processes []fakeproc.Process
		pid       int
		proof     proc.Proof
		shared    bool
	}{
		"by cgroup": {[]fakeproc.Process{{PID: 1, Cgroup: ours}, {PID: 7, Cgroup: ours}}, 1, proc.ByCgroup, false},
		"by cgroup in a shared namespace": {
			[]fakeproc.Process{{PID: 1, Name: "pause"}, {PID: 12, Cgroup: ours}, {PID: 9, Cgroup: "0::/../" + other}, {PID: 31, Cgroup: ours}}, 12, proc.ByCgroup, true},
		"cgroup before mountinfo": {[]fakeproc.Process{{PID: 3, Mountinfo: mountedFrom("/x/"+fakeproc.Container, "/etc/hosts")}, {PID: 5, Cgroup: ours}}, 5, proc.ByCgroup, true},
		"by mountinfo":            {[]fakeproc.Process{{PID: 1, Cgroup: "0::/\n", Mountinfo: mountedFrom("/containers/"+fakeproc.Container+"/hosts", "/etc/hosts")}}, 1, proc.ByMountinfo, false},
		"not an agent that mounts it": {
			[]fakeproc.Process{{PID: 1, Name: "pause"}, {PID: 4, Mountinfo: mountedFrom("/", "/host/"+fakeproc.Container+"/rootfs")}}, 0, proc.NotFound, true},
		"by PID 1":                   {[]fakeproc.Process{{PID: 1, Name: "app", Cgroup: "0::/\n"}}, 1, proc.ByPID1, false},
		"not the pause process":      {[]fakeproc.Process{{PID: 1, Name: "pause"}, {PID: 8, Name: "app"}}, 0, proc.NotFound, true},
		"not another container":      {[]fakeproc.Process{{PID: 1, Name: "app", Cgroup: "0::/../" + other + "\n"}}, 0, proc.NotFound, true},
		"not the init of a node":     {[]fakeproc.Process{{PID: 1, Name: "systemd"}, {PID: 2, Name: "kthreadd"}}, 0, proc.NotFound, true},
		"not without processes":      {nil, 0, proc.NotFound, false},
		"not the probe, which has 1": {nil, 0, proc.NotFound, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := search(t, c.processes...)
			got := s.Target(s.PIDs())
			pid := 0
			if got.Process != nil {
				pid = got.Process.PID
				got.Process.Close()
			}
			if pid != c.pid || got.Proof != c.proof || got.SharedPID != c.shared {
				t.Errorf("PID %d by %s, shared %v", pid, got.Proof, got.SharedPID)
			}
		})
	}
}

func TestTheProbeIsNeverItsOwnTarget(t *testing.T) {
	s := search(t)
	s.Proc = filepath.Join(t.TempDir(), "proc")
	if err := fakeproc.Make(s.Proc, "/probe", fakeproc.Process{PID: 1, Name: "probe", Cgroup: fakeproc.Container}); err != nil {
		t.Fatal(err)
	}
	s.Self = 1
	if got := s.Target(s.PIDs()); got.Proof != proc.NotFound {
		t.Errorf("found itself by %s", got.Proof)
	}
}

func TestTheSearchEndsAtTheDeadline(t *testing.T) {
	s := search(t, fakeproc.Target("/"))
	s.Expired = func() bool { return true }
	if got := s.Target(s.PIDs()); got.Process != nil {
		t.Error("went on")
	}
}

func TestProcessesAreListedInOrderWithoutTheProbe(t *testing.T) {
	s := search(t, fakeproc.Process{PID: 200}, fakeproc.Process{PID: 1}, fakeproc.Process{PID: 30})
	if got := s.PIDs(); !slices.Equal(got, []int{1, 30, 200}) {
		t.Errorf("listed %v", got)
	}
}

func TestTheStatusIsRead(t *testing.T) {
	s := search(t, fakeproc.Process{PID: 1, UID: 65532, GID: 65531, Parent: 0})
	p, err := proc.Open(s.Proc, "1")
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	got, err := p.Status()
	if err != nil || got.UID != 65532 || got.GID != 65531 || !slices.Equal(got.Groups, []int64{2000, 65531}) ||
		got.Caps.Bounding != "0000000000000000" || !got.NoNewPrivs || got.Seccomp != 2 || got.PeakRSSKiB != 6200 {
		t.Errorf("read %+v, %v", got, err)
	}
}

func TestMountsAreRead(t *testing.T) {
	for text, want := range map[string][]proc.Mount{
		"36 35 98:0 / / rw,noatime master:1 - ext3 /dev/root rw\n":                  {{Path: ".", FS: "ext3"}},
		"36 35 98:0 /s /a\\040b\\011c\\134 ro shared:1 master:2 - tmpfs tmpfs rw\n": {{Path: "a b\tc\\", FS: "tmpfs", ReadOnly: true}},
		"36 35 98:0 / /deep/er ro,nosuid - proc proc rw\n":                          {{Path: "deep/er", FS: "proc", ReadOnly: true}},
		"36 35 98:0 / /x\\9 rox - f s\n":                                            {{Path: `x\9`, FS: "f"}},
		"":                                                                          nil,
		"garbage\n\n- - -\n1 2 3 4 5 6 - \n1 2 3 / relative rw - tmpfs x rw\n": nil,
		"36 35 98:0 / /../../up rw - tmpfs x rw\n":                             {{Path: "up", FS: "tmpfs"}},
	} {
		s := search(t, fakeproc.Process{PID: 1, Mountinfo: text})
		p, err := proc.Open(s.Proc, "1")
		if err != nil {
			t.Fatal(err)
		}
		got, whole, err := p.Mounts()
		p.Close()
		if err != nil || !whole || !slices.Equal(got, want) {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
}
