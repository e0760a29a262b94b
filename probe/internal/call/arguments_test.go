package call

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// sound are the arguments of a usual call. The key is the base point, a public key like any other.
func sound() []string {
	return []string{
		"--nonce=AAECAwQFBgcICQoLDA0ODw",
		"--key=CQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"--not-after=1900000000",
		"--deadline=20",
		"--lifetime=30",
		"--cap=65536",
		"--container=" + strings.Repeat("0f", 32),
	}
}

func TestASoundCallIsRead(t *testing.T) {
	a, err := Parse(sound())
	if err != nil {
		t.Fatal(err)
	}
	if a.Deadline != 20*time.Second || a.Lifetime != 30*time.Second || a.Cap != 65536 || a.NotAfter != 1900000000 {
		t.Errorf("read %+v", a)
	}
	if size := len(strings.Join(sound(), " ")); size > 512 {
		t.Errorf("the arguments take %d bytes of the pod's record", size)
	}
}

func TestTheCapHasADefault(t *testing.T) {
	a, err := Parse(slices.DeleteFunc(sound(), func(s string) bool { return strings.HasPrefix(s, "--cap") }))
	if err != nil || a.Cap != 1<<20 {
		t.Errorf("cap %d, %v", a.Cap, err)
	}
}

func TestEveryOtherArgumentIsNeeded(t *testing.T) {
	for i, arg := range sound() {
		if strings.HasPrefix(arg, "--cap") {
			continue
		}
		if _, err := Parse(slices.Delete(sound(), i, i+1)); err == nil {
			t.Errorf("accepted without %s", arg)
		}
	}
}

func TestWhatIsNotSoundIsRefused(t *testing.T) {
	for _, wrong := range []string{
		"--nonce=", "--nonce=AAECAwQFBgcICQoLDA0OD", "--nonce=AAECAwQFBgcICQoLDA0ODw==", "--nonce=AAECAwQFBgcICQoLDA0O\nw", "--nonce=AAECAwQFBgcICQoLDA0ODx",
		"--key=", "--key=AAAA", "--key=CQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/", "--key=CQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
		"--not-after=", "--not-after=0", "--not-after=-5", "--not-after=tomorrow", "--not-after=99999999999999999999",
		"--deadline=0", "--deadline=31", "--deadline=-1", "--deadline=1s", "--deadline=9223372036",
		"--lifetime=0", "--lifetime=19", "--lifetime=86401",
		"--cap=0", "--cap=16383", "--cap=" + strconv.Itoa(largestCap+1), "--cap=1e6",
		"--container=", "--container=" + strings.Repeat("0F", 32), "--container=" + strings.Repeat("0", 63), "--container=" + strings.Repeat("../", 21) + "0",
	} {
		name, _, _ := strings.Cut(wrong, "=")
		args := slices.DeleteFunc(sound(), func(s string) bool { return strings.HasPrefix(s, name+"=") })
		if _, err := Parse(append(args, wrong)); err == nil {
			t.Errorf("accepted %q", wrong)
		} else if strings.Contains(err.Error(), "\n") {
			t.Errorf("the complaint has more than one line: %q", err)
		}
	}
}

func TestUnknownRepeatedAndShapelessArgumentsAreRefused(t *testing.T) {
	for _, extra := range []string{"--cap=65536", "--help", "-cap=65536", "cap=65536", "--", "", "--shell=/bin/sh", "--=", "--nonce"} {
		if _, err := Parse(append(sound(), extra)); err == nil {
			t.Errorf("accepted %q", extra)
		}
	}
	if _, err := Parse(nil); err == nil {
		t.Error("accepted no arguments")
	}
}
