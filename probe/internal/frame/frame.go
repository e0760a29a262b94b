// Package frame seals the evidence to a one-time key and prints it as the one frame of the contract (docs/probe-protocol.md).
package frame

import (
	"crypto/hpke"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
)

const (
	magic = "DISTROLESS-SCAN/1"
	info  = "distroless-scan/1"

	// lineBytes of sealed bytes make one line of 8192 characters.
	lineBytes = 6144
	lineChars = lineBytes / 3 * 4

	// sealOverhead is what sealing adds: the encapsulated key and the AEAD's tag.
	sealOverhead = 32 + 16
)

// Header is what the BEGIN line says.
type Header struct {
	Nonce   string // base64url without padding
	Version string // of the probe
	Digest  string // SHA-256 of the probe's binary in hex
}

func (h Header) begin() string {
	return fmt.Sprintf("%s BEGIN %s %s %s", magic, h.Nonce, h.Version, h.Digest)
}

func (h Header) end(sealed []byte) string {
	sum := sha256.Sum256(sealed)
	return fmt.Sprintf("%s END %s %d %s", magic, h.Nonce, len(sealed), hex.EncodeToString(sum[:]))
}

// PayloadLimit is the largest payload whose frame has at most limit bytes, or 0.
func PayloadLimit(limit int, h Header) int {
	room := limit - len(h.begin()) - 1 - (len(h.end(nil)) - 1 + len(strconv.Itoa(limit)) + 1)
	lines := room / (lineChars + 1)
	sealed := lines * lineBytes
	if rest := room - lines*(lineChars+1) - 1; rest > 0 {
		sealed += rest / 4 * 3
	}
	return max(sealed-sealOverhead, 0)
}

// Sealer holds the sending half of one HPKE context. It seals one payload.
type Sealer struct {
	enc    []byte
	sender *hpke.Sender
}

// NewSealer fails for a key that no one can own.
func NewSealer(key hpke.PublicKey) (*Sealer, error) {
	enc, sender, err := hpke.NewSender(key, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte(info))
	if err != nil {
		return nil, err
	}
	return &Sealer{enc, sender}, nil
}

// Seal returns the encapsulated key and the ciphertext.
func (s *Sealer) Seal(h Header, payload []byte) ([]byte, error) {
	text, err := s.sender.Seal([]byte(h.begin()), payload)
	if err != nil {
		return nil, err
	}
	return append(s.enc, text...), nil
}

// Print writes the whole frame.
func Print(w io.Writer, h Header, sealed []byte) error {
	if _, err := io.WriteString(w, h.begin()+"\n"); err != nil {
		return err
	}
	line := make([]byte, 0, lineChars+1)
	for rest := sealed; len(rest) > 0; {
		n := min(lineBytes, len(rest))
		line = append(base64.StdEncoding.AppendEncode(line[:0], rest[:n]), '\n')
		if _, err := w.Write(line); err != nil {
			return err
		}
		rest = rest[n:]
	}
	_, err := io.WriteString(w, h.end(sealed)+"\n")
	return err
}
