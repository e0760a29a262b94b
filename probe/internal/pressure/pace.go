package pressure

import (
	"time"

	"golang.org/x/sys/unix"
)

// OwnCPU is the CPU time that this process used so far, all of its threads.
func OwnCPU() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_PROCESS_CPUTIME_ID, &t); err != nil {
		return 0
	}
	return time.Duration(t.Nano())
}

// longestPause bounds one wait, so that a deadline is met.
const longestPause = 250 * time.Millisecond

// Pacer keeps the probe within a share of a CPU by waiting.
type Pacer struct {
	Share  float64 // CPUs, 0 for no bound
	CPU    func() time.Duration
	Now    func() time.Time
	Sleep  func(time.Duration)
	Start  time.Time
	Paused time.Duration
}

// Pace waits once for as long as the CPU time used so far is more than the share of the time since the start.
func (p *Pacer) Pace() {
	if p.Share <= 0 {
		return
	}
	due := time.Duration(float64(p.CPU()) / p.Share)
	ahead := due - p.Now().Sub(p.Start)
	if ahead <= time.Millisecond {
		return
	}
	pause := min(ahead, longestPause)
	p.Sleep(pause)
	p.Paused += pause
}

// Wait paces until the share is kept or it is over.
func (p *Pacer) Wait(over func() bool) {
	for before := time.Duration(-1); p.Paused != before && !over(); {
		before = p.Paused
		p.Pace()
	}
}
