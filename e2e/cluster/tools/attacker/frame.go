package main

import (
	"bytes"
	"compress/gzip"
	"crypto/ecdh"
	"crypto/hpke"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"
)

const (
	magic     = "DISTROLESS-SCAN/1"
	lineBytes = 6144
)

// forgedFrame follows docs/probe-protocol.md with nothing but what a target can see of the probe.
func forgedFrame(p probe) ([]byte, error) {
	nonce, key := p.argument("nonce"), p.argument("key")
	raw, err := base64.RawURLEncoding.DecodeString(key)
	if err != nil {
		return nil, err
	}
	point, err := ecdh.X25519().NewPublicKey(raw)
	if err != nil {
		return nil, err
	}
	public, err := hpke.NewDHKEMPublicKey(point)
	if err != nil {
		return nil, err
	}
	begin := fmt.Sprintf("%s BEGIN %s %s %s", magic, nonce, version(), p.digest())
	enc, sender, err := hpke.NewSender(public, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte("distroless-scan/1"))
	if err != nil {
		return nil, err
	}
	evidence, err := forgedEvidence()
	if err != nil {
		return nil, err
	}
	text, err := sender.Seal([]byte(begin), evidence)
	if err != nil {
		return nil, err
	}
	sealed := append(enc, text...)
	sum := sha256.Sum256(sealed)
	var frame strings.Builder
	frame.WriteString(begin + "\n")
	for rest := sealed; len(rest) > 0; {
		n := min(lineBytes, len(rest))
		frame.WriteString(base64.StdEncoding.EncodeToString(rest[:n]) + "\n")
		rest = rest[n:]
	}
	fmt.Fprintf(&frame, "%s END %s %d %s\n", magic, nonce, len(sealed), hex.EncodeToString(sum[:]))
	return []byte(frame.String()), nil
}

func (p probe) argument(name string) string {
	for _, arg := range p.args {
		if value, ok := strings.CutPrefix(arg, "--"+name+"="); ok {
			return value
		}
	}
	return ""
}

// digest is the probe binary's, when it may be read.
func (p probe) digest() string {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/exe", p.pid))
	if err != nil {
		return strings.Repeat("0", 64)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func version() string {
	if v := os.Getenv("PROBE_VERSION"); v != "" {
		return v
	}
	return "1.0.0"
}

type record map[string]any

// forgedEvidence claims a target whose whole content is one package by the name of forged-package.
func forgedEvidence() ([]byte, error) {
	now := time.Now()
	status := record{
		"uid": os.Getuid(), "gid": os.Getgid(), "groups": []int{os.Getgid()}, "noNewPrivs": true, "seccomp": 2,
		"caps": record{"inh": zeros, "prm": zeros, "eff": zeros, "bnd": zeros, "amb": zeros},
	}
	own := record{
		"t": "probe", "format": 1, "version": version(), "arch": runtime.GOARCH, "apparmor": "unconfined",
		"landlock": "enforced", "landlockAbi": 6, "rootWritable": false, "startedAt": now.UnixMilli(),
	}
	target := record{
		"t": "target", "pid": 1, "proof": "cgroup", "rootDiffers": true, "rootReadable": true, "name": "hello", "exe": "app/hello",
		"sharedPidNamespace": false,
	}
	for name, value := range status {
		own[name], target[name] = value, value
	}
	records := []record{own, target, {"t": "process", "pid": 1, "name": "hello", "uid": os.Getuid(), "gid": os.Getgid()}}
	records = append(records,
		file("etc/os-release", "PRETTY_NAME=\"Distroless\"\nNAME=\"Debian GNU/Linux\"\nID=debian\nVERSION_ID=\"12\"\n"),
		file("var/lib/dpkg/status.d/forged", "Package: forged-package\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.0\n"))
	folders := []string{".", "etc", "var", "var/lib", "var/lib/dpkg", "var/lib/dpkg/status.d"}
	for _, folder := range folders {
		records = append(records, entry(folder, "d", 0o755, now))
	}
	files := []string{"etc/os-release", "var/lib/dpkg/status.d/forged"}
	for _, name := range files {
		records = append(records, entry(name, "f", 0o644, now))
	}
	records = append(records, record{
		"t": "end", "entries": len(folders) + len(files), "files": len(files), "goBinaries": 0, "unlisted": 0, "unreadable": 0,
		"prunedMounts": 0, "bytesRead": 200, "errors": 0, "cut": false, "elapsedMs": 20, "peakRssKiB": 6000, "records": len(records) + 1,
	})
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	lines := json.NewEncoder(zip)
	for _, r := range records {
		if err := lines.Encode(r); err != nil {
			return nil, err
		}
	}
	if err := zip.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

const zeros = "0000000000000000"

func file(path, text string) record {
	return record{"t": "file", "p": path, "d": text, "s": len(text)}
}

func entry(path, kind string, mode int, modified time.Time) record {
	return record{"t": "entry", "p": path, "k": kind, "m": mode, "u": 0, "g": 0, "s": 100, "mt": modified.Unix()}
}
