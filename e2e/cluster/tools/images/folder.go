package main

import (
	"archive/tar"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// ofFolder is an image of one layer: a folder of this machine as it is, owned by root but for the home of the user that runs it.
func ofFolder(root, name, environment string, command []string) image {
	l := newLayer()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == root {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		owner := 0
		if name == "home/nonroot" {
			owner = nonroot
		}
		mode := int64(info.Sys().(*syscall.Stat_t).Mode & 0o7777)
		switch {
		case d.IsDir():
			l.seen[name] = true
			l.add(&tar.Header{Typeflag: tar.TypeDir, Name: name + "/", Mode: mode, Uid: owner, Gid: owner}, nil)
		case d.Type() == fs.ModeSymlink:
			to, err := os.Readlink(path)
			if err != nil {
				return err
			}
			l.link(name, to)
		case d.Type().IsRegular():
			l.add(&tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: mode}, read(path))
		}
		return nil
	})
	if err != nil {
		log.Fatal(err)
	}
	return image{name, []*layer{l}, config{
		Env: append([]string{search}, strings.Fields(environment)...), Entrypoint: command, User: "65532:65532", WorkingDir: "/",
	}}
}
