package scan

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"regexp"
	"time"

	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/call"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/evidence"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/formats"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/frame"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/pressure"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/proc"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/tree"

	"golang.org/x/sys/unix"
)

// run collects the evidence in the order of the contract and prints it. readable is whether the target's root was read.
func run(at Place, a call.Arguments, argv []string, sealer *frame.Sealer, started time.Time) (readable bool, err error) {
	pacer := newPacer(at, a, started)
	stop := started.Add(a.Deadline)
	over := func() bool { return !at.Now().Before(stop) }
	expired := func() bool {
		pacer.Wait(over)
		return over()
	}
	// Finding the target costs little, and without it nothing can be said: it does not wait for its share of CPU.
	search := proc.Search{Proc: at.Proc, Self: at.Self, Container: a.Container, Expired: over}
	pids := search.PIDs()
	target := openTarget(at, search.Target(pids))
	defer target.close()
	if err := headRoom(a, target); err != nil {
		return false, err
	}
	self, err := proc.Open(at.Proc, "self")
	if err != nil {
		return false, fmt.Errorf("own /proc: %w", err)
	}
	defer self.Close()
	digest, err := at.programDigest(self)
	if err != nil {
		return false, fmt.Errorf("own program: %w", err)
	}
	head := frame.Header{Nonce: a.Nonce, Version: at.Version, Digest: digest}
	c := collection{at: at, a: a, argv: argv, search: search, pids: pids, target: target, self: self, started: started, pacer: pacer, expired: expired}
	payload, err := c.collect(evidence.NewLog(frame.PayloadLimit(a.Cap, head)))
	if err != nil {
		return false, err
	}
	sealed, err := sealer.Seal(head, payload)
	if err != nil {
		return false, err
	}
	if err := frame.Print(at.Stdout, head, sealed); err != nil {
		return false, errOutput
	}
	return target.readable(), nil
}

// collection is what one run knows before it reads the root.
type collection struct {
	at      Place
	a       call.Arguments
	argv    []string
	search  proc.Search
	pids    []int
	target  target
	self    *proc.Process
	started time.Time
	pacer   *pressure.Pacer
	expired func() bool
}

func (c *collection) collect(log *evidence.Log) ([]byte, error) {
	elapsed := func() time.Duration { return c.at.Now().Sub(c.started) }
	// The own status first: the sandbox sets no_new_privs, and what the pod gave is to be told.
	own := describeProbe(c.at, c.self, c.started)
	// All looks at the processes come before the sandbox, which refuses them; all parsing of the target's files comes after it.
	processes := listProcesses(c.at, c.search, c.pids, c.target.found.Proof)
	defer processes.close()
	processes.lookAt(c.at, c.target, c.a.Samples, c.expired)
	own.sandbox, own.landlockABI = c.at.Sandbox()
	log.Add(own.record())
	log.Add(c.target.record())
	log.Add(c.ownCall())
	if processes.clock.ok {
		log.Add(processes.clock.record())
	}
	log.Add(pressureRecord("before", c.target, processes.ours(), elapsed()))
	cut := processes.records(log)
	table, err := formats.Load()
	if err != nil {
		return nil, err
	}
	counts := c.target.read(log, table, c.at.Limits, how{processes.clock.startedAt, processes.look.Used(), c.a.Verify}, c.expired)
	counts.Cut = counts.Cut || cut
	log.Add(pressureRecord("after", c.target, processes.ours(), elapsed()))
	processes.ended(log)
	return c.finish(log, counts, processes.all, elapsed())
}

// ownCall tells the program and its arguments as they were received, and the container that was really found.
func (c *collection) ownCall() *evidence.Record {
	r := new(evidence.Record).Begin("self").Texts("argv", c.argv)
	if c.target.found.Process != nil {
		r.OptionalText("container", c.search.Named(c.target.found.Process, c.target.found.Proof))
	}
	return r
}

// finish adds the last records, for which the log keeps room, and closes it.
func (c *collection) finish(log *evidence.Log, counts tree.Counts, processes int, elapsed time.Duration) ([]byte, error) {
	var r evidence.Record
	if log.Full() {
		counts.Cut = true
		if err := log.Last(r.Begin("limit").Text("what", "output")); err != nil {
			return nil, err
		}
	}
	status, _ := c.self.Status()
	r.Begin("end").Int("entries", counts.Entries).Int("files", counts.Files).Int("goBinaries", counts.GoBinaries).
		Int("unlisted", counts.Unlisted).Int("unreadable", counts.Unreadable).Int("prunedMounts", counts.PrunedMounts).
		Int("processes", int64(processes)).Int("bytesRead", counts.BytesRead).Int("errors", counts.Errors).
		Bool("cut", counts.Cut).Int("elapsedMs", elapsed.Milliseconds()).Int("peakRssKiB", status.PeakRSSKiB).
		Int("archives", counts.Archives).Int("inflated", counts.Inflated).Int("hashed", counts.Hashed).
		Int("cpuMs", pressure.OwnCPU().Milliseconds()).Int("pausedMs", c.pacer.Paused.Milliseconds()).Int("left", counts.Left).
		Int("records", log.Records()+1)
	if err := log.Last(&r); err != nil {
		return nil, err
	}
	return log.Close()
}

var wholeDigest = regexp.MustCompile(`^[0-9a-f]{64}$`)

// programDigest is that of the own program. In the image the program may not be read, also not by itself; there the image says it.
func (at Place) programDigest(self *proc.Process) (string, error) {
	exe, err := self.OpenExe()
	if err != nil && wholeDigest.MatchString(at.Digest) {
		return at.Digest, nil
	}
	if err != nil {
		return "", err
	}
	defer exe.Close()
	sum := sha256.New()
	if _, err := io.CopyBuffer(struct{ io.Writer }{sum}, struct{ io.Reader }{exe}, make([]byte, 32<<10)); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// sameFolder compares two folders by device and inode.
func sameFolder(fd int, path string) bool {
	var a, b unix.Stat_t
	return unix.Fstat(fd, &a) == nil && unix.Stat(path, &b) == nil && a.Dev == b.Dev && a.Ino == b.Ino
}
