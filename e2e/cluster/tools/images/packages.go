package main

import (
	"crypto/md5"
	"encoding/hex"
	"fmt"
)

// packages are made for tests of the look-up of vulnerabilities: one whose program runs, a library that nothing loads, one
// without code, and one of Python. The first has the given version.
func packages(version string, hello, library []byte) *layer {
	l := newLayer()
	l.program("usr/lib/libidle.so.1", library)
	l.file("etc/settings.conf", 0o644, 0, "x\n")
	l.debian("hello", version, "app/hello", hello)
	l.debian("libidle", "1.0-1", "usr/lib/libidle.so.1", library)
	l.debian("settings", "1.0-1", "etc/settings.conf", []byte("x\n"))
	l.file("usr/lib/python3/site-packages/left-1.0.dist-info/METADATA", 0o644, 0, "Metadata-Version: 2.1\nName: left\nVersion: 1.0\n")
	return l
}

func (l *layer) debian(name, version, file string, content []byte) {
	sum := md5.Sum(content)
	l.file("var/lib/dpkg/status.d/"+name, 0o644, 0, fmt.Sprintf("Package: %s\nStatus: install ok installed\nPriority: optional\n"+
		"Section: admin\nMaintainer: Fixture <nobody@example.invalid>\nArchitecture: amd64\nVersion: %s\nDescription: fixture entry\n", name, version))
	l.file("var/lib/dpkg/status.d/"+name+".md5sums", 0o644, 0, hex.EncodeToString(sum[:])+"  "+file+"\n")
}
