package scan

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/evidence"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/proc"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/running"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/tree"

	"golang.org/x/sys/unix"
)

// mostProcesses bounds the `process` records, and how many processes are looked at.
const mostProcesses = 256

// samplesWithin is how long all looks at the processes take.
const samplesWithin = 2 * time.Second

// ticks of a second, as /proc counts them on every Linux.
const ticks = 100

// visible is one process of the PID namespace. Those of the target stay open until the scan is over.
type visible struct {
	pid    int
	name   string
	status proc.Status
	start  int64
	ours   *proc.Process
	ended  bool // already when it was listed: nobody has waited for it
}

// processes are what /proc shows but the probe.
type processes struct {
	all   int // also those that are not looked at
	list  []visible
	look  running.Looker
	clock clock
}

// clock is the kernel's, by which changes are judged.
type clock struct {
	ok                bool
	bootAt, startedAt int64 // Unix milliseconds
	start             int64 // ticks
	readAt            int64
}

func readClock(at Place, main *proc.Process) clock {
	var boot unix.Timespec
	start := main.Start()
	if err := unix.ClockGettime(unix.CLOCK_BOOTTIME, &boot); err != nil || start < 0 {
		return clock{}
	}
	c := clock{ok: true, start: start, bootAt: at.Now().UnixMilli() - boot.Nano()/int64(time.Millisecond)}
	c.startedAt = c.bootAt + start*1000/ticks
	return c
}

func (c clock) record() *evidence.Record {
	return new(evidence.Record).Begin("clock").Int("bootAt", c.bootAt).Int("ticks", ticks).Int("start", c.start).
		Int("startedAt", c.startedAt).Int("readAt", c.readAt)
}

// listProcesses opens the processes of the target and describes all.
func listProcesses(at Place, search proc.Search, pids []int, by proc.Proof) *processes {
	ps := &processes{all: len(pids)}
	for _, pid := range pids[:min(mostProcesses, len(pids))] {
		p, err := proc.Open(at.Proc, strconv.Itoa(pid))
		if err != nil {
			continue
		}
		status, err := p.Status()
		if err != nil {
			p.Close()
			continue
		}
		v := visible{pid: pid, name: p.Text("comm"), status: status, start: p.Start(), ended: p.Ended()}
		if search.Ours(p, by) {
			v.ours = p
		} else {
			p.Close()
		}
		ps.list = append(ps.list, v)
	}
	return ps
}

func (ps *processes) close() {
	for _, v := range ps.list {
		if v.ours != nil {
			v.ours.Close()
		}
	}
}

func (ps *processes) ours() []*proc.Process {
	var ours []*proc.Process
	for _, v := range ps.list {
		if v.ours != nil {
			ours = append(ours, v.ours)
		}
	}
	return ours
}

// ended tells of the processes of the target that ran when they were first looked at and run no more.
func (ps *processes) ended(log *evidence.Log) {
	var r evidence.Record
	for _, v := range ps.list {
		if v.ours != nil && !v.ended && v.ours.Ended() {
			log.Add(r.Begin("ended").Int("pid", int64(v.pid)).Text("name", v.name).Int("start", v.start))
		}
	}
}

// lookAt sees what the processes of the target have loaded, as often as asked, before Landlock refuses it.
func (ps *processes) lookAt(at Place, t target, samples int, expired func() bool) {
	if t.found.Process == nil {
		return
	}
	mounts, _, _ := t.found.Process.Mounts()
	for _, m := range mounts {
		if m.Path != "." {
			ps.look.Mounts = append(ps.look.Mounts, m.Path)
		}
	}
	ps.look.Exists = func(path string) bool { return t.rootErr == nil && tree.Exists(t.root, path) }
	for i := range samples {
		if i > 0 {
			at.Sleep(samplesWithin / time.Duration(samples))
		}
		if expired() {
			break
		}
		ps.look.Look(ps.ours())
	}
	ps.clock = readClock(at, t.found.Process)
	ps.clock.readAt = at.Now().UnixMilli()
}

// records tell of the processes and of what they have loaded, and whether that was cut at a bound.
func (ps *processes) records(log *evidence.Log) (cut bool) {
	var r evidence.Record
	for _, v := range ps.list {
		r.Begin("process").Int("pid", int64(v.pid)).Text("name", v.name).Int("uid", v.status.UID).Int("gid", v.status.GID).Int("start", v.start)
		if v.ours != nil {
			r.Bool("ours", true)
			if exe := ps.look.Exe(v.pid); exe != "" {
				r.Path("exe", exe)
			}
			r.OptionalText("x", ps.look.Unreadable(v.pid))
		}
		log.Add(&r)
	}
	if ps.look.Samples == 0 {
		return false
	}
	for _, f := range ps.look.Files() {
		log.Add(loadedRecord(&r, f))
	}
	count, codes := ps.look.Why()
	log.Add(r.Begin("looked").Int("samples", int64(ps.look.Samples)).Int("processes", int64(ps.look.Processes())).
		Int("unreadable", int64(count)).Text("why", reasons(codes)).Int("others", ps.look.Others).Int("below", ps.look.Below))
	if ps.look.Cut {
		log.Add(r.Begin("limit").Text("what", "loaded"))
	}
	return ps.look.Cut
}

func loadedRecord(r *evidence.Record, f *running.File) *evidence.Record {
	r.Begin("loaded").Path("p", f.Path).Flag("exe", f.Exe)
	if f.Map != 0 {
		r.Text("map", string(f.Map))
	}
	r.Flag("fd", f.Open).Int("n", int64(f.N)).Int("since", max(f.Since, 0)).Flag("deleted", f.Deleted)
	if f.Mount != "" {
		r.Path("mount", f.Mount)
	}
	return r.OptionalText("kind", f.Kind)
}

// reasons are error codes with their numbers, such as `EACCES:2 ENOENT:1`.
func reasons(codes map[string]int) string {
	var words []string
	for _, code := range slices.Sorted(maps.Keys(codes)) {
		words = append(words, fmt.Sprintf("%s:%d", code, codes[code]))
	}
	return strings.Join(words, " ")
}
