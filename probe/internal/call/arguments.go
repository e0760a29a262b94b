// Package call reads the command line of the probe.
package call

import (
	"crypto/ecdh"
	"crypto/hpke"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

const (
	defaultCap  = 1 << 20
	smallestCap = 16 << 10
	largestCap  = 64 << 20
	longestStay = 24 * time.Hour

	defaultMargin = 32 << 20
	defaultShare  = 25
	mostSamples   = 5
)

// Arguments are what the engine asks of one run.
type Arguments struct {
	Nonce     string // 16 bytes, base64url without padding
	Key       hpke.PublicKey
	NotAfter  int64 // Unix seconds
	Deadline  time.Duration
	Lifetime  time.Duration
	Cap       int // bytes printed in all
	Container string
	Memory    int64 // limit of the pod in bytes, 0 without one
	Margin    int64 // bytes of it that have to be free
	CPU       int64 // limit of the pod in thousandths of a CPU, 0 without one
	Share     int64 // percent of it that the probe may use
	Verify    Verify
	Samples   int // how often the processes are looked at
}

// Verify says which files are hashed and compared with the digest that their owner gives.
type Verify int

// What may be asked for.
const (
	VerifyNone Verify = iota
	VerifyLoaded
	VerifyExecutables
	VerifyAll
)

// Parse accepts each argument once, in the form --name=value, and nothing else.
func Parse(args []string) (Arguments, error) {
	a := Arguments{Cap: defaultCap, Margin: defaultMargin, Share: defaultShare, Verify: VerifyLoaded, Samples: 1}
	readers := map[string]func(string) error{
		"nonce":     a.nonce,
		"key":       a.key,
		"not-after": a.notAfter,
		"deadline":  func(v string) (err error) { a.Deadline, err = seconds(v); return },
		"lifetime":  func(v string) (err error) { a.Lifetime, err = seconds(v); return },
		"cap":       a.cap,
		"container": a.container,
		"memory":    whole(&a.Memory, 1<<50),
		"margin":    whole(&a.Margin, 1<<50),
		"cpu":       whole(&a.CPU, 1<<30),
		"share":     whole(&a.Share, 100),
		"verify":    a.verify,
		"samples":   a.samples,
	}
	for _, arg := range args {
		name, value, ok := strings.Cut(strings.TrimPrefix(arg, "--"), "=")
		read := readers[name]
		if !ok || read == nil || !strings.HasPrefix(arg, "--") {
			return a, errors.New("unknown, repeated or malformed argument")
		}
		if err := read(value); err != nil {
			return a, fmt.Errorf("--%s: %w", name, err)
		}
		delete(readers, name)
	}
	for _, name := range []string{"nonce", "key", "not-after", "deadline", "lifetime", "container"} {
		if readers[name] != nil {
			return a, fmt.Errorf("--%s is missing", name)
		}
	}
	if a.Lifetime < a.Deadline {
		return a, errors.New("--lifetime is shorter than --deadline")
	}
	return a, nil
}

func (a *Arguments) nonce(v string) error {
	if b, err := base64.RawURLEncoding.Strict().DecodeString(v); err != nil || len(b) != 16 || len(v) != 22 {
		return errors.New("not 16 bytes in base64url")
	}
	a.Nonce = v
	return nil
}

func (a *Arguments) key(v string) error {
	b, err := base64.RawURLEncoding.Strict().DecodeString(v)
	if err != nil || len(v) != 43 {
		return errors.New("not 32 bytes in base64url")
	}
	point, err := ecdh.X25519().NewPublicKey(b)
	if err != nil {
		return errors.New("not an X25519 key")
	}
	a.Key, err = hpke.NewDHKEMPublicKey(point)
	return err
}

func (a *Arguments) notAfter(v string) error {
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil || n <= 0 {
		return errors.New("not a time in Unix seconds")
	}
	a.NotAfter = n
	return nil
}

func (a *Arguments) cap(v string) error {
	n, err := strconv.Atoi(v)
	if err != nil || n < smallestCap || n > largestCap {
		return fmt.Errorf("not a number from %d to %d", smallestCap, largestCap)
	}
	a.Cap = n
	return nil
}

// whole reads a number from 1 on.
func whole(into *int64, most int64) func(string) error {
	return func(v string) error {
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil || n < 1 || n > most {
			return fmt.Errorf("not a number from 1 to %d", most)
		}
		*into = n
		return nil
	}
}

func (a *Arguments) verify(v string) error {
	words := map[string]Verify{"none": VerifyNone, "loaded": VerifyLoaded, "executables": VerifyExecutables, "all": VerifyAll}
	how, ok := words[v]
	if !ok {
		return errors.New("none of none, loaded, executables and all")
	}
	a.Verify = how
	return nil
}

func (a *Arguments) samples(v string) error {
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 || n > mostSamples {
		return fmt.Errorf("not a number from 1 to %d", mostSamples)
	}
	a.Samples = n
	return nil
}

func (a *Arguments) container(v string) error {
	if len(v) != 64 || strings.Trim(v, "0123456789abcdef") != "" {
		return errors.New("not 64 hexadecimal digits")
	}
	a.Container = v
	return nil
}

func seconds(v string) (time.Duration, error) {
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 || time.Duration(n) > longestStay/time.Second {
		return 0, fmt.Errorf("not a number from 1 to %d", longestStay/time.Second)
	}
	return time.Duration(n) * time.Second, nil
}
