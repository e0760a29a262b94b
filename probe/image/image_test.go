package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

func programs(t *testing.T) []string {
	t.Helper()
	folder := t.TempDir()
	var list []string
	for _, arch := range []string{"amd64", "arm64"} {
		file := filepath.Join(folder, arch)
		if err := os.WriteFile(file, bytes.Repeat([]byte(arch), 5000), 0o600); err != nil {
			t.Fatal(err)
		}
		list = append(list, arch+"="+file)
	}
	return list
}

func notices(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "licenses.txt")
	if err := os.WriteFile(file, []byte("whose and how"), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestNoImageWithoutNotices(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "licenses.txt")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := write("9.8.7", "registry.test/probe:9.8.7", t.TempDir(), empty, programs(t)); err == nil {
		t.Error("an image without the notices was written")
	}
}

func files(t *testing.T, name string) map[string][]byte {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	found := map[string][]byte{}
	for r := tar.NewReader(f); ; {
		header, err := r.Next()
		if err == io.EOF {
			return found
		}
		if err != nil {
			t.Fatal(err)
		}
		if !header.ModTime.Equal(made) || header.Uid != 0 || header.Uname != "" {
			t.Errorf("%s tells when or by whom it was made", header.Name)
		}
		if found[header.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheSameProgramsMakeTheSameBytes(t *testing.T) {
	list, one, two := programs(t), t.TempDir(), t.TempDir()
	for _, out := range []string{one, two} {
		if err := write("9.8.7", "registry.test/probe:9.8.7", out, notices(t), list); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"distroless-scan-probe-9.8.7.tar", "distroless-scan-probe-9.8.7-amd64.tar", "distroless-scan-probe-9.8.7-arm64.tar"} {
		a, errA := os.ReadFile(filepath.Join(one, name))
		b, errB := os.ReadFile(filepath.Join(two, name))
		if errA != nil || errB != nil || !bytes.Equal(a, b) {
			t.Errorf("%s differs: %v %v", name, errA, errB)
		}
	}
}

func TestEveryBlobIsWhatItsDescriptorSays(t *testing.T) {
	out := t.TempDir()
	if err := write("9.8.7", "registry.test/probe:9.8.7", out, notices(t), programs(t)); err != nil {
		t.Fatal(err)
	}
	found := files(t, filepath.Join(out, "distroless-scan-probe-9.8.7.tar"))
	if string(found["oci-layout"]) != `{"imageLayoutVersion":"1.0.0"}` {
		t.Error("no OCI layout")
	}
	var top, all index
	decode(t, found["index.json"], &top)
	if len(top.Manifests) != 1 || top.Manifests[0].Annotations["io.containerd.image.name"] != "registry.test/probe:9.8.7" ||
		top.Manifests[0].Annotations["org.opencontainers.image.ref.name"] != "9.8.7" {
		t.Fatalf("index %+v", top)
	}
	decode(t, blob(t, found, top.Manifests[0]), &all)
	if len(all.Manifests) != 2 || all.Manifests[0].Platform.Architecture != "amd64" || all.Manifests[1].Platform.Architecture != "arm64" {
		t.Fatalf("platforms %+v", all)
	}
	for _, d := range all.Manifests {
		var m manifest
		decode(t, blob(t, found, d), &m)
		var c imageConfig
		decode(t, blob(t, found, m.Config), &c)
		if c.Config.User != "65532:65532" || len(c.Config.Entrypoint) != 1 || c.Config.Entrypoint[0] != "/probe" || c.Architecture != d.Platform.Architecture {
			t.Errorf("configuration %+v", c)
		}
		if len(c.Config.Env) != 1 || !regexp.MustCompile("^PROBE_SHA256=[0-9a-f]{64}$").MatchString(c.Config.Env[0]) {
			t.Errorf("environment %q", c.Config.Env)
		}
		z, err := gzip.NewReader(bytes.NewReader(blob(t, found, m.Layers[0])))
		if err != nil {
			t.Fatal(err)
		}
		plain, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		if sum := sha256.Sum256(plain); c.RootFS.DiffIDs[0] != "sha256:"+hex.EncodeToString(sum[:]) {
			t.Error("the layer is another one")
		}
		r := tar.NewReader(bytes.NewReader(plain))
		if header, err := r.Next(); err != nil || header.Name != "probe" || header.Mode != 0o111 {
			t.Errorf("layer holds %+v, %v", header, err)
		}
		program := sha256.New()
		if _, err := io.Copy(program, r); err != nil || c.Config.Env[0] != "PROBE_SHA256="+hex.EncodeToString(program.Sum(nil)) {
			t.Errorf("the program is not that of %q", c.Config.Env)
		}
		if header, err := r.Next(); err != nil || header.Name != "licenses.txt" || header.Mode != 0o444 {
			t.Errorf("layer holds %+v, %v", header, err)
		}
		if text, err := io.ReadAll(r); err != nil || string(text) != "whose and how" {
			t.Errorf("notices %q, %v", text, err)
		}
		if _, err := r.Next(); err != io.EOF {
			t.Error("the layer holds more than the program and the notices")
		}
	}
}

func blob(t *testing.T, found map[string][]byte, d descriptor) []byte {
	t.Helper()
	data := found["blobs/sha256/"+d.Digest[len("sha256:"):]]
	if sum := sha256.Sum256(data); d.Digest != "sha256:"+hex.EncodeToString(sum[:]) || d.Size != len(data) {
		t.Fatalf("%s is missing or another one", d.Digest)
	}
	return data
}

func decode(t *testing.T, text []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
}
