package proc

import (
	"path"
	"strings"
)

// mountinfoLimit bounds /proc/N/mountinfo.
const mountinfoLimit = 4 << 20

// Mount is one mount as its process sees it. Sources and options stay behind: they may tell about the node.
type Mount struct {
	Path     string // relative to the root, "." for the root
	FS       string
	ReadOnly bool
}

// Mounts lists the mounts of the process; whole tells whether the list was read to its end.
func (p *Process) Mounts() (mounts []Mount, whole bool, err error) {
	text, err := p.read("mountinfo", mountinfoLimit)
	for line := range strings.Lines(string(text)) {
		if m, ok := parseMount(strings.TrimSuffix(line, "\n")); ok {
			mounts = append(mounts, m)
		}
	}
	return mounts, len(text) < mountinfoLimit && err == nil, err
}

// parseMount reads a line of proc_pid_mountinfo(5):
// ID, parent, device, root, mount point, options, optional fields, "-", type, source, options.
func parseMount(line string) (Mount, bool) {
	before, after, ok := strings.Cut(line, " - ")
	fields := strings.Split(before, " ")
	types := strings.Split(after, " ")
	if !ok || len(fields) < 6 || !strings.HasPrefix(fields[4], "/") {
		return Mount{}, false
	}
	at := strings.TrimPrefix(path.Clean(unescape(fields[4])), "/")
	if at == "" {
		at = "."
	}
	return Mount{
		Path:     at,
		FS:       types[0],
		ReadOnly: fields[5] == "ro" || strings.HasPrefix(fields[5], "ro,"),
	}, true
}

// mountRoots are the roots within their file systems of the mounts in a mountinfo text. A container's own files and
// cgroups are mounted from folders that carry its ID; a mount *point* with that ID belongs to an agent of the node.
func mountRoots(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for line := range strings.Lines(text) {
			if fields := strings.SplitN(line, " ", 6); len(fields) == 6 && !yield(fields[3]) {
				return
			}
		}
	}
}

// unescape undoes the kernel's \040 for blanks and other bytes.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+3 < len(s) && octal(s[i+1:i+4]) {
			b.WriteByte((s[i+1]-'0')<<6 | (s[i+2]-'0')<<3 | (s[i+3] - '0'))
			i += 3
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func octal(s string) bool {
	return s[0] >= '0' && s[0] <= '3' && s[1] >= '0' && s[1] <= '7' && s[2] >= '0' && s[2] <= '7'
}
