// Probe is the one program inside the debug container. It reads the root of the target container and prints one sealed
// frame of evidence; docs/probe-protocol.md says how.
package main

import (
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/scan"
)

// version is set by the build.
var version = "0.0.0"

func main() {
	// The pod's memory and CPU belong to the application.
	debug.SetGCPercent(25)
	debug.SetMemoryLimit(10 << 20)
	// A reader that went away is to be told by an exit code.
	signal.Ignore(syscall.SIGPIPE)
	os.Exit(scan.Main(scan.Here(version), os.Args[1:]))
}
