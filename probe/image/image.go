package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// made is the time of everything in the image: when it was built is no part of what it is.
var made = time.Unix(0, 0).UTC()

type manifest struct {
	SchemaVersion int               `json:"schemaVersion"`
	MediaType     string            `json:"mediaType"`
	Config        descriptor        `json:"config"`
	Layers        []descriptor      `json:"layers"`
	Annotations   map[string]string `json:"annotations"`
}

type imageConfig struct {
	Created time.Time `json:"created"`
	platform
	Config  runConfig      `json:"config"`
	RootFS  rootFS         `json:"rootfs"`
	History []historyEntry `json:"history"`
}

type runConfig struct {
	User       string            `json:"User"`
	Env        []string          `json:"Env"`
	Entrypoint []string          `json:"Entrypoint"`
	WorkingDir string            `json:"WorkingDir"`
	Labels     map[string]string `json:"Labels"`
}

type rootFS struct {
	Type    string   `json:"type"`
	DiffIDs []string `json:"diff_ids"`
}

type historyEntry struct {
	Created   time.Time `json:"created"`
	CreatedBy string    `json:"created_by"`
}

// addImage adds an image FROM scratch with the one program and the notices of what is linked into it, and returns its manifest.
func (l *layout) addImage(arch, version string, program, notices []byte) (descriptor, error) {
	plain, packed, err := layer(program, notices)
	if err != nil {
		return descriptor{}, err
	}
	diff := sha256.Sum256(plain)
	on := platform{Architecture: arch, OS: "linux"}
	if arch == "arm64" {
		on.Variant = "v8"
	}
	digest := sha256.Sum256(program)
	config, err := l.addJSON(configType, imageConfig{
		Created:  made,
		platform: on,
		Config: runConfig{
			User: "65532:65532", Entrypoint: []string{"/probe"}, WorkingDir: "/", Labels: labels(version),
			Env: []string{"PROBE_SHA256=" + hex.EncodeToString(digest[:])},
		},
		RootFS:  rootFS{"layers", []string{"sha256:" + hex.EncodeToString(diff[:])}},
		History: []historyEntry{{made, "the probe, FROM scratch"}},
	})
	if err != nil {
		return descriptor{}, err
	}
	d, err := l.addJSON(manifestType, manifest{2, manifestType, config, []descriptor{l.add(layerType, packed)}, labels(version)})
	d.Platform = &on
	return d, err
}

func labels(version string) map[string]string {
	return map[string]string{
		"org.opencontainers.image.title":       "distroless-scan-probe",
		"org.opencontainers.image.description": "Reads a running container's root once and prints one sealed frame of evidence",
		"org.opencontainers.image.version":     version,
		"org.opencontainers.image.licenses":    "MIT",
	}
}

// layer is the tar of the program and the notices, plain and compressed. Every user may run it, and none but root may read it: of a program
// that its user may not read, the kernel makes a process that other processes of that user can neither read nor write nor
// trace, from its first instruction on. So a target of the same user cannot put a frame of its own in the probe's place.
func layer(program, notices []byte) (plain, packed []byte, err error) {
	var tarred, zipped bytes.Buffer
	t := tar.NewWriter(&tarred)
	if err := file(t, "probe", 0o111, program); err != nil {
		return nil, nil, err
	}
	if err := file(t, "licenses.txt", 0o444, notices); err != nil {
		return nil, nil, err
	}
	if err := t.Close(); err != nil {
		return nil, nil, err
	}
	z, err := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
	if err != nil {
		return nil, nil, err
	}
	if _, err := z.Write(tarred.Bytes()); err != nil {
		return nil, nil, err
	}
	if err := z.Close(); err != nil {
		return nil, nil, err
	}
	return tarred.Bytes(), zipped.Bytes(), nil
}
