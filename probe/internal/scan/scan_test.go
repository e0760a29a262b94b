package scan_test

import (
	"bytes"
	"compress/gzip"
	"crypto/ecdh"
	"crypto/hpke"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io"
	mathrand "math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/fakeproc"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/frame"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/scan"
	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/tree"
)

const nonce = "AAECAwQFBgcICQoLDA0ODw"

// run is one call of the probe with a key of its own.
type run struct {
	key   hpke.PrivateKey
	place scan.Place
	args  []string
	out   bytes.Buffer
	err   bytes.Buffer
}

// newRun prepares a sound call over a made-up /proc.
func newRun(t *testing.T, processes ...fakeproc.Process) *run {
	t.Helper()
	proc := filepath.Join(t.TempDir(), "proc")
	if err := fakeproc.Make(proc, "/proc/self/exe", processes...); err != nil {
		t.Fatal(err)
	}
	key, public := newKey(t)
	r := &run{key: key}
	r.place = scan.Place{
		Version: "1.2.3", Proc: proc, Self: fakeproc.Self, OwnRoot: "/", Stdout: &r.out, Stderr: &r.err,
		Now: time.Now, Sleep: time.Sleep, Program: "/probe", Exit: func(code int) { t.Errorf("exit %d", code) }, Limits: tree.Standard,
		Sandbox: func() (string, int) { return "enforced", 6 },
	}
	r.args = arguments(public, time.Now().Add(time.Minute))
	return r
}

func newKey(t *testing.T) (hpke.PrivateKey, string) {
	t.Helper()
	scalar, err := ecdh.X25519().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key, err := hpke.NewDHKEMPrivateKey(scalar)
	if err != nil {
		t.Fatal(err)
	}
	return key, base64.RawURLEncoding.EncodeToString(scalar.PublicKey().Bytes())
}

func arguments(public string, notAfter time.Time) []string {
	return []string{
		"--nonce=" + nonce, "--key=" + public, "--not-after=" + strconv.FormatInt(notAfter.Unix(), 10),
		"--deadline=120", "--lifetime=180", "--cap=65536", "--container=" + fakeproc.Container,
	}
}

func (r *run) main(t *testing.T) int {
	t.Helper()
	return scan.Main(r.place, r.args)
}

// records opens the frame and validates every record and their number.
func (r *run) records(t *testing.T) []map[string]any {
	t.Helper()
	head, records := openFrame(t, r.out.String(), r.key)
	if head.Nonce != nonce || head.Version != "1.2.3" {
		t.Errorf("header %+v", head)
	}
	return records
}

func openFrame(t *testing.T, text string, key hpke.PrivateKey) (frame.Header, []map[string]any) {
	t.Helper()
	head, payload, err := frame.Open(text, key)
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(payload))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return head, validate(t, string(plain))
}

// members are those that each record has at least.
var members = map[string]string{
	"probe":    "format version arch uid gid groups caps noNewPrivs seccomp apparmor landlock landlockAbi rootWritable startedAt",
	"target":   "proof rootReadable sharedPidNamespace",
	"process":  "pid name uid gid",
	"ended":    "pid name start",
	"mount":    "fs ro pruned",
	"self":     "argv",
	"clock":    "bootAt ticks start startedAt readAt",
	"pressure": "at probeCpuMs wallMs",
	"loaded":   "n since",
	"looked":   "samples processes unreadable why others below",
	"archive":  "entries inflated",
	"version":  "id v",
	"code":     "p",
	"entry":    "k",
	"file":     "s",
	"go":       "v m",
	"format":   "id found read unread",
	"error":    "op x",
	"limit":    "what",
	"end":      "entries files goBinaries unlisted unreadable prunedMounts processes bytesRead errors cut elapsedMs peakRssKiB records",
}

