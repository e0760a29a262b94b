package frame

import (
	"bytes"
	"crypto/ecdh"
	"crypto/hpke"
	"crypto/rand"
	"strings"
	"testing"
)

var header = Header{Nonce: "AAECAwQFBgcICQoLDA0ODw", Version: "1.0.0", Digest: strings.Repeat("ab", 32)}

func newKey(t *testing.T) hpke.PrivateKey {
	t.Helper()
	scalar, err := ecdh.X25519().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key, err := hpke.NewDHKEMPrivateKey(scalar)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func printed(t *testing.T, key hpke.PrivateKey, payload []byte) string {
	t.Helper()
	sealer, err := NewSealer(key.PublicKey())
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := sealer.Seal(header, payload)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Print(&out, header, sealed); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestAFrameOpensToWhatWasSealed(t *testing.T) {
	key := newKey(t)
	for _, size := range []int{0, 1, 2, 3, lineBytes - sealOverhead - 1, lineBytes - sealOverhead, lineBytes - sealOverhead + 1, 100_000} {
		payload := make([]byte, size)
		_, _ = rand.Read(payload)
		text := printed(t, key, payload)
		head, got, err := Open(text, key)
		if err != nil || head != header || !bytes.Equal(got, payload) {
			t.Errorf("%d bytes: %+v, %v", size, head, err)
		}
	}
}

func TestTheLargestPayloadFillsTheCapAndNeverOverfillsIt(t *testing.T) {
	key := newKey(t)
	for limit := 16384; limit < 16384+2*lineChars+100; limit += 131 {
		largest := PayloadLimit(limit, header)
		size := len(printed(t, key, make([]byte, largest)))
		if size > limit || size < limit-16 {
			t.Fatalf("cap %d: a payload of %d bytes makes %d", limit, largest, size)
		}
	}
	if got := PayloadLimit(100, header); got != 0 {
		t.Errorf("a cap below the frame lines leaves %d bytes", got)
	}
}

func TestAChangedFrameDoesNotOpen(t *testing.T) {
	key := newKey(t)
	text := printed(t, key, make([]byte, 20_000))
	lines := strings.SplitAfter(text, "\n")
	for name, changed := range map[string]string{
		"other nonce":     strings.ReplaceAll(text, header.Nonce, "BAECAwQFBgcICQoLDA0ODw"),
		"other digest":    strings.Replace(text, "abab", "baba", 1),
		"missing line":    lines[0] + lines[1] + strings.Join(lines[3:], ""),
		"swapped lines":   lines[0] + lines[2] + lines[1] + strings.Join(lines[3:], ""),
		"no end":          strings.Join(lines[:len(lines)-2], ""),
		"cut":             text[:len(text)-1],
		"something after": text + "x\n",
		"empty":           "",
	} {
		if _, _, err := Open(changed, key); err == nil {
			t.Errorf("%s: it opens", name)
		}
	}
	if _, _, err := Open(text, newKey(t)); err == nil {
		t.Error("it opens with another key")
	}
}

func TestAKeyOfNoOneIsRefused(t *testing.T) {
	point, err := ecdh.X25519().NewPublicKey(make([]byte, 32))
	if err != nil {
		return // refused already
	}
	key, err := hpke.NewDHKEMPublicKey(point)
	if err != nil {
		return
	}
	if _, err := NewSealer(key); err == nil {
		t.Error("sealed to the point at zero")
	}
}
