// Package fakeproc makes folders that look like /proc, for tests and test vectors.
package fakeproc

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// Container is the ID of the made-up target.
const Container = "4a5b6c7d8e9f00112233445566778899aabbccddeeff0123456789abcdef0123"

// Self is the PID of the made-up probe.
const Self = 17

// Process is one made-up process.
type Process struct {
	PID       int
	Name      string
	UID, GID  int
	Parent    int
	Cgroup    string
	Mountinfo string
	Root      string // folder; no root link when empty
	Exe       string // link text; no link when empty
	Start     int64  // ticks
	Maps      string
	Open      []string // link texts of descriptors
	Closed    bool     // maps may not be read
}

// Target is a main process with PID 1, recognizable by its cgroup, as containerd runs it.
func Target(root string) Process {
	return Process{
		PID: 1, Name: "hello", UID: 65532, GID: 65532, Root: root, Exe: "/app/hello",
		Cgroup: "0::/../cri-containerd-" + Container + ".scope\n",
		Mountinfo: `812 745 0:96 / / rw,relatime - overlay overlay rw,lowerdir=/var/lib/containerd/1/fs
813 812 0:99 / /proc rw,nosuid,nodev,noexec,relatime - proc proc rw
814 812 0:100 / /dev rw,nosuid - tmpfs tmpfs rw,size=65536k,mode=755
818 812 0:94 / /sys ro,nosuid,nodev,noexec,relatime - sysfs sysfs ro
820 812 254:0 /pods/etc-hosts /etc/hosts rw,relatime - ext4 /dev/vda rw
821 812 0:91 / /run/secrets/kubernetes.io/serviceaccount ro,relatime - tmpfs tmpfs rw
`,
	}
}

// Make writes the processes and the probe itself into a new folder proc.
func Make(proc, program string, processes ...Process) error {
	self := Process{PID: Self, Name: "probe", UID: 65532, GID: 65532, Exe: program, Cgroup: "0::/\n"}
	for _, p := range append(processes, self) {
		if err := p.write(filepath.Join(proc, strconv.Itoa(p.PID))); err != nil {
			return err
		}
	}
	return os.Symlink(strconv.Itoa(Self), filepath.Join(proc, "self"))
}

func (p Process) write(folder string) error {
	for _, below := range []string{"attr", "fd", "task/1"} {
		if err := os.MkdirAll(filepath.Join(folder, below), 0o755); err != nil {
			return err
		}
	}
	for name, text := range map[string]string{
		"comm":             p.Name + "\n",
		"cgroup":           p.Cgroup,
		"mountinfo":        p.Mountinfo,
		"status":           p.status(),
		"attr/current":     "cri-containerd.apparmor.d (enforce)\n",
		"stat":             fmt.Sprintf("%d (a) b) S %d 1 1 0 -1 4194560 1 0 0 0 1 1 0 0 20 0 1 0 %d 1 1\n", p.PID, p.Parent, p.Start),
		"maps":             p.Maps,
		"task/1/schedstat": "3000000 2000000 5\n",
	} {
		if p.Closed && name == "maps" {
			continue
		}
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	for i, to := range p.Open {
		if err := os.Symlink(to, filepath.Join(folder, "fd", strconv.Itoa(i))); err != nil {
			return err
		}
	}
	for name, to := range map[string]string{"root": p.Root, "exe": p.Exe} {
		if to == "" {
			continue
		}
		if err := os.Symlink(to, filepath.Join(folder, name)); err != nil {
			return err
		}
	}
	return nil
}

func (p Process) status() string {
	return fmt.Sprintf(`Name:	%s
Umask:	0022
State:	S (sleeping)
Pid:	%d
PPid:	%d
Uid:	%d	%d	%d	%d
Gid:	%d	%d	%d	%d
Groups:	2000 %d
VmHWM:	    6200 kB
CapInh:	0000000000000000
CapPrm:	0000000000000000
CapEff:	0000000000000000
CapBnd:	0000000000000000
CapAmb:	0000000000000000
NoNewPrivs:	1
Seccomp:	2
`, p.Name, p.PID, p.Parent, p.UID, p.UID, p.UID, p.UID, p.GID, p.GID, p.GID, p.GID, p.GID)
}
