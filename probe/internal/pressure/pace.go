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

const (
	// longestPause bounds one wait, so that a deadline is met.
	longestPause = 250 * time.Millisecond
	// ahead is how far the probe may be before its share until it waits: every wake costs CPU time too, and a wait for each
	// piece of work costs more than the work.
	ahead = 100 * time.Millisecond
)

// Pacer keeps the probe within a share of a CPU by waiting.
type Pacer struct {
	Share  float64 // CPUs, 0 for no bound
	CPU    func() time.Duration
	Now    func() time.Time
	Sleep  func(time.Duration)
	Start  time.Time
	Paused time.Duration
}

// Wait waits, when the probe is far enough before its share, for as long as it is before it now, or until it is over. What
// the waiting itself costs is left to the next wait: at a small share each wake costs more than a short wait brings in.
func (p *Pacer) Wait(over func() bool) {
	if p.Share <= 0 {
		return
	}
	left := p.due()
	if left < ahead {
		return
	}
	for ; left > 0 && !over(); left -= longestPause {
		pause := min(left, longestPause)
		p.Sleep(pause)
		p.Paused += pause
	}
}

// due is how long the probe would have to wait to be within its share.
func (p *Pacer) due() time.Duration {
	return time.Duration(float64(p.CPU())/p.Share) - p.Now().Sub(p.Start)
}
