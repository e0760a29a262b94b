// Image writes the probe's container image as OCI layouts in tar files, the same bytes for the same programs: one file for
// each architecture and one for all of them. FILE holds the notices of all that is linked into the programs.
//
//	image -version 1.0.0 -ref NAME:TAG -out FOLDER -notices FILE amd64=PROGRAM arm64=PROGRAM
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
	notices := flag.String("notices", "", "file with the notices of what is linked into the programs")
	flag.Parse()
	if err := write(*version, *ref, *out, *notices, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "image:", err)
		os.Exit(1)
	}
}

func write(version, ref, out, noticesFile string, programs []string) error {
	if version == "" || !strings.Contains(ref, ":") || len(programs) == 0 {
		return fmt.Errorf("usage: image -version V -ref NAME:TAG -out FOLDER -notices FILE ARCH=PROGRAM...")
	}
	notices, err := os.ReadFile(noticesFile)
	if err != nil {
		return err
	}
	if len(notices) == 0 {
		return fmt.Errorf("%s is empty: the image has to carry the notices of what is linked into the program", noticesFile)
	}
	all := newLayout()
	var manifests []descriptor
	for _, program := range programs {
		arch, file, _ := strings.Cut(program, "=")
		code, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		manifest, err := all.addImage(arch, version, code, notices)
		if err != nil {
			return err
		}
		manifests = append(manifests, manifest)
		one := newLayout()
		if _, err := one.addImage(arch, version, code, notices); err != nil {
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
