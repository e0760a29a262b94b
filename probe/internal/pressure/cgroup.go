// Package pressure reads what memory and CPU the target has left, and keeps the probe within its share of CPU.
package pressure

import (
	"errors"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// Unknown is a number that the kernel did not tell.
const Unknown = -1

// unlimited is what cgroup v1 says for no limit, and more than any machine has.
const unlimited = 1 << 60

// Cgroup is what the target's own cgroup says, read through the target's root: the probe's own shows neither limit nor use
// of the pod. These names are the one exception to the rule that nothing below a mount is opened.
type Cgroup struct {
	Version      int   // 1 or 2, 0 when it could not be read
	Limit        int64 // bytes
	Use          int64
	Peak         int64 // the most that was in use at a time, with file cache
	InactiveFile int64
	OOMKill      int64
	Throttled    int64
	ThrottledMs  int64
	Err          error
}

// Read looks below an open root.
func Read(root int) Cgroup {
	if text, err := file(root, "sys/fs/cgroup/memory.current"); err == nil {
		return version2(root, number(text))
	}
	text, err := file(root, "sys/fs/cgroup/memory/memory.usage_in_bytes")
	if err == nil {
		return version1(root, number(text))
	}
	return Cgroup{Limit: Unknown, Use: Unknown, Peak: Unknown, InactiveFile: Unknown, OOMKill: Unknown, Throttled: Unknown, ThrottledMs: Unknown, Err: err}
}

func version2(root int, use int64) Cgroup {
	limit, _ := file(root, "sys/fs/cgroup/memory.max")
	stat, _ := file(root, "sys/fs/cgroup/memory.stat")
	events, _ := file(root, "sys/fs/cgroup/memory.events")
	peak, _ := file(root, "sys/fs/cgroup/memory.peak")
	cpu, _ := file(root, "sys/fs/cgroup/cpu.stat")
	return Cgroup{
		Version: 2, Limit: number(limit), Use: use, Peak: number(peak), InactiveFile: field(stat, "inactive_file"), OOMKill: field(events, "oom_kill"),
		Throttled: field(cpu, "nr_throttled"), ThrottledMs: scaled(field(cpu, "throttled_usec"), 1000),
	}
}

func version1(root int, use int64) Cgroup {
	text, _ := file(root, "sys/fs/cgroup/memory/memory.limit_in_bytes")
	limit := number(text)
	if limit >= unlimited {
		limit = Unknown
	}
	stat, _ := file(root, "sys/fs/cgroup/memory/memory.stat")
	control, _ := file(root, "sys/fs/cgroup/memory/memory.oom_control")
	peak, _ := file(root, "sys/fs/cgroup/memory/memory.max_usage_in_bytes")
	cpu, err := file(root, "sys/fs/cgroup/cpu,cpuacct/cpu.stat")
	if err != nil {
		cpu, _ = file(root, "sys/fs/cgroup/cpu/cpu.stat")
	}
	return Cgroup{
		Version: 1, Limit: limit, Use: use, Peak: number(peak), InactiveFile: field(stat, "total_inactive_file"), OOMKill: field(control, "oom_kill"),
		Throttled: field(cpu, "nr_throttled"), ThrottledMs: scaled(field(cpu, "throttled_time"), 1_000_000),
	}
}

// HeadRoom is how much of the pod's limit is free as far as the target is concerned: file cache that the kernel takes back
// first is free. ok is false when the use is not known. What other containers of the pod use is not known.
func (c Cgroup) HeadRoom(limit int64) (free int64, ok bool) {
	if c.Use == Unknown {
		return 0, false
	}
	return limit - c.Use + max(c.InactiveFile, 0), true
}

// file reads a small file below an open folder. No name on the way may be a link.
func file(folder int, path string) (string, error) {
	const way = unix.O_PATH | unix.O_DIRECTORY | unix.O_NOFOLLOW | unix.O_CLOEXEC
	at, names := folder, strings.Split(path, "/")
	for _, name := range names[:len(names)-1] {
		next, err := unix.Openat(at, name, way, 0)
		if at != folder {
			_ = unix.Close(at)
		}
		if err != nil {
			return "", err
		}
		at = next
	}
	fd, err := unix.Openat(at, names[len(names)-1], unix.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if at != folder {
		_ = unix.Close(at)
	}
	if err != nil {
		return "", err
	}
	defer unix.Close(fd)
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil || st.Mode&unix.S_IFMT != unix.S_IFREG {
		return "", errors.Join(err, unix.EINVAL)
	}
	var buf [8 << 10]byte
	n, err := unix.Read(fd, buf[:])
	if err != nil {
		return "", err
	}
	return string(buf[:n]), nil
}

func number(text string) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
	if err != nil || n < 0 {
		return Unknown
	}
	return n
}

// field is the number behind a name at the beginning of a line.
func field(text, name string) int64 {
	for line := range strings.Lines(text) {
		if rest, ok := strings.CutPrefix(line, name+" "); ok {
			return number(rest)
		}
	}
	return Unknown
}

func scaled(n, by int64) int64 {
	if n == Unknown {
		return Unknown
	}
	return n / by
}
