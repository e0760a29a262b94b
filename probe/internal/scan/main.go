// Package scan is the probe's run from its arguments to its exit code.
package scan

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/call"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/frame"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/sandbox"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/tree"
)

// Exit codes of the contract.
const (
	Done         = 0
	Usage        = 64
	Internal     = 70
	OutputBroken = 74
	TooLate      = 75
	LifetimeOver = 76
	NotReadable  = 77
	NoHeadRoom   = 78
)

// Place is where a run happens: the real one, or a made-up one in a test.
type Place struct {
	Version string
	Proc    string // the proc file system
	Self    int    // PID of the probe in it
	OwnRoot string
	Stdout  io.Writer
	Stderr  io.Writer
	Now     func() time.Time
	Sleep   func(time.Duration)
	Exit    func(code int) // ends the process at once
	Sandbox func() (state string, abi int)
	Limits  tree.Limits
	Program string // as it was called
	Exposed bool   // the process began as one that others of its user may read, write and trace
	Digest  string // SHA-256 of the program, for one that may not be read
}

// Here is the process itself.
func Here(version string) Place {
	return Place{
		Version: version,
		Proc:    "/proc",
		Self:    os.Getpid(),
		OwnRoot: "/",
		Stdout:  os.Stdout,
		Stderr:  os.Stderr,
		Now:     time.Now,
		Sleep:   time.Sleep,
		Exit:    os.Exit,
		Sandbox: sandbox.DropWrites,
		Limits:  tree.Standard,
		Program: os.Args[0],
		Exposed: sandbox.Hide(),
		Digest:  os.Getenv("PROBE_SHA256"),
	}
}

var errOutput = errors.New("output could not be written")

// Main does one run and returns its exit code.
func Main(at Place, args []string) int {
	started := at.Now()
	a, err := call.Parse(args)
	if err != nil {
		return at.fail(Usage, err)
	}
	if started.Unix() > a.NotAfter {
		return TooLate
	}
	lifetime := time.AfterFunc(a.Lifetime, func() { at.Exit(LifetimeOver) })
	defer lifetime.Stop()
	sealer, err := frame.NewSealer(a.Key)
	if err != nil {
		return at.fail(Usage, errors.New("--key: not a key of anyone"))
	}
	readable, err := run(at, a, append([]string{at.Program}, args...), sealer, started)
	var tight headRoomError
	switch {
	case errors.Is(err, errOutput):
		return at.fail(OutputBroken, err)
	case errors.As(err, &tight):
		return at.fail(NoHeadRoom, err)
	case err != nil:
		return at.fail(Internal, err)
	case !readable:
		return NotReadable
	}
	return Done
}

func (at Place) fail(code int, err error) int {
	fmt.Fprintf(at.Stderr, "distroless-scan probe: %.200v\n", err)
	return code
}
