package elfinfo

import (
	"bytes"
	"io"
	"strings"
)

// program is a runtime or server that tells its version in its own program file: behind a text that stands there once.
type program struct {
	id    string
	names []string // beginnings of the file's name
	texts []string
}

var programs = []program{
	{"node", []string{"node"}, []string{"node.js/v", "node-v"}},
	{"python", []string{"python", "libpython"}, nil}, // by its own rule
	{"nginx", []string{"nginx"}, []string{"nginx version: nginx/", "nginx/"}},
	{"busybox", []string{"busybox"}, []string{"BusyBox v"}},
	{"httpd", []string{"httpd", "apache2"}, []string{"Apache/"}},
	{"ruby", []string{"ruby", "libruby"}, []string{"ruby "}},
	{"php", []string{"php", "libphp"}, []string{"X-Powered-By: PHP/"}},
	{"openssl", []string{"openssl", "libcrypto.so", "libssl.so"}, []string{"OpenSSL "}},
	{"haproxy", []string{"haproxy"}, []string{"HAProxy version ", "HA-Proxy version "}},
	{"memcached", []string{"memcached"}, []string{"memcached "}},
	{"postgresql", []string{"postgres", "psql"}, []string{"(PostgreSQL) ", "PostgreSQL "}},
	{"bash", []string{"bash"}, []string{"@(#)Bash version "}},
	{"curl", []string{"curl", "libcurl.so"}, []string{"libcurl/"}},
	{"lua", []string{"lua", "liblua"}, []string{"Lua "}},
	{"perl", []string{"perl", "libperl"}, []string{"/lib/perl5/"}},
	{"zlib", []string{"libz.so"}, []string{"inflate ", "deflate "}},
	{"glibc", []string{"libc.so.6", "libc-2."}, []string{"stable release version "}},
}

// IDs are the programs whose version is looked for.
func IDs() []string {
	ids := make([]string, len(programs))
	for i, p := range programs {
		ids[i] = p.id
	}
	return ids
}

// Known is the program that a file's name stands for, empty when it is none that is looked for.
func Known(name string) string {
	if p := known(name); p != nil {
		return p.id
	}
	return ""
}

func known(name string) *program {
	for i, p := range programs {
		for _, begin := range p.names {
			if rest, ok := strings.CutPrefix(name, begin); ok && (rest == "" || strings.ContainsRune(".-_0123456789", rune(rest[0]))) {
				return &programs[i]
			}
		}
	}
	return nil
}

const (
	pieceSize = 256 << 10
	overlap   = 128
)

// Version searches a part of a program of that name for its version.
func Version(r io.ReaderAt, part Section, name string, goesOn func() bool) string {
	p := known(name)
	if p == nil {
		return ""
	}
	find := func(piece []byte) string { return behind(piece, p.texts) }
	if p.id == "python" {
		minor := pythonMinor(name)
		find = func(piece []byte) string { return alone(piece, minor) }
	}
	piece := make([]byte, min(part.Size, pieceSize)+overlap)
	for at := int64(0); at < part.Size && goesOn(); at += pieceSize {
		n, err := r.ReadAt(piece[:min(int64(len(piece)), part.Size-at)], part.Offset+at)
		if v := find(piece[:n]); v != "" {
			return v
		}
		if err != nil {
			break
		}
	}
	return ""
}

func behind(piece []byte, texts []string) string {
	for _, text := range texts {
		for rest := piece; ; {
			i := bytes.Index(rest, []byte(text))
			if i < 0 {
				break
			}
			rest = rest[i+len(text):]
			if v := version(rest); v != "" {
				return v
			}
		}
	}
	return ""
}

// version is at least two numbers with a dot between, and what belongs to them.
func version(b []byte) string {
	end, dots := 0, 0
	for end < len(b) && end < 64 && (b[end] >= '0' && b[end] <= '9' || end > 0 && (b[end] == '.' || b[end] == '-' || b[end] >= 'a' && b[end] <= 'z')) {
		if b[end] == '.' {
			dots++
		}
		end++
	}
	v := strings.TrimRight(string(b[:end]), ".-")
	if dots == 0 || end == len(b) || v == "" {
		return ""
	}
	return v
}

// pythonMinor is such as `3.11.` of python3.11 and libpython3.11.so.1.0, empty when the name does not tell.
func pythonMinor(name string) string {
	rest := name[strings.Index(name, "python")+len("python"):]
	end := 0
	for end < len(rest) && (rest[end] >= '0' && rest[end] <= '9' || rest[end] == '.' && end == 1) {
		end++
	}
	if end < 3 {
		return ""
	}
	return rest[:end] + "."
}

// alone finds a version that stands alone between zero bytes.
func alone(piece []byte, minor string) string {
	if minor == "" {
		return ""
	}
	for rest := piece; ; {
		i := bytes.Index(rest, []byte("\x00"+minor))
		if i < 0 {
			return ""
		}
		rest = rest[i+1:]
		if v := version(rest); v != "" && rest[len(v)] == 0 {
			return v
		}
	}
}
