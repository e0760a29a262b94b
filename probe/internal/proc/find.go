package proc

import (
	"os"
	"slices"
	"strconv"
	"strings"
)

// Proof says by what the target was recognized.
type Proof string

// The proofs of the contract.
const (
	ByCgroup    Proof = "cgroup"
	ByMountinfo Proof = "mountinfo"
	ByPID1      Proof = "pid1"
	NotFound    Proof = "none"
)

// pidLimit bounds how many processes are looked at.
const pidLimit = 32768

// Search finds the target among the processes of a proc file system.
type Search struct {
	Proc      string
	Self      int // PID of the probe, never the target
	Container string
	Expired   func() bool
}

// Found is the outcome of a search. Process is nil when Proof is NotFound; else the caller closes it.
type Found struct {
	Process   *Process
	Proof     Proof
	SharedPID bool // PID 1 is not of the target's container
}

// PIDs lists the visible processes but the probe, lowest first.
func (s Search) PIDs() []int {
	dir, err := os.Open(s.Proc)
	if err != nil {
		return nil
	}
	defer dir.Close()
	var pids []int
	for len(pids) < pidLimit {
		names, err := dir.Readdirnames(1024)
		for _, name := range names {
			if pid, err := strconv.Atoi(name); err == nil && pid > 0 && pid != s.Self {
				pids = append(pids, pid)
			}
		}
		if err != nil {
			break
		}
	}
	slices.Sort(pids)
	return pids
}

// Target looks for the lowest process that carries the container's ID, else takes PID 1 when it can be the target at all.
func (s Search) Target(pids []int) Found {
	for _, by := range []struct {
		proof Proof
		holds func(*Process) bool
	}{
		{ByCgroup, func(p *Process) bool { return strings.Contains(p.Text("cgroup"), s.Container) }},
		{ByMountinfo, s.mountedFromContainer},
	} {
		for _, pid := range pids {
			if s.Expired() {
				return Found{Proof: NotFound}
			}
			p, err := Open(s.Proc, strconv.Itoa(pid))
			if err != nil {
				continue
			}
			if by.holds(p) {
				return Found{p, by.proof, pid != 1 && !s.carries(1, by.holds)}
			}
			p.Close()
		}
	}
	return s.pid1(pids)
}

// Ours tells whether a process belongs to the target's container, by what the target was recognized by. Without a container ID
// all processes are taken for the target's.
func (s Search) Ours(p *Process, by Proof) bool {
	switch by {
	case ByCgroup:
		return strings.Contains(p.Text("cgroup"), s.Container)
	case ByMountinfo:
		return s.mountedFromContainer(p)
	}
	return by == ByPID1
}

// Named is the container ID that the target itself names: what was really found.
func (s Search) Named(p *Process, by Proof) string {
	switch by {
	case ByCgroup:
		return ContainerID(p.Text("cgroup"))
	case ByMountinfo:
		text, _ := p.read("mountinfo", mountinfoLimit)
		for root := range mountRoots(string(text)) {
			if strings.Contains(root, s.Container) {
				return ContainerID(root)
			}
		}
	}
	return ""
}

func (s Search) mountedFromContainer(p *Process) bool {
	text, _ := p.read("mountinfo", mountinfoLimit)
	for root := range mountRoots(string(text)) {
		if strings.Contains(root, s.Container) {
			return true
		}
	}
	return false
}

func (s Search) carries(pid int, holds func(*Process) bool) bool {
	p, err := Open(s.Proc, strconv.Itoa(pid))
	if err != nil {
		return false
	}
	defer p.Close()
	return holds(p)
}

// pid1 takes PID 1 on trust, where a runtime hides the container's ID. It is refused where it is known to be another one.
func (s Search) pid1(pids []int) Found {
	if !slices.Contains(pids, 1) {
		return Found{Proof: NotFound}
	}
	p, err := Open(s.Proc, "1")
	if err != nil {
		return Found{Proof: NotFound}
	}
	if p.Text("comm") == "pause" || ContainerID(p.Text("cgroup")) != "" || s.carries(2, isKernelThread) {
		p.Close()
		return Found{Proof: NotFound, SharedPID: true}
	}
	return Found{Process: p, Proof: ByPID1}
}

// isKernelThread recognizes kthreadd: where it is visible, the PID namespace is the node's.
func isKernelThread(p *Process) bool {
	status, err := p.Status()
	return err == nil && status.Parent == 0 && p.Text("comm") == "kthreadd"
}
