// Package running tells which files the processes of the target run, have mapped or hold open. It reads links and lists of
// /proc only: no memory, no environment, no file through a descriptor. All of it is hostile.
package running

import (
	"slices"
	"strings"

	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/proc"
)

const (
	mostFiles = 20_000
	mostOpen  = 4096 // descriptors of one process
)

// File is one file that is in use.
type File struct {
	Path    string // below the root of its process; for what is no file the kernel's name
	Exe     bool   // a process runs it
	Map     byte   // 'x' mapped executable, 'r' mapped otherwise, 0 not mapped
	Open    bool
	N       int   // processes that use it
	Since   int64 // ticks: the earliest start of one of them
	Deleted bool
	Mount   string // mount point, when it lies below one that is not entered
	Kind    string // memfd, shm; empty for files

	round, last, count int // of the sample under way
}

// Looker looks at processes, once or several times.
type Looker struct {
	// Exists tells whether a path is there below the root, for names that really end like a mark of the kernel.
	Exists func(path string) bool
	// Mounts are the mount points that are not entered.
	Mounts []string

	Samples    int
	Others     int64 // files that are not named
	Below      int64 // the same below mounts that are not entered
	Cut        bool
	files      map[key]*File
	unreadable map[int]string // code by PID
	exes       map[int]string
	seen       map[int]bool
	others     map[string]bool
}

type key struct {
	path    string
	deleted bool
}

// Look takes one sample of the processes.
func (l *Looker) Look(processes []*proc.Process) {
	if l.files == nil {
		l.files, l.unreadable, l.exes, l.seen, l.others = map[key]*File{}, map[int]string{}, map[int]string{}, map[int]bool{}, map[string]bool{}
	}
	l.Samples++
	for _, p := range processes {
		l.seen[p.PID] = true
		if err := l.process(p); err != nil {
			if l.unreadable[p.PID] == "" {
				l.unreadable[p.PID] = proc.Code(err)
			}
		} else {
			delete(l.unreadable, p.PID)
		}
	}
}

func (l *Looker) process(p *proc.Process) error {
	since := p.Start()
	exe, err := p.Exe()
	if err != nil {
		return err
	}
	if f := l.use(p, exe, true, since); f != nil {
		f.Exe = true
		l.exes[p.PID] = f.Path
	}
	whole, err := p.Maps(func(path string, executable bool) {
		f := l.use(p, path, executable, since)
		if f == nil {
			return
		}
		if executable {
			f.Map = 'x'
		} else if f.Map == 0 {
			f.Map = 'r'
		}
	})
	if err != nil {
		return err
	}
	l.Cut = l.Cut || !whole
	links, whole, err := p.OpenFiles(mostOpen)
	if err != nil {
		return err
	}
	l.Cut = l.Cut || !whole
	for _, path := range links {
		if f := l.use(p, path, false, since); f != nil {
			f.Open = true
		}
	}
	return nil
}

// use finds the file of a link or mapping, or counts it when it is none to name.
func (l *Looker) use(p *proc.Process, link string, executable bool, since int64) *File {
	if !strings.HasPrefix(link, "/") {
		return nil
	}
	f := l.describe(link)
	if !executable && (f.Mount != "" || !code(f.Path)) && l.files[key{f.Path, f.Deleted}] == nil {
		if f.Kind == "" && !l.others[f.Path] && len(l.others) < mostFiles {
			l.others[f.Path] = true
			if f.Mount != "" {
				l.Below++
			} else {
				l.Others++
			}
		}
		return nil
	}
	k := key{f.Path, f.Deleted}
	known := l.files[k]
	if known == nil {
		if len(l.files) >= mostFiles {
			l.Cut = true
			return nil
		}
		known = &f
		known.Since = since
		l.files[k] = known
	}
	if known.round != l.Samples {
		known.round, known.last, known.count = l.Samples, 0, 0
	}
	if known.last != p.PID {
		known.last = p.PID
		known.count++
	}
	known.N = max(known.N, known.count)
	known.Since = min(known.Since, since)
	return known
}

const deletedMark = " (deleted)"

func (l *Looker) describe(link string) File {
	path := strings.TrimPrefix(link, "/")
	var f File
	if name, marked := strings.CutSuffix(path, deletedMark); marked && !l.Exists(path) {
		path, f.Deleted = name, true
	}
	f.Path = path
	switch {
	case strings.HasPrefix(path, "memfd:"):
		f.Kind = "memfd"
	case strings.HasPrefix(path, "dev/shm/") || strings.HasPrefix(path, "SYSV"):
		f.Kind = "shm"
	}
	for _, mount := range l.Mounts {
		if path == mount || strings.HasPrefix(path, mount+"/") {
			f.Mount = mount
		}
	}
	return f
}

// codeEndings are those of files that hold code without being mapped as such.
var codeEndings = []string{".so", ".jar", ".war", ".ear", ".jmod", ".node", ".dll", ".pyc", ".pyd", ".wasm"}

func code(path string) bool {
	name := path[strings.LastIndexByte(path, '/')+1:]
	return name == "modules" || strings.Contains(name, ".so.") ||
		slices.ContainsFunc(codeEndings, func(end string) bool { return strings.HasSuffix(name, end) })
}

// Files are those that are named, sorted by path.
func (l *Looker) Files() []*File {
	files := make([]*File, 0, len(l.files))
	for _, f := range l.files {
		files = append(files, f)
	}
	slices.SortFunc(files, func(a, b *File) int {
		if c := strings.Compare(a.Path, b.Path); c != 0 || a.Deleted == b.Deleted {
			return c
		}
		if a.Deleted {
			return 1
		}
		return -1
	})
	return files
}

// Used are the paths of files below the root that are in use.
func (l *Looker) Used() map[string]bool {
	used := map[string]bool{}
	for _, f := range l.files {
		if !f.Deleted && f.Mount == "" && f.Kind == "" {
			used[f.Path] = true
		}
	}
	return used
}

// Processes is how many were looked at.
func (l *Looker) Processes() int { return len(l.seen) }

// Exe is the program of a process, empty when it is not known.
func (l *Looker) Exe(pid int) string { return l.exes[pid] }

// Unreadable is the error code of a process that could not be looked at, empty for the others.
func (l *Looker) Unreadable(pid int) string { return l.unreadable[pid] }

// Why counts the processes that could not be looked at by their error codes.
func (l *Looker) Why() (count int, codes map[string]int) {
	codes = map[string]int{}
	for _, code := range l.unreadable {
		codes[code]++
	}
	return len(l.unreadable), codes
}
