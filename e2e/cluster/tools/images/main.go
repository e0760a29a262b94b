// images writes the test images as tar files in OCI layout, byte by byte the same for the same programs.
//
//	images OUTDIR BINDIR BUSYBOX > LIST
//	images folder ROOT TAR NAME ENVIRONMENT COMMAND... > LIST
//
// BINDIR holds the programs pause, hello and attacker. LIST has one line an image: name, digest, file. The second form makes one
// image of a folder.
package main

import (
	"log"
	"os"
	"path/filepath"
)

const (
	registry = "fixture.test/"
	nonroot  = 65532
	search   = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
)

func main() {
	if len(os.Args) > 6 && os.Args[1] == "folder" {
		if err := ofFolder(os.Args[2], os.Args[4], os.Args[5], os.Args[6:]).writeTo(os.Args[3], os.Stdout); err != nil {
			log.Fatal(err)
		}
		return
	}
	if len(os.Args) != 4 {
		log.Fatal("usage: images OUTDIR BINDIR BUSYBOX, or images folder ROOT TAR NAME ENVIRONMENT COMMAND...")
	}
	out, bin, busybox := os.Args[1], os.Args[2], os.Args[3]
	program := func(name string) []byte { return read(filepath.Join(bin, name)) }
	first, next := base(baseFiles, netbase, tzdata, caCertificates), base(baseFiles, netbase, caCertificates, mediaTypes)
	hello := app(program("hello"))
	runs := func(user string) config {
		return config{
			Env: []string{search, "IMAGE_ENV=from-image"}, Entrypoint: []string{"/app/hello"}, User: user, WorkingDir: "/",
			ExposedPorts: map[string]struct{}{"8080/tcp": {}},
		}
	}
	crashes := runs("65532")
	crashes.Env = append(crashes.Env, "EXIT=1")
	for _, i := range []image{
		{"pause:v1", []*layer{pause(program("pause"))}, config{Env: []string{search}, Entrypoint: []string{"/pause"}, User: "65535:65535"}},
		{"distroless:v1", []*layer{first, hello}, runs("65532")},
		{"distroless-next:v1", []*layer{next, hello}, runs("65532")},
		{"distroless-name:v1", []*layer{first, hello}, runs("nonroot")},
		{"distroless-fcap:v1", []*layer{first, app(program("hello"), netBindService)}, runs("65532")},
		{"rootapp:v1", []*layer{first, hello}, runs("")},
		{"crash:v1", []*layer{first, hello}, crashes},
		{"attacker:v1", []*layer{first, app(program("attacker"))}, runs("65532")},
		{"debug:v1", []*layer{debug(read(busybox), applets(busybox))}, config{Env: []string{search}, Cmd: []string{"/bin/sh"}}},
		{"packages:v1", []*layer{first, hello, packages("1.0-1", program("hello"), program("pause"))}, runs("65532")},
		{"packages:v2", []*layer{first, hello, packages("1.0-2", program("hello"), program("pause"))}, runs("65532")},
		{"bigapp:v1", []*layer{first, hello, big()}, runs("65532")},
	} {
		if err := i.write(out, os.Stdout); err != nil {
			log.Fatal(err)
		}
	}
}

func read(name string) []byte {
	b, err := os.ReadFile(name)
	if err != nil {
		log.Fatal(err)
	}
	return b
}
