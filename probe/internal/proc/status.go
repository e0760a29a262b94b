package proc

import (
	"strconv"
	"strings"
)

// Status is what /proc/N/status says about the identity and the rights of a process.
type Status struct {
	UID, GID   int64 // effective
	Parent     int64
	Groups     []int64
	Caps       Caps
	NoNewPrivs bool
	Seccomp    int64 // 0 none, 1 strict, 2 filter
	PeakRSSKiB int64
}

// Caps are capability sets as the kernel prints them.
type Caps struct {
	Inheritable, Permitted, Effective, Bounding, Ambient string
}

// Status reads the status of the process. Everyone may do that for every process.
func (p *Process) Status() (Status, error) {
	text, err := p.read("status", textLimit)
	if err != nil {
		return Status{}, err
	}
	return parseStatus(string(text)), nil
}

func parseStatus(text string) Status {
	var s Status
	for line := range strings.Lines(text) {
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ":")
		value = strings.TrimSpace(value)
		switch name {
		case "Uid":
			s.UID = word(value, 1)
		case "Gid":
			s.GID = word(value, 1)
		case "PPid":
			s.Parent = word(value, 0)
		case "Groups":
			for i := range strings.Fields(value) {
				s.Groups = append(s.Groups, word(value, i))
			}
		case "CapInh":
			s.Caps.Inheritable = value
		case "CapPrm":
			s.Caps.Permitted = value
		case "CapEff":
			s.Caps.Effective = value
		case "CapBnd":
			s.Caps.Bounding = value
		case "CapAmb":
			s.Caps.Ambient = value
		case "NoNewPrivs":
			s.NoNewPrivs = word(value, 0) == 1
		case "Seccomp":
			s.Seccomp = word(value, 0)
		case "VmHWM":
			s.PeakRSSKiB = word(value, 0)
		}
	}
	return s
}

// word is the i-th number of a line, or -1.
func word(value string, i int) int64 {
	words := strings.Fields(value)
	if i >= len(words) {
		return -1
	}
	n, err := strconv.ParseInt(words[i], 10, 64)
	if err != nil {
		return -1
	}
	return n
}
