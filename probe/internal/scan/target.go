package scan

import (
	"strconv"
	"strings"

	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/evidence"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/formats"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/proc"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/tree"

	"golang.org/x/sys/unix"
)

// mostProcesses bounds the `process` records.
const mostProcesses = 256

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
		r.Text("rootError", tree.Code(t.rootErr))
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

// read tells about the mounts and, where the root could be opened, about the files.
func (t target) read(log *evidence.Log, table *formats.Table, limits tree.Limits, expired func() bool) tree.Counts {
	s := tree.NewScanner(log, table, limits, expired)
	if t.found.Process != nil {
		s.Mounts(t.found.Process)
	}
	if t.rootErr == nil {
		s.Read(t.root)
	}
	return s.Counts
}

// listProcesses tells about the visible processes and returns their number.
func listProcesses(procfs string, pids []int, log *evidence.Log) int {
	var r evidence.Record
	for i, pid := range pids {
		if i == mostProcesses {
			break
		}
		p, err := proc.Open(procfs, strconv.Itoa(pid))
		if err != nil {
			continue
		}
		status, err := p.Status()
		if err == nil {
			log.Add(r.Begin("process").Int("pid", int64(pid)).Text("name", p.Text("comm")).Int("uid", status.UID).Int("gid", status.GID))
		}
		p.Close()
	}
	return len(pids)
}
