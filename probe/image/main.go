// Image writes the probe's container image as OCI layouts in tar files, the same bytes for the same programs: one file for
// each architecture and one for all of them.
//
//	image -version 1.0.0 -ref NAME:TAG -out FOLDER amd64=PROGRAM arm64=PROGRAM
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	version := flag.String("version", "", "version of the probe")
	ref := flag.String("ref", "", "name and tag under which runtimes import the image")
	out := flag.String("out", ".", "folder for the files")
	flag.Parse()
	if err := write(*version, *ref, *out, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "image:", err)
		os.Exit(1)
	}
}

func write(version, ref, out string, programs []string) error {
	if version == "" || !strings.Contains(ref, ":") || len(programs) == 0 {
		return fmt.Errorf("usage: image -version V -ref NAME:TAG -out FOLDER ARCH=PROGRAM...")
	}
	all := newLayout()
	var manifests []descriptor
	for _, program := range programs {
		arch, file, _ := strings.Cut(program, "=")
		code, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		manifest, err := all.addImage(arch, version, code)
		if err != nil {
			return err
		}
		manifests = append(manifests, manifest)
		one := newLayout()
		if _, err := one.addImage(arch, version, code); err != nil {
			return err
		}
		name := fmt.Sprintf("distroless-scan-probe-%s-%s.tar", version, arch)
		if err := save(filepath.Join(out, name), one, manifest.named(ref)); err != nil {
			return err
		}
	}
	index, err := all.addIndex(manifests)
	if err != nil {
		return err
	}
	return save(filepath.Join(out, fmt.Sprintf("distroless-scan-probe-%s.tar", version)), all, index.named(ref))
}

func save(file string, l *layout, top descriptor) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := l.write(f, top); err != nil {
		return err
	}
	fmt.Println(top.Digest, filepath.Base(file))
	return f.Close()
}
