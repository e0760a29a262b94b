package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// imageTime is the modification time of every entry.
var imageTime = time.Unix(1767225600, 0)

// soundRoot is a small root with what the records can tell: packages of dpkg and apk, links, odd names, other types,
// a Go executable, mounts.
func soundRoot(root string) error {
	own := func(path string, uid, gid int) error {
		if os.Geteuid() != 0 {
			return nil
		}
		return os.Lchown(filepath.Join(root, path), uid, gid)
	}
	for path, text := range map[string]string{
		"etc/passwd":                                     "root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n",
		"etc/group":                                      "root:x:0:\nnonroot:x:65532:\n",
		"etc/debian_version":                             "12.9\n",
		"etc/latin1":                                     "caf\xe9\n",
		"etc/hosts":                                      "127.0.0.1 localhost\n",
		"etc/name \"with\" a\nline end":                  "",
		"etc/b\xe9ton":                                   "",
		"etc/größe-尺寸":                                   "",
		"usr/lib/os-release":                             "PRETTY_NAME=\"Distroless\"\nNAME=\"Debian GNU/Linux\"\nID=debian\nVERSION_ID=\"12\"\n",
		"var/lib/dpkg/status.d/base":                     dpkg("base-files", "12.4+deb12u9", "amd64", ""),
		"var/lib/dpkg/status.d/base.md5sums":             "d41d8cd98f00b204e9800998ecf8427e  usr/share/doc/base-files/README\n",
		"var/lib/dpkg/status.d/libc6":                    dpkg("libc6", "2.36-9+deb12u9", "amd64", "glibc"),
		"var/lib/dpkg/status.d/libssl3":                  dpkg("libssl3", "3.0.15-1~deb12u1", "amd64", "openssl"),
		"var/lib/dpkg/status.d/latin1":                   "Package: latin1\nStatus: install ok installed\nMaintainer: Andr\xe9\nArchitecture: all\nVersion: 1:2.0-3\n",
		"lib/apk/db/installed":                           "C:Q1aaaaaaaaaaaaaaaaaaaaaaaaaaa=\nP:musl\nV:1.2.5-r8\nA:x86_64\nL:MIT\no:musl\n\nC:Q1bbbbbbbbbbbbbbbbbbbbbbbbbbb=\nP:ca-certificates-bundle\nV:20241121-r1\nA:x86_64\nL:MPL-2.0 AND MIT\no:ca-certificates\n\n",
		"run/secrets/kubernetes.io/serviceaccount/token": "not read\n",
		"home/nonroot/notes":                             "not sent\n",
		"proc/version":                                   "not seen\n",
	} {
		if err := put(root, path, []byte(text), 0o644); err != nil {
			return err
		}
	}
	program, err := os.Executable()
	if err != nil {
		return err
	}
	code, err := os.ReadFile(program)
	if err != nil {
		return err
	}
	if err := put(root, "app/hello", code, 0o755); err != nil {
		return err
	}
	if err := put(root, "usr/bin/su", []byte("#!/none\n"), 0o755); err != nil {
		return err
	}
	for link, to := range map[string]string{"etc/os-release": "../usr/lib/os-release", "bin": "usr/bin", "loop": "loop", "etc/odd": "to\x01\xff"} {
		if err := os.Symlink(to, filepath.Join(root, link)); err != nil {
			return err
		}
	}
	for _, folder := range []string{"dev", "sys", "tmp"} {
		if err := os.Mkdir(filepath.Join(root, folder), 0o755); err != nil {
			return err
		}
	}
	if err := unix.Mkfifo(filepath.Join(root, "tmp/pipe"), 0o600); err != nil {
		return err
	}
	for path, mode := range map[string]os.FileMode{"tmp": 0o777 | fs.ModeSticky, "usr/bin/su": 0o755 | fs.ModeSetuid, "home/nonroot": 0o700} {
		if err := os.Chmod(filepath.Join(root, path), mode); err != nil {
			return err
		}
	}
	for _, path := range []string{"home/nonroot", "home/nonroot/notes", "tmp/pipe"} {
		if err := own(path, 65532, 65532); err != nil {
			return err
		}
	}
	return settle(root)
}

func dpkg(name, version, arch, source string) string {
	text := fmt.Sprintf("Package: %s\nStatus: install ok installed\nPriority: required\nSection: libs\nMaintainer: Nobody <nobody@example.invalid>\nArchitecture: %s\nVersion: %s\nDescription: an entry\n of two lines\n", name, arch, version)
	if source != "" {
		text = strings.Replace(text, "Version:", "Source: "+source+"\nVersion:", 1)
	}
	return text
}

func put(root, path string, data []byte, mode os.FileMode) error {
	full := filepath.Join(root, path)
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		return err
	}
	return os.WriteFile(full, data, mode)
}

// settle gives every entry the same time.
func settle(root string) error {
	return filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		at := unix.NsecToTimeval(imageTime.UnixNano())
		return unix.Lutimes(path, []unix.Timeval{at, at})
	})
}
