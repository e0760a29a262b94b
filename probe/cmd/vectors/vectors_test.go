package main

import (
	"bytes"
	"crypto/ecdh"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// published is the folder of the vectors that the engine is tested with.
const published = "../../../src/test/resources/io/jenkins/plugins/distrolessscan/engine/probe"

func TestThePublishedVectorsOpenToTheirEvidence(t *testing.T) {
	check(t, published)
}

func TestNewVectorsOpenToTheirEvidence(t *testing.T) {
	folder := t.TempDir()
	if err := write(folder); err != nil {
		t.Fatal(err)
	}
	check(t, folder)
	for _, name := range []string{"sound", "unreadable", "truncated"} {
		old, fresh := kinds(t, published, name), kinds(t, folder, name)
		if name != "truncated" && old != fresh {
			t.Errorf("%s has other records than the published one; run go run ./cmd/vectors\n%s\n%s", name, old, fresh)
		}
	}
}

func check(t *testing.T, folder string) {
	t.Helper()
	keys := properties(t, folder)
	raw, err := base64.RawURLEncoding.DecodeString(keys["privateKey"])
	if err != nil {
		t.Fatal(err)
	}
	private, err := ecdh.X25519().NewPrivateKey(raw)
	if err != nil {
		t.Fatal(err)
	}
	s := set{private: private}
	if s.public() != keys["publicKey"] {
		t.Error("the public key is another one's")
	}
	for _, name := range []string{"sound", "unreadable", "truncated"} {
		text, plain := read(t, folder, name+".frame"), read(t, folder, name+".ndjson")
		got, err := s.open(string(text))
		if err != nil || !bytes.Equal(got, plain) {
			t.Errorf("%s: %d of %d bytes, %v", name, len(got), len(plain), err)
		}
		if len(text) > 100_000 || len(plain) > 100_000 {
			t.Errorf("%s is too large", name)
		}
		if want := "DISTROLESS-SCAN/1 BEGIN " + keys["nonce"] + " " + keys["version"] + " "; !strings.HasPrefix(string(text), want) {
			t.Errorf("%s begins with %.80q", name, text)
		}
	}
}

func properties(t *testing.T, folder string) map[string]string {
	t.Helper()
	values := map[string]string{}
	for line := range strings.Lines(string(read(t, folder, "vectors.properties"))) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok {
			values[name] = value
		}
	}
	return values
}

// kinds are types and paths of the records of a vector.
func kinds(t *testing.T, folder, name string) string {
	t.Helper()
	var list []string
	for line := range strings.Lines(string(read(t, folder, name+".ndjson"))) {
		words := strings.SplitN(line, ",", 3)
		if len(words) < 3 || !strings.Contains(words[1], `"p`) {
			words = words[:1]
		}
		list = append(list, strings.Join(words[:min(2, len(words))], " "))
	}
	return strings.Join(list, "\n")
}

func read(t *testing.T, folder, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}
