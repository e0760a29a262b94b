package main

import (
	"bytes"
	"encoding/binary"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Texts that play a program.
const (
	playsProgram = "A sample program:"
	playsGo      = "Go build info: "
)

// makeRoot makes a real folder of a sample root: the files of from, and what its list says beside them.
func makeRoot(from, root string) error {
	err := filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		below, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return put(filepath.Join(root, below), played(data))
	})
	if err != nil {
		return err
	}
	list, err := os.ReadFile(from + ".yaml")
	if err != nil {
		return err
	}
	return entries(string(list), root)
}

func put(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o644)
}

// entries reads the lines `  PATH: {to: LINK, mode: "0755", ...}` of a list. Owners and ages are the demo's own.
func entries(list, root string) error {
	_, list, _ = strings.Cut(list, "\nentries:\n")
	for line := range strings.Lines(list) {
		path, how, ok := strings.Cut(strings.TrimSpace(line), ": {")
		if !ok || strings.HasPrefix(path, "#") {
			continue
		}
		values := map[string]string{}
		for part := range strings.SplitSeq(strings.TrimSuffix(how, "}"), ",") {
			name, value, _ := strings.Cut(part, ":")
			values[strings.TrimSpace(name)] = strings.Trim(strings.TrimSpace(value), `"`)
		}
		if err := entry(filepath.Join(root, path), values); err != nil {
			return err
		}
	}
	return nil
}

func entry(path string, how map[string]string) error {
	if to := how["to"]; to != "" {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		return os.Symlink(to, path)
	}
	if _, err := os.Stat(path); os.IsNotExist(err) {
		if err := os.MkdirAll(path, 0o755); err != nil {
			return err
		}
	}
	if how["mode"] == "" {
		return nil
	}
	mode, err := strconv.ParseUint(how["mode"], 8, 32)
	if err != nil {
		return err
	}
	return os.Chmod(path, os.FileMode(mode&0o777))
}

// played is the file that a text plays, or the text itself.
func played(text []byte) []byte {
	if rest, ok := strings.CutPrefix(string(text), playsGo); ok {
		version, modules, _ := strings.Cut(rest, "\n")
		return program(".go.buildinfo", buildInfo(version, modules))
	}
	if bytes.HasPrefix(text, []byte(playsProgram)) {
		return program(".text", text)
	}
	return text
}

// buildInfo is what Go's linker writes since Go 1.18: a head of 32 bytes, then two texts with their lengths before them.
func buildInfo(version, modules string) []byte {
	const mark = "0w\xaf\f\x92t\b\x02A\xe1\xc1\a\xe6\xd6\x18\xe6" // stands before the modules, and another one behind them
	info := make([]byte, 32)
	copy(info, "\xff Go buildinf:")
	info[14], info[15] = 8, 2
	for _, text := range []string{version, mark + modules + "\xf92C1\x86\x18 r\x00\x82B\x10A\x16\xd8\xf2"} {
		info = append(binary.AppendUvarint(info, uint64(len(text))), text...)
	}
	return info
}

// program is an ELF file with one section, in one segment.
func program(section string, data []byte) []byte {
	names := "\x00.shstrtab\x00" + section + "\x00"
	const head, segment, entrySize, base = 128, 64, 64, 0x400000
	out := make([]byte, head, head+len(data)+len(names)+3*entrySize)
	out = append(append(out, data...), names...)
	copy(out, "\x7fELF\x02\x01\x01")
	le := binary.LittleEndian
	le.PutUint16(out[16:], 2)
	le.PutUint16(out[18:], 62)
	le.PutUint32(out[20:], 1)
	le.PutUint64(out[32:], segment)
	le.PutUint64(out[40:], uint64(len(out)))
	le.PutUint16(out[52:], 64)
	le.PutUint16(out[54:], 56)
	le.PutUint16(out[56:], 1)
	le.PutUint16(out[58:], entrySize)
	le.PutUint16(out[60:], 3)
	le.PutUint16(out[62:], 2)
	load := out[segment:]
	le.PutUint32(load, 1)
	le.PutUint32(load[4:], 6)
	le.PutUint64(load[8:], head)
	le.PutUint64(load[16:], base+head)
	le.PutUint64(load[24:], base+head)
	le.PutUint64(load[32:], uint64(len(data)))
	le.PutUint64(load[40:], uint64(len(data)))
	table := make([]byte, 3*entrySize)
	for i, s := range []struct{ name, at, size int }{{len("\x00.shstrtab\x00"), head, len(data)}, {1, head + len(data), len(names)}} {
		e := table[(i+1)*entrySize:]
		le.PutUint32(e, uint32(s.name))
		le.PutUint32(e[4:], 1+2*uint32(i))
		le.PutUint64(e[8:], 2)
		le.PutUint64(e[16:], uint64(base+s.at))
		le.PutUint64(e[24:], uint64(s.at))
		le.PutUint64(e[32:], uint64(s.size))
	}
	return append(out, table...)
}
