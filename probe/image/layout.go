package main

import (
	"archive/tar"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strings"
)

// Media types of the OCI image specification 1.1.
const (
	indexType    = "application/vnd.oci.image.index.v1+json"
	manifestType = "application/vnd.oci.image.manifest.v1+json"
	configType   = "application/vnd.oci.image.config.v1+json"
	layerType    = "application/vnd.oci.image.layer.v1.tar+gzip"
)

// descriptor points to a blob.
type descriptor struct {
	MediaType   string            `json:"mediaType"`
	Digest      string            `json:"digest"`
	Size        int               `json:"size"`
	Platform    *platform         `json:"platform,omitempty"`
	Annotations map[string]string `json:"annotations,omitempty"`
}

type platform struct {
	Architecture string `json:"architecture"`
	OS           string `json:"os"`
	Variant      string `json:"variant,omitempty"`
}

// named gives the descriptor the names by which `ctr images import` and OCI tools know it.
func (d descriptor) named(ref string) descriptor {
	d.Annotations = map[string]string{
		"io.containerd.image.name":          ref,
		"org.opencontainers.image.ref.name": ref[strings.LastIndex(ref, ":")+1:],
	}
	return d
}

type index struct {
	SchemaVersion int          `json:"schemaVersion"`
	MediaType     string       `json:"mediaType"`
	Manifests     []descriptor `json:"manifests"`
}

// layout is a set of blobs, by digest.
type layout struct {
	blobs map[string][]byte
}

func newLayout() *layout { return &layout{map[string][]byte{}} }

func (l *layout) add(mediaType string, blob []byte) descriptor {
	sum := sha256.Sum256(blob)
	digest := hex.EncodeToString(sum[:])
	l.blobs[digest] = blob
	return descriptor{MediaType: mediaType, Digest: "sha256:" + digest, Size: len(blob)}
}

func (l *layout) addJSON(mediaType string, value any) (descriptor, error) {
	text, err := json.Marshal(value)
	return l.add(mediaType, text), err
}

func (l *layout) addIndex(manifests []descriptor) (descriptor, error) {
	return l.addJSON(indexType, index{2, indexType, manifests})
}

// write makes the tar file: fixed times and owners, blobs sorted by digest.
func (l *layout) write(w io.Writer, top descriptor) error {
	text, err := json.Marshal(index{2, indexType, []descriptor{top}})
	if err != nil {
		return err
	}
	t := tar.NewWriter(w)
	if err := file(t, "oci-layout", 0o644, []byte(`{"imageLayoutVersion":"1.0.0"}`)); err != nil {
		return err
	}
	if err := file(t, "index.json", 0o644, text); err != nil {
		return err
	}
	for _, digest := range slices.Sorted(maps.Keys(l.blobs)) {
		if err := file(t, "blobs/sha256/"+digest, 0o644, l.blobs[digest]); err != nil {
			return err
		}
	}
	return t.Close()
}

func file(t *tar.Writer, name string, mode int64, data []byte) error {
	header := &tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: mode, Size: int64(len(data)), ModTime: made, Format: tar.FormatUSTAR}
	if err := t.WriteHeader(header); err != nil {
		return err
	}
	_, err := t.Write(data)
	return err
}
