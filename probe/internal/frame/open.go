package frame

import (
	"crypto/hpke"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
)

// Open is the reader's half, as strict as the contract: text is one frame and nothing else. It serves tests and tools;
// the probe itself never opens anything.
func Open(text string, key hpke.PrivateKey) (Header, []byte, error) {
	begin, rest, ok := strings.Cut(text, "\n")
	words := strings.Split(begin, " ")
	if !ok || len(words) != 5 || words[0] != magic || words[1] != "BEGIN" {
		return Header{}, nil, fmt.Errorf("no BEGIN line: %.80q", begin)
	}
	h := Header{Nonce: words[2], Version: words[3], Digest: words[4]}
	last := strings.LastIndex(rest, magic+" END ")
	if last < 0 || !strings.HasSuffix(rest, "\n") {
		return h, nil, errors.New("no END line")
	}
	sealed, err := body(rest[:last])
	if err != nil {
		return h, nil, err
	}
	if got := rest[last : len(rest)-1]; got != h.end(sealed) {
		return h, nil, fmt.Errorf("END line differs: %.200q", got)
	}
	if len(sealed) < sealOverhead {
		return h, nil, errors.New("too short to be sealed")
	}
	recipient, err := hpke.NewRecipient(sealed[:32], key, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte(info))
	if err != nil {
		return h, nil, err
	}
	payload, err := recipient.Open([]byte(begin), sealed[32:])
	return h, payload, err
}

func body(text string) ([]byte, error) {
	lines := strings.SplitAfter(text, "\n")
	lines = lines[:len(lines)-1]
	for i, line := range lines {
		if n := len(line) - 1; n > lineChars || n < 4 || (n < lineChars && i < len(lines)-1) {
			return nil, fmt.Errorf("line %d has %d characters", i+1, n)
		}
	}
	return base64.StdEncoding.Strict().DecodeString(strings.ReplaceAll(text, "\n", ""))
}
