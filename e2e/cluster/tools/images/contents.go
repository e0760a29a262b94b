package main

import (
	"fmt"
	"log"
	"math/rand/v2"
	"os/exec"
	"strings"
)

// debianPackage is an entry of dpkg's status.d: the file's name, the package's name and its version.
type debianPackage struct{ file, name, version string }

var (
	baseFiles      = debianPackage{"base", "base-files", "12.4+deb12u9"}
	netbase        = debianPackage{"netbase", "netbase", "6.4"}
	tzdata         = debianPackage{"tzdata", "tzdata", "2024b-0+deb12u1"}
	caCertificates = debianPackage{"ca-certificates", "ca-certificates", "20230311"}
	mediaTypes     = debianPackage{"media-types", "media-types", "10.0.0"}
)

// base is what a distroless base image made of Debian packages holds, in small: a few packages and no shell.
func base(packages ...debianPackage) *layer {
	l := newLayer()
	l.file("etc/passwd", 0o644, 0, "root:x:0:0:root:/root:/sbin/nologin\n"+
		"nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n")
	l.file("etc/group", 0o644, 0, "root:x:0:\nnobody:x:65534:\nnonroot:x:65532:\n")
	l.file("etc/os-release", 0o644, 0, "PRETTY_NAME=\"Distroless\"\nNAME=\"Debian GNU/Linux\"\nID=debian\nVERSION_ID=\"12\"\n")
	l.file("etc/writable-by-root", 0o644, 0, "x\n")
	l.folder("root", 0o700, 0)
	l.folder("home/nonroot", 0o700, nonroot)
	l.folder("tmp", 0o1777, 0)
	for _, p := range packages {
		l.file("var/lib/dpkg/status.d/"+p.file, 0o644, 0, fmt.Sprintf("Package: %s\nStatus: install ok installed\nPriority: required\n"+
			"Section: admin\nMaintainer: Fixture <nobody@example.invalid>\nArchitecture: amd64\nVersion: %s\nDescription: fixture entry\n", p.name, p.version))
		l.file("var/lib/dpkg/status.d/"+p.file+".md5sums", 0o644, 0, "d41d8cd98f00b204e9800998ecf8427e  usr/share/doc/x\n")
	}
	return l
}

// app is an application and files that only root, or only the application's user, may read.
func app(program []byte, capabilities ...uint) *layer {
	l := newLayer()
	l.program("app/hello", program, capabilities...)
	l.file("secret-root-0600", 0o600, 0, "root-only\n")
	l.folder("locked", 0o700, 0)
	l.file("locked/file", 0o644, 0, "in a 0700 root dir\n")
	l.folder("home/nonroot", 0o700, nonroot)
	l.file("home/nonroot/own-0600", 0o600, nonroot, "owner 65532\n")
	return l
}

func pause(program []byte) *layer {
	l := newLayer()
	l.program("pause", program)
	return l
}

// big holds 200 MiB that do not compress.
func big() *layer {
	const files, size, total = 1600, 100 << 10, 200 << 20
	r := rand.NewChaCha8([32]byte{1})
	random := func(n int) string {
		b := make([]byte, n)
		r.Read(b)
		return string(b)
	}
	l := newLayer()
	for i := range files {
		l.file(fmt.Sprintf("data/%02d/f%04d.bin", i/100, i), 0o644, 0, random(size))
	}
	l.file("data/big.bin", 0o644, 0, random(total-files*size))
	return l
}

// debug is a busybox image as a user would name it.
func debug(busybox []byte, applets []string) *layer {
	l := newLayer()
	l.program("bin/busybox", busybox)
	for _, a := range applets {
		l.link("bin/"+a, "busybox")
	}
	l.file("etc/passwd", 0o644, 0, "root:x:0:0:root:/root:/bin/sh\n")
	l.file("etc/group", 0o644, 0, "root:x:0:\n")
	l.folder("tmp", 0o1777, 0)
	l.folder("root", 0o700, 0)
	return l
}

func applets(busybox string) []string {
	out, err := exec.Command(busybox, "--list").Output()
	if err != nil {
		log.Fatal(err)
	}
	var names []string
	for _, name := range strings.Fields(string(out)) {
		if name != "busybox" {
			names = append(names, name)
		}
	}
	return names
}
