package scan

import (
	"runtime"
	"time"

	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/evidence"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/proc"

	"golang.org/x/sys/unix"
)

// formatVersion is the version of the evidence records.
const formatVersion = 2

// ownFacts are what the probe says about itself.
type ownFacts struct {
	version      string
	status       proc.Status
	apparmor     string
	sandbox      string
	landlockABI  int
	rootWritable bool
	exposed      bool
	started      time.Time
}

func describeProbe(at Place, self *proc.Process, started time.Time) ownFacts {
	status, _ := self.Status()
	label := self.Text("attr/apparmor/current")
	if label == "" {
		label = self.Text("attr/current")
	}
	var fs unix.Statfs_t
	err := unix.Statfs(at.OwnRoot, &fs)
	return ownFacts{
		version:      at.Version,
		status:       status,
		apparmor:     label,
		rootWritable: err != nil || fs.Flags&unix.ST_RDONLY == 0,
		exposed:      at.Exposed,
		started:      started,
	}
}

func (o ownFacts) record() *evidence.Record {
	r := new(evidence.Record).Begin("probe").Int("format", formatVersion).Text("version", o.version).Text("arch", runtime.GOARCH)
	identity(r, o.status)
	return r.Text("apparmor", o.apparmor).Text("landlock", o.sandbox).Int("landlockAbi", int64(o.landlockABI)).
		Bool("rootWritable", o.rootWritable).Flag("exposed", o.exposed).Int("startedAt", o.started.UnixMilli())
}

// identity adds the members that the probe and its target have in common.
func identity(r *evidence.Record, s proc.Status) {
	r.Int("uid", s.UID).Int("gid", s.GID).Ints("groups", s.Groups).Object("caps", func(r *evidence.Record) {
		r.Text("inh", s.Caps.Inheritable).Text("prm", s.Caps.Permitted).Text("eff", s.Caps.Effective).
			Text("bnd", s.Caps.Bounding).Text("amb", s.Caps.Ambient)
	}).Bool("noNewPrivs", s.NoNewPrivs).Int("seccomp", s.Seccomp)
}
