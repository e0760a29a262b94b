// Vectors writes the test vectors that other readers of the protocol are tested with: frames of the probe over made-up
// roots, each beside the evidence that is sealed in it.
//
//	go run ./cmd/vectors ../src/test/resources/io/jenkins/plugins/distrolessscan/engine/probe
//
// Run as root the entries get the owners of a real image, else those of the caller. The private key is for these vectors only.
package main

import (
	"bytes"
	"compress/gzip"
	"crypto/ecdh"
	"crypto/hpke"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/fakeproc"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/frame"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/scan"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/tree"

	"golang.org/x/sys/unix"
)

const probeVersion = "1.0.0"

type set struct {
	folder, scratch string
	private         *ecdh.PrivateKey
	nonce           string
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: vectors FOLDER")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "vectors:", err)
		os.Exit(1)
	}
}

func write(folder string) error {
	scratch, err := os.MkdirTemp("", "vectors")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	if err := os.Chmod(scratch, 0o755); err != nil {
		return err
	}
	private, err := ecdh.X25519().GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	nonce := make([]byte, 16)
	_, _ = rand.Read(nonce)
	s := set{folder, scratch, private, base64.RawURLEncoding.EncodeToString(nonce)}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	properties := fmt.Sprintf("# Keys of the test vectors beside this file, good for nothing else. Raw X25519 keys, base64url without padding.\n"+
		"privateKey=%s\npublicKey=%s\nnonce=%s\ncontainer=%s\nversion=%s\n",
		base64.RawURLEncoding.EncodeToString(private.Bytes()), s.public(), s.nonce, fakeproc.Container, probeVersion)
	if err := os.WriteFile(filepath.Join(folder, "vectors.properties"), []byte(properties), 0o644); err != nil {
		return err
	}
	for _, vector := range []struct {
		name string
		root func(string) error
		cap  int
		uid  int
		code int
	}{
		{"sound", soundRoot, 1 << 20, 0, scan.Done},
		{"unreadable", lockedRoot, 1 << 20, 65532, scan.NotReadable},
		{"truncated", crowdedRoot, 16 << 10, 0, scan.Done},
	} {
		if err := s.vector(vector.name, vector.root, vector.cap, vector.uid, vector.code); err != nil {
			return fmt.Errorf("%s: %w", vector.name, err)
		}
	}
	return nil
}

func (s set) public() string {
	return base64.RawURLEncoding.EncodeToString(s.private.PublicKey().Bytes())
}

// vector runs the probe over a made-up root and writes NAME.frame and NAME.ndjson.
func (s set) vector(name string, makeRoot func(string) error, limit, uid, want int) error {
	root, proc := filepath.Join(s.scratch, name), filepath.Join(s.scratch, name+"-proc")
	if err := makeRoot(root); err != nil {
		return err
	}
	if err := fakeproc.Make(proc, "/proc/self/exe", fakeproc.Target(root), fakeproc.Process{PID: 9, Name: "worker", UID: 65532, GID: 65532, Parent: 1}); err != nil {
		return err
	}
	var out, complaint bytes.Buffer
	at := scan.Place{
		Version: probeVersion, Proc: proc, Self: fakeproc.Self, OwnRoot: "/", Stdout: &out, Stderr: &complaint,
		Now: time.Now, Sleep: time.Sleep, Program: "/probe", Exit: os.Exit, Limits: tree.Standard,
		Sandbox: func() (string, int) { return "enforced", 6 },
	}
	code := asUser(uid, func() int {
		return scan.Main(at, []string{
			"--nonce=" + s.nonce, "--key=" + s.public(), "--not-after=" + strconv.FormatInt(time.Now().Unix()+60, 10),
			"--deadline=30", "--lifetime=60", "--cap=" + strconv.Itoa(limit), "--container=" + fakeproc.Container,
		})
	})
	if code != want || complaint.Len() > 0 {
		return fmt.Errorf("exit %d %s", code, complaint.String())
	}
	evidence, err := s.open(out.String())
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(s.folder, name+".frame"), out.Bytes(), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(s.folder, name+".ndjson"), evidence, 0o644)
}

func (s set) open(text string) ([]byte, error) {
	key, err := hpke.NewDHKEMPrivateKey(s.private)
	if err != nil {
		return nil, err
	}
	_, payload, err := frame.Open(text, key)
	if err != nil {
		return nil, err
	}
	plain, err := gzip.NewReader(bytes.NewReader(payload))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(plain)
}

// asUser runs work with the file rights of a user, when the caller may do that.
func asUser(uid int, work func() int) int {
	if uid == 0 || os.Geteuid() != 0 {
		return work()
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	_ = unix.Setfsuid(uid)
	defer unix.Setfsuid(0)
	return work()
}

func lockedRoot(root string) error {
	return os.Mkdir(root, 0) // as if another user's: not even listed
}

// crowdedRoot holds more than 16 KiB can tell, and a path deeper than is walked.
func crowdedRoot(root string) error {
	if err := os.MkdirAll(root+"/a"+strings.Repeat("/d", 70), 0o755); err != nil {
		return err
	}
	for i := range 4000 {
		name := make([]byte, 6)
		_, _ = rand.Read(name)
		if err := os.WriteFile(fmt.Sprintf("%s/crowd-%04d-%x", root, i, name), nil, 0o644); err != nil {
			return err
		}
	}
	return nil
}
