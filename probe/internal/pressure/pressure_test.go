package pressure

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

func rootWith(t *testing.T, files map[string]string) int {
	t.Helper()
	root := t.TempDir()
	for path, text := range files {
		full := filepath.Join(root, "sys/fs/cgroup", path)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	fd, err := unix.Open(root, unix.O_RDONLY|unix.O_DIRECTORY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = unix.Close(fd) })
	return fd
}

func TestBothVersionsOfCgroupsAreRead(t *testing.T) {
	two := Read(rootWith(t, map[string]string{
		"memory.current": "49000000\n", "memory.peak": "50000000\n", "memory.max": "50331648\n", "memory.stat": "anon 1\ninactive_file 2000000\n",
		"memory.events": "low 0\noom 3\noom_kill 2\n", "cpu.stat": "usage_usec 5\nnr_throttled 7\nthrottled_usec 9000\n",
	}))
	if two != (Cgroup{2, 50331648, 49000000, 50000000, 2000000, 2, 7, 9, nil}) {
		t.Errorf("read %+v", two)
	}
	if free, ok := two.HeadRoom(50331648); free != 3331648 || !ok {
		t.Errorf("%d free", free)
	}
	one := Read(rootWith(t, map[string]string{
		"memory/memory.usage_in_bytes": "100\n", "memory/memory.max_usage_in_bytes": "120\n", "memory/memory.limit_in_bytes": "9223372036854771712\n", "memory/memory.stat": "inactive_file 1\ntotal_inactive_file 40\n",
		"memory/memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n", "cpu,cpuacct/cpu.stat": "nr_throttled 2\nthrottled_time 5000000\n",
	}))
	if one != (Cgroup{1, Unknown, 100, 120, 40, 1, 2, 5, nil}) {
		t.Errorf("read %+v", one)
	}
}

func TestWhatIsNotThereIsUnknown(t *testing.T) {
	got := Read(rootWith(t, nil))
	if _, ok := got.HeadRoom(1 << 30); ok || got.Version != 0 || got.Err == nil {
		t.Errorf("read %+v", got)
	}
	if got := Read(rootWith(t, map[string]string{"memory.current": "noise", "memory.max": "max\n"})); got.Use != Unknown || got.Limit != Unknown {
		t.Errorf("read %+v", got)
	}
}

func TestNoLinkIsFollowed(t *testing.T) {
	root := rootWith(t, map[string]string{"x": ""})
	if err := unix.Symlinkat("/proc/self/status", root, "link"); err != nil {
		t.Fatal(err)
	}
	if _, err := file(root, "link"); err == nil {
		t.Error("followed a link")
	}
	if err := unix.Symlinkat("/proc/self", root, "folder"); err != nil {
		t.Fatal(err)
	}
	if _, err := file(root, "folder/status"); err == nil {
		t.Error("followed a folder's link")
	}
	if err := unix.Mkfifoat(root, "pipe", 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := file(root, "pipe"); err == nil {
		t.Error("read a pipe")
	}
}

func TestThePaceKeepsTheShare(t *testing.T) {
	start := time.Unix(1000, 0)
	now, cpu := start, time.Duration(0)
	waits := 0
	p := Pacer{Share: 0.25, Start: start, Now: func() time.Time { return now }, CPU: func() time.Duration { return cpu }, Sleep: func(d time.Duration) {
		now = now.Add(d)
		waits++
	}}
	for range 1000 {
		cpu += time.Millisecond
		now = now.Add(time.Millisecond)
		p.Wait(func() bool { return false })
	}
	if share := float64(cpu) / float64(now.Sub(start)); share > 0.26 || share < 0.24 || waits > 50 {
		t.Errorf("took a share of %.4f, paused %s", share, p.Paused)
	}
	free := Pacer{Start: start, Sleep: func(time.Duration) { t.Error("waits without a limit") }}
	free.Wait(func() bool { return false })
}

func TestTheOwnClockGoesOn(t *testing.T) {
	before := OwnCPU()
	for x := 0; OwnCPU() == before; x++ {
		if x > 1<<30 {
			t.Fatal("it stands still")
		}
	}
}

func TestAWaitEndsThoughEachWakeCostsCPU(t *testing.T) {
	now := time.Unix(0, 0)
	cpu, wakes := 10*time.Millisecond, 0
	pacer := Pacer{
		Share: 0.0075,
		CPU:   func() time.Duration { return cpu },
		Now:   func() time.Time { return now },
		Sleep: func(d time.Duration) {
			now = now.Add(d)
			cpu += 100 * time.Microsecond
			wakes++
		},
		Start: now,
	}
	pacer.Wait(func() bool { return wakes > 1000 })
	if wakes > 10 || now.Sub(pacer.Start) < time.Second {
		t.Errorf("%d wakes in %s", wakes, now.Sub(pacer.Start))
	}
}
