package scan

import (
	"fmt"
	"time"

	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/call"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/evidence"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/pressure"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/proc"
)

// mostTasks bounds how many tasks of a process are asked for their CPU time.
const mostTasks = 256

// headRoomError says that the pod has too little memory left for the probe.
type headRoomError struct{ free, limit, margin int64 }

func (e headRoomError) Error() string {
	return fmt.Sprintf("memory head room %d of %d bytes, less than the margin of %d", e.free, e.limit, e.margin)
}

// headRoom is the first look at anything, before memory is taken: the pod's memory belongs to the application. Where the use is
// not known the scan goes on, and the `pressure` record says so.
func headRoom(a call.Arguments, t target) error {
	if a.Memory == 0 || t.rootErr != nil {
		return nil
	}
	if free, ok := pressure.Read(t.root).HeadRoom(a.Memory); ok && free < a.Margin {
		return headRoomError{free, a.Memory, a.Margin}
	}
	return nil
}

// newPacer keeps to the share of the pod's CPU limit.
func newPacer(at Place, a call.Arguments, started time.Time) *pressure.Pacer {
	return &pressure.Pacer{
		Share: float64(a.CPU) / 1000 * float64(a.Share) / 100,
		CPU:   pressure.OwnCPU, Now: at.Now, Sleep: at.Sleep, Start: started,
	}
}

// pressureRecord tells of memory and CPU of the target at one moment.
func pressureRecord(when string, t target, ours []*proc.Process, wall time.Duration) *evidence.Record {
	r := new(evidence.Record).Begin("pressure").Text("at", when)
	if t.rootErr == nil {
		cgroup := pressure.Read(t.root)
		if cgroup.Version > 0 {
			r.Int("cgroup", int64(cgroup.Version))
		} else {
			r.Text("x", proc.Code(cgroup.Err))
		}
		for _, m := range []struct {
			name  string
			value int64
		}{
			{"memoryLimit", cgroup.Limit}, {"memoryUse", cgroup.Use}, {"memoryPeak", cgroup.Peak}, {"inactiveFile", cgroup.InactiveFile},
			{"oomKill", cgroup.OOMKill}, {"throttled", cgroup.Throttled}, {"throttledMs", cgroup.ThrottledMs},
		} {
			if m.value != pressure.Unknown {
				r.Int(m.name, m.value)
			}
		}
	} else {
		r.Text("x", proc.Code(t.rootErr))
	}
	r.Int("probeCpuMs", pressure.OwnCPU().Milliseconds())
	var ran, waited int64
	told := false
	for _, p := range ours {
		if a, b, ok := p.CPU(mostTasks); ok {
			ran, waited, told = ran+a, waited+b, true
		}
	}
	if told {
		r.Int("targetCpuMs", ran/1_000_000).Int("targetWaitMs", waited/1_000_000)
	}
	return r.Int("wallMs", wall.Milliseconds())
}
