// Recordings writes what the probe says of the demo's sample roots, so that the played probe of the demo can say the same.
//
//	go run ./cmd/recordings ../demo/src/main/resources/io/jenkins/plugins/distrolessscan/demo/roots
//
// Every NAME.yaml there lists what a folder NAME cannot hold; NAME.ndjson is written. A text file that plays a program becomes
// one: an ELF file, with Go's build info where the text holds it.
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
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/fakeproc"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/frame"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/scan"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/tree"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: recordings FOLDER")
		os.Exit(2)
	}
	names, err := roots(os.Args[1])
	for _, name := range names {
		var text []byte
		if text, err = record(os.Args[1], name); err == nil {
			err = os.WriteFile(filepath.Join(os.Args[1], name+".ndjson"), text, 0o644)
		}
		if err != nil {
			break
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "recordings:", err)
		os.Exit(1)
	}
}

// roots are the names of the sample roots in a folder.
func roots(folder string) ([]string, error) {
	lists, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	for i, list := range lists {
		lists[i] = strings.TrimSuffix(filepath.Base(list), ".yaml")
	}
	slices.Sort(lists)
	return lists, err
}

// record is the evidence of one sample root, without what differs from run to run.
func record(folder, name string) ([]byte, error) {
	scratch, err := os.MkdirTemp("", "recording")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(scratch)
	root := filepath.Join(scratch, "root")
	if err := makeRoot(filepath.Join(folder, name), root); err != nil {
		return nil, err
	}
	evidence, err := evidence(root, filepath.Join(scratch, "proc"))
	if err != nil {
		return nil, err
	}
	return contents(evidence), nil
}

// evidence runs the probe over a root.
func evidence(root, proc string) ([]byte, error) {
	scalar, err := ecdh.X25519().GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	key, err := hpke.NewDHKEMPrivateKey(scalar)
	if err != nil {
		return nil, err
	}
	target := fakeproc.Process{PID: 1, Name: "sample", Root: root, Cgroup: "0::/" + fakeproc.Container + "\n", Mountinfo: "1 0 0:1 / / rw - overlay overlay rw\n"}
	if err := fakeproc.Make(proc, "/proc/self/exe", target); err != nil {
		return nil, err
	}
	var out, complaint bytes.Buffer
	at := scan.Place{
		Version: "1.0.0", Proc: proc, Self: fakeproc.Self, OwnRoot: "/", Stdout: &out, Stderr: &complaint,
		Now: time.Now, Sleep: time.Sleep, Program: "/probe", Exit: os.Exit, Limits: tree.Standard,
		Sandbox: func() (string, int) { return "enforced", 6 },
	}
	code := scan.Main(at, []string{
		"--nonce=AAECAwQFBgcICQoLDA0ODw", "--key=" + base64.RawURLEncoding.EncodeToString(scalar.PublicKey().Bytes()),
		"--not-after=" + strconv.FormatInt(time.Now().Unix()+60, 10), "--deadline=30", "--lifetime=60", "--container=" + fakeproc.Container, "--verify=none",
	})
	if code != scan.Done {
		return nil, fmt.Errorf("exit %d %s", code, complaint.String())
	}
	_, payload, err := frame.Open(out.String(), key)
	if err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(bytes.NewReader(payload))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

// kept are the records of what is in files. What is said of processes, clocks and memory is the demo's own.
var kept = []string{"file", "go", "archive", "version", "code", "format", "error"}

// contents keeps these, with a first, a second and a last record around them, as a reader wants them.
func contents(evidence []byte) []byte {
	var out bytes.Buffer
	out.WriteString(`{"t":"probe","format":2,"version":"1.0.0","arch":"amd64","landlock":"enforced"}` + "\n" + `{"t":"target","proof":"cgroup","rootReadable":true,"rootDiffers":true}` + "\n")
	counts := map[string]int{}
	records := 3
	for line := range strings.Lines(string(evidence)) {
		for _, kind := range kept {
			if strings.HasPrefix(line, `{"t":"`+kind+`"`) {
				out.WriteString(line)
				counts[kind]++
				records++
			}
		}
	}
	fmt.Fprintf(&out, `{"t":"end","entries":0,"files":%d,"goBinaries":%d,"records":%d}`+"\n", counts["file"], counts["go"], records)
	return out.Bytes()
}
