// Package owner reads which package owns which file, and which digest the package gives for it. Lists come in pieces and are
// never held; what they say is the image's word.
package owner

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// Kinds of digests.
const (
	MD5    = "md5"
	SHA1   = "sha1"
	SHA256 = "sha256"
)

// Claim is what a list says of one file.
type Claim struct {
	Path   string // below the root
	Kind   string // of the digest, empty when there is none
	Digest string // hexadecimal
	Owner  string // package, when the list is of several
}

const longestLine = 4096

// List reads the lines of one list.
type List struct {
	line  func(string) (Claim, bool)
	claim func(Claim)
	held  []byte
	skips bool
}

// Write takes the next piece.
func (l *List) Write(piece []byte) {
	for _, c := range piece {
		if c == '\n' {
			l.Close()
			continue
		}
		if l.skips = l.skips || len(l.held) == longestLine; !l.skips {
			l.held = append(l.held, c)
		}
	}
}

// Close ends the last line.
func (l *List) Close() {
	if !l.skips && len(l.held) > 0 {
		if c, ok := l.line(strings.TrimSuffix(string(l.held), "\r")); ok && sound(c.Path) {
			l.claim(c)
		}
	}
	l.held, l.skips = l.held[:0], false
}

// sound is a path below the root without odd parts.
func sound(path string) bool {
	if path == "" || path[0] == '/' {
		return false
	}
	for part := range strings.SplitSeq(path, "/") {
		if part == "" || part == "." || part == ".." {
			return false
		}
	}
	return true
}

// DpkgFiles reads a list of var/lib/dpkg/info.
func DpkgFiles(claim func(Claim)) *List {
	return &List{claim: claim, line: func(line string) (Claim, bool) {
		return Claim{Path: strings.TrimPrefix(line, "/")}, true
	}}
}

// DpkgDigests reads md5sums: a digest, two blanks, a path.
func DpkgDigests(claim func(Claim)) *List {
	return &List{claim: claim, line: func(line string) (Claim, bool) {
		digest, path, ok := strings.Cut(line, " ")
		path = strings.TrimPrefix(strings.TrimLeft(path, " *"), "./")
		return Claim{Path: path, Kind: MD5, Digest: digest}, ok && hexadecimal(digest, 32)
	}}
}

// Apk reads the files of an apk database: the folder of the files that follow, a file, its digest.
func Apk(claim func(Claim)) *List {
	var owner, folder string
	var file Claim
	return &List{claim: claim, line: func(line string) (Claim, bool) {
		key, value, ok := strings.Cut(line, ":")
		if !ok || len(key) != 1 {
			return Claim{}, false
		}
		switch key {
		case "P":
			owner, folder, file = value, "", Claim{}
		case "F":
			folder = value
		case "R":
			file = Claim{Path: value, Owner: owner}
			if folder != "" {
				file.Path = folder + "/" + value
			}
			return file, true
		case "Z":
			if raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(value, "Q1")); err == nil && len(raw) == 20 && file.Path != "" {
				file.Kind, file.Digest = SHA1, hex.EncodeToString(raw)
				return file, true
			}
		}
		return Claim{}, false
	}}
}

// Record reads the RECORD of a Python package: path, digest, size, divided by commas. folder is where its paths begin.
func Record(folder string, claim func(Claim)) *List {
	return &List{claim: claim, line: func(line string) (Claim, bool) {
		rest, _, ok := cutLast(line)
		path, digest, ok2 := cutLast(rest)
		if !ok || !ok2 {
			return Claim{}, false
		}
		c := Claim{Path: join(folder, strings.Trim(path, `"`))}
		if text, ok := strings.CutPrefix(digest, "sha256="); ok {
			if raw, err := base64.RawURLEncoding.DecodeString(text); err == nil && len(raw) == 32 {
				c.Kind, c.Digest = SHA256, hex.EncodeToString(raw)
			}
		}
		return c, c.Path != ""
	}}
}

func cutLast(line string) (before, after string, ok bool) {
	i := strings.LastIndexByte(line, ',')
	if i < 0 {
		return line, "", false
	}
	return line[:i], line[i+1:], true
}

// join resolves the `..` that a path begins with.
func join(folder, path string) string {
	if strings.HasPrefix(path, "/") {
		return path[1:]
	}
	for {
		rest, up := strings.CutPrefix(path, "../")
		if !up {
			break
		}
		i := strings.LastIndexByte(folder, '/')
		if folder == "" {
			return ""
		}
		path, folder = rest, folder[:max(i, 0)]
	}
	if folder == "" {
		return path
	}
	return folder + "/" + path
}

func hexadecimal(text string, size int) bool {
	return len(text) == size && strings.Trim(text, "0123456789abcdef") == ""
}