func validate(t *testing.T, plain string) []map[string]any {
	t.Helper()
	var records []map[string]any
	counted := map[string]float64{}
	for line := range strings.Lines(plain) {
		var r map[string]any
		if err := json.Unmarshal([]byte(line), &r); err != nil || !strings.HasSuffix(line, "}\n") {
			t.Fatalf("no record: %.200q", line)
		}
		kind, _ := r["t"].(string)
		if members[kind] == "" {
			t.Errorf("unknown record %.200q", line)
		}
		for _, name := range strings.Fields(members[kind]) {
			if r[name] == nil {
				t.Errorf("%s is missing in %.200q", name, line)
			}
		}
		counted[kind]++
		records = append(records, r)
	}
	if len(records) < 3 || records[0]["t"] != "probe" || records[1]["t"] != "target" {
		t.Fatalf("the first records are not probe and target")
	}
	end := records[len(records)-1]
	if end["t"] != "end" || end["records"] != float64(len(records)) || counted["end"] != 1 {
		t.Errorf("%d records end with %v", len(records), end)
	}
	for name, kind := range map[string]string{"entries": "entry", "files": "file", "goBinaries": "go"} {
		if end[name] != counted[kind] {
			t.Errorf("%v %s counted, %v given", end[name], name, counted[kind])
		}
	}
	if cut := counted["limit"] > 0; end["cut"] != cut {
		t.Errorf("cut is %v with %v limits", end["cut"], counted["limit"])
	}
	return records
}

func TestOneFrameTellsOfTheTarget(t *testing.T) {
	root := t.TempDir()
	put(t, root, "etc/os-release", "ID=debian\n")
	put(t, root, "proc/version", "x")
	r := newRun(t, fakeproc.Target(root), fakeproc.Process{PID: 5, Name: "od\x1bd", UID: 3, GID: 4})
	if code := r.main(t); code != scan.Done || r.err.Len() > 0 {
		t.Fatalf("exit %d %s", code, r.err.String())
	}
	records := r.records(t)
	target := records[1]
	if target["proof"] != "cgroup" || target["rootReadable"] != true || target["rootDiffers"] != true || target["pid"] != 1.0 || target["exe"] != "app/hello" || target["uid"] != 65532.0 {
		t.Errorf("target %v", target)
	}
	if p := records[0]; p["landlock"] != "enforced" || p["uid"] != 65532.0 || p["seccomp"] != 2.0 {
		t.Errorf("probe %v", p)
	}
	seen := map[string]bool{}
	for _, r := range records {
		path, _ := r["p"].(string)
		seen[r["t"].(string)+" "+path] = true
	}
	for _, want := range []string{"process ", "mount .", "mount run/secrets/kubernetes.io/serviceaccount", "file etc/os-release", "entry .", "entry etc/os-release", "entry proc"} {
		if !seen[want] {
			t.Errorf("no %q", want)
		}
	}
	if seen["entry proc/version"] {
		t.Error("looked below /proc")
	}
}

