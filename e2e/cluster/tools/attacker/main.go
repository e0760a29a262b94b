// attacker is a target that does not want to be looked at: it runs as the same user as the probe that joins its process
// namespace, waits for it and interferes. What it managed to do is on its standard output, one line an attack, so that a
// test knows what the report has to say.
//
//	ATTACK=stop    stops the probe for ever (SIGSTOP)
//	ATTACK=kill    kills it (SIGKILL)
//	ATTACK=write   writes lines of its own into the probe's output and lets it go on
//	ATTACK=forge   writes a whole frame of its own, with the right nonce and sealed to the right key, then kills the probe
//	ATTACK=forge-exit0   the same, then makes the probe itself end with exit code 0
//	ATTACK=second  lets the probe go on after such a frame: two frames
//
// PROBE_VERSION is what a forged frame says of the probe's version.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

// pollInterval is far below the time that the probe needs for anything.
const pollInterval = 200 * time.Microsecond

func main() {
	mode := os.Getenv("ATTACK")
	attack, known := attacks[mode]
	if !known {
		fmt.Println("unknown ATTACK:", mode)
		os.Exit(64)
	}
	fmt.Println("waiting to", mode)
	seen := map[int]bool{}
	for {
		for _, p := range probes(seen) {
			if err := attack(p); err != nil {
				fmt.Printf("ATTACK %s failed: %v\n", mode, err)
			} else {
				fmt.Printf("ATTACK %s done\n", mode)
			}
		}
		time.Sleep(pollInterval)
	}
}

var attacks = map[string]func(probe) error{
	"stop": probe.stop,
	"kill": probe.kill,
	"write": func(p probe) error {
		return errors.Join(p.stop(), p.write([]byte("a line that the probe did not write\n")), p.resume())
	},
	"forge":       func(p probe) error { return errors.Join(p.stop(), p.forge(), p.kill()) },
	"forge-exit0": func(p probe) error { return errors.Join(p.stop(), p.forge(), p.exit0()) },
	"second":      func(p probe) error { return errors.Join(p.stop(), p.forge(), p.resume()) },
}

// probe is a running probe: its process and the words of its command line.
type probe struct {
	pid  int
	args []string
}

// probes are those that run and are not in seen yet; they are added to it.
func probes(seen map[int]bool) []probe {
	var found []probe
	paths, _ := filepath.Glob("/proc/[0-9]*")
	for _, path := range paths {
		pid, _ := strconv.Atoi(filepath.Base(path))
		if seen[pid] {
			continue
		}
		line, err := os.ReadFile(path + "/cmdline")
		if err != nil {
			continue
		}
		words := bytes.Split(bytes.TrimSuffix(line, []byte{0}), []byte{0})
		if string(words[0]) != "/probe" {
			continue // also a container that is about to become one
		}
		seen[pid] = true
		p := probe{pid: pid}
		for _, word := range words {
			p.args = append(p.args, string(word))
		}
		found = append(found, p)
	}
	return found
}

func (p probe) stop() error   { return unix.Kill(p.pid, unix.SIGSTOP) }
func (p probe) resume() error { return unix.Kill(p.pid, unix.SIGCONT) }
func (p probe) kill() error   { return unix.Kill(p.pid, unix.SIGKILL) }

// write puts bytes where the probe's own output goes.
func (p probe) write(b []byte) error {
	out, err := os.OpenFile(fmt.Sprintf("/proc/%d/fd/1", p.pid), os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer out.Close()
	_, err = out.Write(b)
	return err
}

// forge writes a frame that claims a target with one harmless package.
func (p probe) forge() error {
	frame, err := forgedFrame(p)
	if err != nil {
		return err
	}
	return p.write(frame)
}
