package owner

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func claims(make func(func(Claim)) *List, text string, size int) []string {
	var got []string
	l := make(func(c Claim) { got = append(got, fmt.Sprintf("%s %s %s %s", c.Path, c.Kind, c.Digest, c.Owner)) })
	for rest := []byte(text); len(rest) > 0; rest = rest[min(size, len(rest)):] {
		l.Write(rest[:min(size, len(rest))])
	}
	l.Close()
	return got
}

func record(claim func(Claim)) *List { return Record("usr/lib/python3/site-packages", claim) }

func TestListsAreReadHoweverTheyAreCut(t *testing.T) {
	for name, c := range map[string]struct {
		make func(func(Claim)) *List
		text string
		want []string
	}{
		"dpkg files":   {DpkgFiles, "/.\n/usr\n/usr/lib/libz.so.1\n/../etc/x\n" + strings.Repeat("x", 5000) + "\n/last", []string{"usr   ", "usr/lib/libz.so.1   ", "last   "}},
		"dpkg digests": {DpkgDigests, "d41d8cd98f00b204e9800998ecf8427e  usr/bin/x\nnoise\nd41d8cd98f00b204e9800998ecf8427e *./usr/y\n", []string{"usr/bin/x md5 d41d8cd98f00b204e9800998ecf8427e ", "usr/y md5 d41d8cd98f00b204e9800998ecf8427e "}},
		"apk": {Apk, "P:musl\nV:1\nF:lib\nR:ld-musl.so\na:0:0:755\nZ:Q12jmj7l5rSw0yVb/vlWAYkK/YBwk=\nR:none\n\nP:b\nF:\nR:top\n", []string{
			"lib/ld-musl.so   musl", "lib/ld-musl.so sha1 da39a3ee5e6b4b0d3255bfef95601890afd80709 musl", "lib/none   musl", "top   b"}},
		"RECORD": {record, "six.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\n../../../bin/six,,\n\"a,b.py\",sha256=x,1\n../../../../../../up,,\nnoise\n", []string{
			"usr/lib/python3/site-packages/six.py sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 ", "usr/bin/six   ", "usr/lib/python3/site-packages/a,b.py   "}},
	} {
		for _, size := range []int{1, 7, 1 << 20} {
			if got := claims(c.make, c.text, size); !slices.Equal(got, c.want) {
				t.Errorf("%s in pieces of %d: %q", name, size, got)
			}
		}
	}
}

func FuzzNoListBreaksTheReaders(f *testing.F) {
	f.Add("P:a\nF:b\nR:c\nZ:Q1x\n../..,sha256=x,\n")
	f.Fuzz(func(t *testing.T, text string) {
		for _, make := range []func(func(Claim)) *List{DpkgFiles, DpkgDigests, Apk, record} {
			l := make(func(c Claim) {
				if !sound(c.Path) {
					t.Errorf("claimed %q", c.Path)
				}
			})
			l.Write([]byte(text))
			l.Close()
		}
	})
}