func TestTheFrameNamesTheProgramByItsDigest(t *testing.T) {
	r := newRun(t, fakeproc.Target(t.TempDir()))
	r.main(t)
	program, err := os.ReadFile("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(program)
	if words := strings.Fields(r.out.String()); words[4] != hex.EncodeToString(sum[:]) {
		t.Errorf("digest %s", words[4])
	}
}

func TestAProgramThatMayNotBeReadIsNamedByItsImage(t *testing.T) {
	digest := strings.Repeat("ab", 32)
	for said, code := range map[string]int{digest: scan.Done, "": scan.Internal, "no digest": scan.Internal, digest + "\n": scan.Internal} {
		r := newRun(t, fakeproc.Target(t.TempDir()))
		if err := os.Remove(filepath.Join(r.place.Proc, strconv.Itoa(fakeproc.Self), "exe")); err != nil {
			t.Fatal(err)
		}
		r.place.Digest = said
		if got := scan.Main(r.place, r.args); got != code {
			t.Errorf("%q: exit %d", said, got)
		}
		if code == scan.Done && strings.Fields(r.out.String())[4] != digest {
			t.Errorf("frame %q", r.out.String())
		}
	}
}

func TestATargetThatCannotBeReadIsToldAndNoFailure(t *testing.T) {
	locked := fakeproc.Target("/nowhere")
	for name, c := range map[string]struct {
		processes []fakeproc.Process
		proof     string
		code      string
	}{
		"no root":      {[]fakeproc.Process{locked}, "cgroup", "ENOENT"},
		"no target":    {nil, "none", "ESRCH"},
		"only pause":   {[]fakeproc.Process{{PID: 1, Name: "pause"}}, "none", "ESRCH"},
		"not a folder": {[]fakeproc.Process{fakeproc.Target("/proc/version")}, "cgroup", "ENOTDIR"},
	} {
		r := newRun(t, c.processes...)
		if code := r.main(t); code != scan.NotReadable {
			t.Fatalf("%s: exit %d %s", name, code, r.err.String())
		}
		records := r.records(t)
		if target := records[1]; target["proof"] != c.proof || target["rootReadable"] != false || target["rootError"] != c.code {
			t.Errorf("%s: %v", name, target)
		}
		if end := records[len(records)-1]; end["entries"] != 0.0 || end["cut"] != false {
			t.Errorf("%s: %v", name, end)
		}
	}
}

func TestTheFrameFitsItsCapWhateverTheTargetHolds(t *testing.T) {
	root := t.TempDir()
	noise := make([]byte, 40_000)
	_, _ = mathrand.NewChaCha8([32]byte{1}).Read(noise)
	put(t, root, "var/lib/dpkg/status", string(noise))
	for i := range 3000 {
		put(t, root, "crowd/"+strconv.Itoa(i*7919)+string(noise[i : i+3][0]&63+'0'), "")
	}
	mounts := strings.Builder{}
	for i := range 3000 {
		mounts.WriteString("1 0 0:1 / /m" + strconv.Itoa(i*i) + " rw - overlay overlay rw\n")
	}
	for _, size := range []int{16384, 16385, 20000, 65536, 1 << 20} {
		for name, target := range map[string]fakeproc.Process{"files": fakeproc.Target(root), "mounts": {PID: 1, Root: root, Mountinfo: mounts.String()}} {
			r := newRun(t, target)
			r.args[5] = "--cap=" + strconv.Itoa(size)
			if code := r.main(t); code != scan.Done {
				t.Fatalf("%s, cap %d: exit %d %s", name, size, code, r.err.String())
			}
			records := r.records(t)
			if r.out.Len() > size {
				t.Errorf("%s, cap %d: printed %d", name, size, r.out.Len())
			}
			if full := size < 1<<20; full && (records[len(records)-2]["what"] != "output" || r.out.Len() < size-4500) {
				t.Errorf("%s, cap %d: printed %d and then %v", name, size, r.out.Len(), records[len(records)-2])
			}
		}
	}
}

func TestTheDeadlineCutsAndStillSendsAWholeFrame(t *testing.T) {
	root := t.TempDir()
	for i := range 500 {
		put(t, root, strconv.Itoa(i), "")
	}
	r := newRun(t, fakeproc.Target(root))
	start, asked := time.Now(), 0
	r.place.Now = func() time.Time {
		if asked++; asked > 100 {
			return start.Add(time.Hour)
		}
		return start
	}
	if code := r.main(t); code != scan.Done {
		t.Fatalf("exit %d", code)
	}
	records := r.records(t)
	if limit := records[len(records)-3]; limit["what"] != "time" {
		t.Errorf("got %v", limit)
	}
}

func TestATooLateStartPrintsNothing(t *testing.T) {
	r := newRun(t, fakeproc.Target(t.TempDir()))
	r.args = arguments("CQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", time.Now().Add(-2*time.Second))
	if code := r.main(t); code != scan.TooLate || r.out.Len()+r.err.Len() > 0 {
		t.Errorf("exit %d, printed %q %q", code, r.out.String(), r.err.String())
	}
}

func TestWrongArgumentsGiveOneLineAndNoFrame(t *testing.T) {
	for _, args := range [][]string{nil, {"--help"}, {"\x1b[2J\n"}, arguments("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", time.Now().Add(time.Minute))} {
		r := newRun(t)
		r.args = args
		if code := r.main(t); code != scan.Usage || r.out.Len() > 0 {
			t.Errorf("%q: exit %d, printed %q", args, code, r.out.String())
		}
		if line := r.err.String(); strings.Count(line, "\n") != 1 || strings.Contains(line, "\x1b") || len(line) > 256 {
			t.Errorf("%q: complained %q", args, line)
		}
	}
}

func TestAProcWithoutTheProbeIsAnInternalError(t *testing.T) {
	r := newRun(t)
	r.place.Proc = t.TempDir()
	if code := r.main(t); code != scan.Internal || r.out.Len() > 0 || strings.Count(r.err.String(), "\n") != 1 {
		t.Errorf("exit %d, %q", code, r.err.String())
	}
}

func TestOutputThatNobodyTakesIsToldByTheExitCode(t *testing.T) {
	r := newRun(t, fakeproc.Target(t.TempDir()))
	r.place.Stdout = closedPipe{}
	if code := r.main(t); code != scan.OutputBroken {
		t.Errorf("exit %d", code)
	}
}

type closedPipe struct{}

func (closedPipe) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func put(t *testing.T, root, path, text string) {
	t.Helper()
	full := filepath.Join(root, path)
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
