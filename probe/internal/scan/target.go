package scan

import (
	"strings"

	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/call"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/evidence"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/formats"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/proc"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/tree"

	"golang.org/x/sys/unix"
)

// target is the main process of the target and its root, when that could be opened.
type target struct {
	found   proc.Found
	root    int
	rootErr error
	differs bool
	status  proc.Status
	name    string
	exe     string
}

func openTarget(at Place, found proc.Found) target {
	t := target{found: found, root: -1, rootErr: unix.ESRCH}
	if found.Process == nil {
		return t
	}
	t.status, _ = found.Process.Status()
	t.name = found.Process.Text("comm")
	t.exe, _ = found.Process.Exe()
	t.root, t.rootErr = found.Process.OpenRoot()
	t.differs = t.rootErr == nil && !sameFolder(t.root, at.OwnRoot)
	return t
}

func (t target) close() {
	if t.rootErr == nil {
		_ = unix.Close(t.root)
	}
	if t.found.Process != nil {
		t.found.Process.Close()
	}
}

func (t target) record() *evidence.Record {
	r := new(evidence.Record).Begin("target")
	if t.found.Process != nil {
		r.Int("pid", int64(t.found.Process.PID))
	}
	r.Text("proof", string(t.found.Proof)).Bool("rootReadable", t.rootErr == nil)
	if t.rootErr == nil {
		r.Bool("rootDiffers", t.differs)
	} else {
		r.Text("rootError", proc.Code(t.rootErr))
	}
	if t.found.Process != nil {
		identity(r, t.status)
		r.Text("name", t.name)
	}
	if t.exe != "" {
		r.Path("exe", strings.TrimPrefix(t.exe, "/"))
	}
	return r.Bool("sharedPidNamespace", t.found.SharedPID)
}

// readable tells whether the root could be opened and is not the probe's own.
func (t target) readable() bool { return t.rootErr == nil && t.differs }

// how a root is read.
type how struct {
	startedAt int64
	loaded    map[string]bool
	verify    call.Verify
}

// read tells about the mounts and, where the root could be opened, about the files.
func (t target) read(log *evidence.Log, table *formats.Table, limits tree.Limits, how how, expired func() bool) tree.Counts {
	s := tree.NewScanner(log, table, limits, expired)
	s.StartedAt, s.Loaded, s.Verify = how.startedAt, how.loaded, how.verify
	if t.found.Process != nil {
		s.Mounts(t.found.Process)
	}
	if t.rootErr == nil {
		s.Read(t.root)
	}
	return s.Counts
}
