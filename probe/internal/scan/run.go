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
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/proc"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/tree"

	"golang.org/x/sys/unix"
)

// run collects the evidence in the order of the contract and prints it.
func run(at Place, a call.Arguments, sealer *frame.Sealer, started time.Time) error {
	self, err := proc.Open(at.Proc, "self")
	if err != nil {
		return fmt.Errorf("own /proc: %w", err)
	}
	defer self.Close()
	digest, err := at.programDigest(self)
	if err != nil {
		return fmt.Errorf("own program: %w", err)
	}
	head := frame.Header{Nonce: a.Nonce, Version: at.Version, Digest: digest}
	payload, err := collect(at, a, self, evidence.NewLog(frame.PayloadLimit(a.Cap, head)), started)
	if err != nil {
		return err
	}
	sealed, err := sealer.Seal(head, payload)
	if err != nil {
		return err
	}
	if err := frame.Print(at.Stdout, head, sealed); err != nil {
		return errOutput
	}
	return nil
}

func collect(at Place, a call.Arguments, self *proc.Process, log *evidence.Log, started time.Time) ([]byte, error) {
	stop := started.Add(a.Deadline)
	expired := func() bool { return !at.Now().Before(stop) }
	search := proc.Search{Proc: at.Proc, Self: at.Self, Container: a.Container, Expired: expired}
	pids := search.PIDs()
	target := openTarget(at, search.Target(pids))
	defer target.close()

	// The own status first: the sandbox sets no_new_privs, and what the pod gave is to be told.
	own := describeProbe(at, self, started)
	own.sandbox, own.landlockABI = at.Sandbox()

	log.Add(own.record())
	log.Add(target.record())
	processes := listProcesses(at.Proc, pids, log)
	table, err := formats.Load()
	if err != nil {
		return nil, err
	}
	counts := target.read(log, table, at.Limits, expired)
	return finish(log, counts, processes, at.Now().Sub(started), self)
}

// finish adds the last records, for which the log keeps room, and closes it.
func finish(log *evidence.Log, counts tree.Counts, processes int, elapsed time.Duration, self *proc.Process) ([]byte, error) {
	var r evidence.Record
	if log.Full() {
		counts.Cut = true
		if err := log.Last(r.Begin("limit").Text("what", "output")); err != nil {
			return nil, err
		}
	}
	status, _ := self.Status()
	r.Begin("end").Int("entries", counts.Entries).Int("files", counts.Files).Int("goBinaries", counts.GoBinaries).
		Int("unlisted", counts.Unlisted).Int("unreadable", counts.Unreadable).Int("prunedMounts", counts.PrunedMounts).
		Int("processes", int64(processes)).Int("bytesRead", counts.BytesRead).Int("errors", counts.Errors).
		Bool("cut", counts.Cut).Int("elapsedMs", elapsed.Milliseconds()).Int("peakRssKiB", status.PeakRSSKiB).
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
