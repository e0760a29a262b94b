// Package tree reads a target's root: its mounts are pruned, its entries described, a few small files copied, Go executables
// asked for their build info. Everything below the root may be hostile.
package tree

import (
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/archive"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/call"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/evidence"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/formats"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/proc"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/reduce"

	"golang.org/x/sys/unix"
)

// Limits bound what is read and said.
type Limits struct {
	Entries        int64
	Depth          int
	FileBytes      int64 // of one file's content
	ContentBytes   int64 // of all contents
	BuildInfoBytes int64 // read from executables in all
	HashBytes      int64 // hashed in all
	FolderNames    int   // of one folder
	NameBytes      int   // memory for the names of all folders that are open at a time
	Errors         int64
	Mounts         int
}

// Standard are the limits of the contract.
var Standard = Limits{
	Entries:        200_000,
	Depth:          64,
	FileBytes:      4 << 20,
	ContentBytes:   16 << 20,
	BuildInfoBytes: 256 << 20,
	HashBytes:      32 << 20,
	FolderNames:    65_536,
	NameBytes:      4 << 20,
	Errors:         200,
	Mounts:         1024,
}

// limitRecords bounds how often the same limit is told.
const limitRecords = 20

// Counts are the sums for the `end` record.
type Counts struct {
	Entries, Files, GoBinaries, Unlisted, Unreadable, PrunedMounts, BytesRead, Errors int64
	Archives, Inflated, Hashed                                                        int64
	Left                                                                              int64 // names that were seen and not examined
	Cut                                                                               bool
}

// Scanner reads one root into one log.
type Scanner struct {
	Counts    Counts
	StartedAt int64           // of the target's main process, Unix milliseconds; 0 when nobody knows
	Loaded    map[string]bool // files that processes of the target run, have mapped or hold open
	Verify    call.Verify
	root      int
	open      opener
	log       *evidence.Log
	limits    Limits
	expired   func() bool

	record     evidence.Record
	pruned     map[string]bool
	limited    map[string]int   // limit records, by what
	seen       map[inode]string // package databases whose content was sent, by ecosystem
	links      []linkedDatabase // databases that are links
	table      *formats.Table
	found      map[string]*found // by format
	looked     map[string]bool   // paths of databases that were looked for before the walk
	shapes     map[*formats.Format]*reduce.Members
	archives   *archive.Reader
	opened     openArchive
	code       map[string]*codeFile
	lists      []ownerList
	assemblies assemblies
	topLinks   map[string]string
	nameBytes  int   // held by open folders
	contents   int64 // bytes of contents so far
	scanned    int64 // bytes read from executables so far
	stopped    bool
	buffer     []byte // for one read of a folder or a link
	content    []byte // of the file that is being sent
}

type inode struct{ device, number uint64 }

// NewScanner makes a scanner that has no root yet: it can tell about mounts.
func NewScanner(log *evidence.Log, table *formats.Table, limits Limits, expired func() bool) *Scanner {
	return &Scanner{
		log: log, limits: limits, expired: expired,
		pruned:   map[string]bool{"proc": true, "sys": true, "dev": true},
		limited:  map[string]int{},
		seen:     map[inode]string{},
		table:    table,
		found:    map[string]*found{},
		code:     map[string]*codeFile{},
		topLinks: map[string]string{},
		looked:   map[string]bool{},
		shapes:   map[*formats.Format]*reduce.Members{},
		buffer:   make([]byte, 32<<10),
	}
}

// Read sends the files and describes the tree below an open root folder, which stays the caller's.
func (s *Scanner) Read(root int) {
	open, err := newOpener(root)
	if err != nil {
		s.error("", "open", err)
		return
	}
	defer open.close()
	s.read(root, open)
}

func (s *Scanner) read(root int, open opener) {
	s.root, s.open = root, open
	s.files()
	s.walk()
	s.codeRecords()
	s.assemblyRecords()
	s.formatRecords()
}

// Mounts tells about the mounts and prunes all but the root.
func (s *Scanner) Mounts(p *proc.Process) {
	mounts, whole, err := p.Mounts()
	for i, m := range mounts {
		below := m.Path != "."
		if below {
			s.pruned[m.Path] = true
			s.Counts.PrunedMounts++
		}
		if i < s.limits.Mounts {
			s.add(s.record.Begin("mount").Path("p", m.Path).Text("fs", m.FS).Bool("ro", m.ReadOnly).Bool("pruned", below))
		}
	}
	if err != nil {
		s.error("", "mounts", err)
	} else if !whole || len(mounts) > s.limits.Mounts {
		s.error("", "mounts", unix.E2BIG)
	}
}

// add puts a record into the log. Once that is full, nothing more is read.
func (s *Scanner) add(r *evidence.Record) bool {
	if !s.log.Add(r) {
		s.stopped = true
		s.Counts.Cut = true
		return false
	}
	return true
}

// error tells about something that should have been readable.
func (s *Scanner) error(path, op string, err error) {
	s.errorCode(path, op, proc.Code(err))
}

func (s *Scanner) errorCode(path, op, code string) {
	s.Counts.Errors++
	if s.Counts.Errors <= s.limits.Errors {
		s.record.Begin("error")
		if path != "" {
			s.record.Path("p", path)
		}
		s.add(s.record.Text("op", op).Text("x", code))
	}
}

// limit marks the evidence as cut and says where.
func (s *Scanner) limit(what, path string) {
	s.Counts.Cut = true
	s.limited[what]++
	if s.limited[what] <= limitRecords {
		s.add(s.record.Begin("limit").Text("what", what).Path("p", path))
	}
}

// goesOn is asked before every piece of work.
func (s *Scanner) goesOn(path string) bool {
	if !s.stopped && s.expired() {
		s.stopped = true
		s.limit("time", path)
	}
	return !s.stopped
}
