package tree

import "path"

// The formats of .NET's files.
const (
	ofAssembly     = "dotnet-assembly"
	ofDependencies = "dotnet-deps"
	mostAssemblies = 20_000
)

// assemblies are libraries of .NET. A list of dependencies that was read speaks of those beside and below it; others are told.
type assemblies struct {
	paths  []string
	more   bool            // than can be kept
	listed map[string]bool // folders with a list
}

func (a *assemblies) add(p string) {
	if a.more = a.more || len(a.paths) == mostAssemblies; !a.more {
		a.paths = append(a.paths, p)
	}
}

// list notes a list of dependencies that was read.
func (a *assemblies) list(p string) {
	if a.listed == nil {
		a.listed = map[string]bool{}
	}
	a.listed[path.Dir(p)] = true
}

// unlisted are the libraries that no list speaks of.
func (a *assemblies) unlisted() []string {
	var all []string
	for _, p := range a.paths {
		folder := path.Dir(p)
		for folder != "." && !a.listed[folder] {
			folder = path.Dir(folder)
		}
		if !a.listed[folder] {
			all = append(all, p)
		}
	}
	return all
}

// assemblyRecords count them: behind the walk, when all lists are known.
func (s *Scanner) assemblyRecords() {
	f := s.table.ByID(ofAssembly)
	for _, p := range s.assemblies.unlisted() {
		s.told(f, p)
	}
	if s.assemblies.more {
		s.limit("code", s.assemblies.paths[mostAssemblies-1])
	}
}
