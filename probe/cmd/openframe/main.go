// Openframe prints the evidence of one frame. It reads the frame from standard input and the private key from a file.
//
//	openframe -new-key FILE            writes a private key, prints the public one for --key
//	openframe -key FILE < frame        prints the evidence records
package main

import (
	"bytes"
	"compress/gzip"
	"crypto/ecdh"
	"crypto/hpke"
	"crypto/rand"
	"encoding/base64"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/frame"
)

func main() {
	fresh := flag.String("new-key", "", "file for a new private key")
	from := flag.String("key", "", "file with the private key")
	flag.Parse()
	var err error
	if *fresh != "" {
		err = newKey(*fresh)
	} else {
		err = open(*from)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "openframe:", err)
		os.Exit(1)
	}
}

func newKey(file string) error {
	key, err := ecdh.X25519().GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	fmt.Println(base64.RawURLEncoding.EncodeToString(key.PublicKey().Bytes()))
	return os.WriteFile(file, []byte(base64.RawURLEncoding.EncodeToString(key.Bytes())+"\n"), 0o600)
}

func open(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimSpace(string(text)))
	if err != nil {
		return err
	}
	scalar, err := ecdh.X25519().NewPrivateKey(raw)
	if err != nil {
		return err
	}
	key, err := hpke.NewDHKEMPrivateKey(scalar)
	if err != nil {
		return err
	}
	lines, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	_, payload, err := frame.Open(string(lines), key)
	if err != nil {
		return err
	}
	plain, err := gzip.NewReader(bytes.NewReader(payload))
	if err != nil {
		return err
	}
	_, err = io.Copy(os.Stdout, plain)
	return err
}
