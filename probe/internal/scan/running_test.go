package scan_test

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/fakeproc"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/scan"
)

func of(records []map[string]any, kind string) []map[string]any {
	return slices.DeleteFunc(slices.Clone(records), func(r map[string]any) bool { return r["t"] != kind })
}

func TestProcessesAreLookedAtBeforeTheSandboxAndFilesAreReadAfterIt(t *testing.T) {
	root := t.TempDir()
	target := fakeproc.Target(root)
	target.Maps = "7f00-7f01 r-xp 00000000 00:2f 12   /usr/lib/libz.so.1\n"
	r := newRun(t, target)
	r.place.Sandbox = func() (string, int) {
		// What comes too late finds nothing any more; what comes too early finds nothing yet.
		if err := os.Remove(filepath.Join(r.place.Proc, "1/maps")); err != nil {
			t.Fatal(err)
		}
		if err := os.RemoveAll(filepath.Join(r.place.Proc, "1/fd")); err != nil {
			t.Fatal(err)
		}
		put(t, root, "app/package.json", `{"name":"shop","version":"1"}`)
		put(t, root, "lib/apk/db/installed", "P:musl\nV:1\n")
		return "enforced", 6
	}
	if code := r.main(t); code != scan.Done {
		t.Fatalf("exit %d %s", code, r.err.String())
	}
	records := r.records(t)
	loaded := of(records, "loaded")
	if len(loaded) != 2 || loaded[0]["p"] != "app/hello" || loaded[0]["exe"] != true || loaded[1]["p"] != "usr/lib/libz.so.1" || loaded[1]["map"] != "x" {
		t.Errorf("loaded %v", loaded)
	}
	if files := of(records, "file"); len(files) != 2 {
		t.Errorf("sent %v", files)
	}
	if looked := of(records, "looked"); len(looked) != 1 || looked[0]["processes"] != 1.0 || looked[0]["unreadable"] != 0.0 {
		t.Errorf("looked %v", looked)
	}
}

func TestTheProbeTellsItsCallAndTheContainerThatItRead(t *testing.T) {
	r := newRun(t, fakeproc.Target(t.TempDir()))
	r.main(t)
	self := of(r.records(t), "self")[0]
	argv := self["argv"].([]any)
	if self["container"] != fakeproc.Container || argv[0] != "/probe" || len(argv) != len(r.args)+1 || argv[1] != r.args[0] {
		t.Errorf("told %v", self)
	}
}

func TestChangesAreToldByTheKernelsClock(t *testing.T) {
	root := t.TempDir()
	put(t, root, "old", "")
	target := fakeproc.Target(root)
	uptime, err := os.ReadFile("/proc/uptime")
	if err != nil {
		t.Fatal(err)
	}
	seconds, _ := strconv.ParseFloat(strings.Fields(string(uptime))[0], 64)
	for name, c := range map[string]struct {
		started time.Duration
		told    bool
	}{"started before": {-time.Minute, true}, "started behind": {time.Minute, false}} {
		target.Start = int64((seconds + c.started.Seconds()) * 100)
		r := newRun(t, target)
		r.main(t)
		records := r.records(t)
		clock := of(records, "clock")[0]
		if at := time.UnixMilli(int64(clock["startedAt"].(float64))); at.Sub(time.Now().Add(c.started)).Abs() > 3*time.Second {
			t.Errorf("%s: at %s", name, at)
		}
		for _, e := range of(records, "entry") {
			if (e["ct"] != nil) != c.told && e["p"] == "old" {
				t.Errorf("%s: %v", name, e)
			}
		}
	}
}

func TestWithoutHeadRoomNothingIsRead(t *testing.T) {
	root := t.TempDir()
	put(t, root, "sys/fs/cgroup/memory.current", "47000000\n")
	put(t, root, "sys/fs/cgroup/memory.stat", "inactive_file 1000000\n")
	put(t, root, "sys/fs/cgroup/memory.events", "oom_kill 3\n")
	for margin, code := range map[string]int{"4331648": scan.Done, "4331649": scan.NoHeadRoom} {
		r := newRun(t, fakeproc.Target(root))
		r.args = append(r.args, "--memory=50331648", "--margin="+margin)
		if got := r.main(t); got != code {
			t.Fatalf("margin %s: exit %d %s", margin, got, r.err.String())
		}
		if code == scan.NoHeadRoom {
			if r.out.Len() > 0 || r.err.String() != "distroless-scan probe: memory head room 4331648 of 50331648 bytes, less than the margin of 4331649\n" {
				t.Errorf("said %q, printed %d", r.err.String(), r.out.Len())
			}
			continue
		}
		pressures := of(r.records(t), "pressure")
		if len(pressures) != 2 || pressures[0]["at"] != "before" || pressures[1]["at"] != "after" || pressures[0]["oomKill"] != 3.0 ||
			pressures[0]["memoryUse"] != 47000000.0 || pressures[0]["targetCpuMs"] != 3.0 || pressures[0]["targetWaitMs"] != 2.0 || pressures[0]["cgroup"] != 2.0 {
			t.Errorf("told %v", pressures)
		}
	}
}

func TestTheProbeKeepsItsShareOfCPU(t *testing.T) {
	root := t.TempDir()
	for i := range 50 {
		put(t, root, strconv.Itoa(i), "")
	}
	r := newRun(t, fakeproc.Target(root))
	r.args = append(r.args, "--cpu=20", "--share=25")
	var slept time.Duration
	start := time.Now()
	r.place.Sleep = func(d time.Duration) { slept += d }
	r.place.Now = func() time.Time { return start.Add(slept) }
	r.main(t)
	end := of(r.records(t), "end")[0]
	if slept < time.Second || end["pausedMs"] != float64(slept.Milliseconds()) {
		t.Errorf("slept %s, told %v", slept, end)
	}
	if used := end["cpuMs"].(float64); end["cut"] == false && slept.Seconds()*0.005*1000 < used/2 {
		t.Errorf("used %v ms in %s", used, slept)
	}
}

func TestAProcessOfTheTargetThatEndedMeanwhileIsTold(t *testing.T) {
	target := fakeproc.Target(t.TempDir())
	worker := fakeproc.Process{PID: 5, Name: "worker", Cgroup: target.Cgroup, Start: 700}
	r := newRun(t, target, worker, fakeproc.Process{PID: 6, Name: "other"}, fakeproc.Process{PID: 7, Name: "stays", Cgroup: target.Cgroup})
	r.place.Sandbox = func() (string, int) {
		for _, pid := range []string{"5", "6"} {
			if err := os.WriteFile(filepath.Join(r.place.Proc, pid, "stat"), []byte(pid+" (a) b) Z 1 1\n"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		return "enforced", 6
	}
	r.main(t)
	if ended := of(r.records(t), "ended"); len(ended) != 1 || ended[0]["pid"] != 5.0 || ended[0]["name"] != "worker" || ended[0]["start"] != 700.0 {
		t.Errorf("told %v", ended)
	}
}
