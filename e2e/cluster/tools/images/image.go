package main

import (
	"archive/tar"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// image is a name with its tag, layers and what the runtime is told.
type image struct {
	name   string
	layers []*layer
	config config
}

// config is the part of an image's configuration that is used here.
type config struct {
	Env          []string            `json:",omitempty"`
	Entrypoint   []string            `json:",omitempty"`
	Cmd          []string            `json:",omitempty"`
	User         string              `json:",omitempty"`
	WorkingDir   string              `json:",omitempty"`
	ExposedPorts map[string]struct{} `json:",omitempty"`
}

type object map[string]any

// descriptor names a blob.
type descriptor struct {
	MediaType   string            `json:"mediaType"`
	Digest      string            `json:"digest"`
	Size        int               `json:"size"`
	Platform    object            `json:"platform,omitempty"`
	Annotations map[string]string `json:"annotations,omitempty"`
}

const (
	configType   = "application/vnd.oci.image.config.v1+json"
	manifestType = "application/vnd.oci.image.manifest.v1+json"
	layerType    = "application/vnd.oci.image.layer.v1.tar"
	created      = "2026-01-01T00:00:00Z"
)

// write makes the tar file in a folder and adds the image's line to the list.
func (i image) write(folder string, list io.Writer) error {
	return i.writeTo(filepath.Join(folder, strings.ReplaceAll(i.name, ":", "_")+".tar"), list)
}

func (i image) writeTo(file string, list io.Writer) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	defer f.Close()
	out := &layout{tar: tar.NewWriter(f), written: map[string]bool{}}
	var layers []descriptor
	var ids []string
	for _, l := range i.layers {
		d := out.blob(layerType, l.bytes())
		layers, ids = append(layers, d), append(ids, d.Digest)
	}
	platform := object{"architecture": runtime.GOARCH, "os": "linux"}
	configuration := out.json(configType, object{
		"architecture": runtime.GOARCH, "os": "linux", "created": created, "config": i.config,
		"rootfs": object{"type": "layers", "diff_ids": ids},
	})
	manifest := out.json(manifestType, object{
		"schemaVersion": 2, "mediaType": manifestType, "config": configuration, "layers": layers,
	})
	digest := manifest.Digest
	_, tag, _ := strings.Cut(i.name, ":")
	manifest.Platform = platform
	manifest.Annotations = map[string]string{
		"io.containerd.image.name": registry + i.name, "org.opencontainers.image.ref.name": tag,
	}
	index, err := json.Marshal(object{"schemaVersion": 2, "manifests": []descriptor{manifest}})
	if err != nil {
		return err
	}
	out.add("oci-layout", []byte(`{"imageLayoutVersion":"1.0.0"}`))
	out.add("index.json", index)
	if out.err == nil {
		out.err = out.tar.Close()
	}
	if out.err == nil {
		_, out.err = fmt.Fprintln(list, registry+i.name, digest, file)
	}
	return out.err
}

// layout is a tar file in OCI layout. The first error stays.
type layout struct {
	tar     *tar.Writer
	written map[string]bool
	err     error
}

func (o *layout) add(name string, content []byte) {
	if o.err != nil || o.written[name] {
		return
	}
	o.written[name] = true
	if o.err = o.tar.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(content)), ModTime: epoch}); o.err == nil {
		_, o.err = o.tar.Write(content)
	}
}

func (o *layout) blob(mediaType string, content []byte) descriptor {
	sum := sha256.Sum256(content)
	digest := hex.EncodeToString(sum[:])
	o.add("blobs/sha256/"+digest, content)
	return descriptor{MediaType: mediaType, Digest: "sha256:" + digest, Size: len(content)}
}

func (o *layout) json(mediaType string, value any) descriptor {
	b, err := json.Marshal(value)
	if err != nil && o.err == nil {
		o.err = err
	}
	return o.blob(mediaType, b)
}
