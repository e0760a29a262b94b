package main

import (
	"archive/tar"
	"bytes"
	"encoding/binary"
	"log"
	"path"
	"time"
)

var epoch = time.Unix(1767225600, 0)

// netBindService is CAP_NET_BIND_SERVICE.
const netBindService = 10

// layer is one layer of an image under construction. Folders above an entry come by themselves, as 0755 of root.
type layer struct {
	out  bytes.Buffer
	tar  *tar.Writer
	seen map[string]bool
}

func newLayer() *layer {
	l := &layer{seen: map[string]bool{".": true}}
	l.tar = tar.NewWriter(&l.out)
	return l
}

func (l *layer) folder(name string, mode int64, owner int) {
	if l.seen[name] {
		return
	}
	l.folder(path.Dir(name), 0o755, 0)
	l.seen[name] = true
	l.add(&tar.Header{Typeflag: tar.TypeDir, Name: name + "/", Mode: mode, Uid: owner, Gid: owner}, nil)
}

func (l *layer) file(name string, mode int64, owner int, text string) {
	l.folder(path.Dir(name), 0o755, 0)
	l.add(&tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: mode, Uid: owner, Gid: owner}, []byte(text))
}

// program is a file that everyone may run, with file capabilities (permitted, not effective) if any are named.
func (l *layer) program(name string, content []byte, capabilities ...uint) {
	l.folder(path.Dir(name), 0o755, 0)
	h := &tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o755}
	if len(capabilities) > 0 {
		var words [5]uint32
		words[0] = 0x02000000 // revision 2 of the attribute
		for _, c := range capabilities {
			words[1+2*(c/32)] |= 1 << (c % 32)
		}
		var value bytes.Buffer
		binary.Write(&value, binary.LittleEndian, words)
		h.PAXRecords = map[string]string{"SCHILY.xattr.security.capability": value.String()}
	}
	l.add(h, content)
}

func (l *layer) link(name, to string) {
	l.folder(path.Dir(name), 0o755, 0)
	l.add(&tar.Header{Typeflag: tar.TypeSymlink, Name: name, Linkname: to, Mode: 0o777}, nil)
}

func (l *layer) add(h *tar.Header, content []byte) {
	h.ModTime, h.Size = epoch, int64(len(content))
	if err := l.tar.WriteHeader(h); err != nil {
		log.Fatal(err)
	}
	if _, err := l.tar.Write(content); err != nil {
		log.Fatal(err)
	}
}

func (l *layer) bytes() []byte {
	if err := l.tar.Flush(); err != nil {
		log.Fatal(err)
	}
	return append(l.out.Bytes()[:l.out.Len():l.out.Len()], make([]byte, 1024)...)
}
