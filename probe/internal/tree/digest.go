package tree

import (
	"crypto/md5"  // dpkg's lists have no other
	"crypto/sha1" // nor has apk's database
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"slices"

	"github.com/jenkinsci/distroless-scan-plugin/probe/internal/owner"

	"golang.org/x/sys/unix"
)

// digests hashes files within the bound, the largest last, and compares them with what their owner says.
func (s *Scanner) digests(files []*codeFile) {
	var wanted []*codeFile
	for _, f := range files {
		if s.wantsDigest(f) {
			wanted = append(wanted, f)
		}
	}
	slices.SortStableFunc(wanted, func(a, b *codeFile) int { return int(min(max(a.size-b.size, -1), 1)) })
	for _, f := range wanted {
		if s.Counts.Hashed+f.size > s.limits.HashBytes || !s.goesOn(f.path) {
			return
		}
		s.digest(f)
	}
}

func (s *Scanner) digest(f *codeFile) {
	fd, size, code := s.regular(f.path, false, "")
	if fd < 0 || code != "" {
		return
	}
	defer unix.Close(fd)
	sum := sha256.New()
	var other hash.Hash
	switch f.claim.Kind {
	case owner.MD5:
		other = md5.New()
	case owner.SHA1:
		other = sha1.New()
	}
	if !s.hash(f.path, fd, size, sum, other) {
		return
	}
	f.sha256 = hex.EncodeToString(sum.Sum(nil))
	found := f.sha256
	if other != nil {
		found = hex.EncodeToString(other.Sum(nil))
	}
	switch {
	case f.claim.Kind == "":
	case found == f.claim.Digest:
		f.check = "match"
	default:
		f.check = "mismatch"
	}
}

// hash feeds a file of that size; false when it is not whole, because it changed or the time is over.
func (s *Scanner) hash(path string, fd int, size int64, sums ...hash.Hash) bool {
	for at := int64(0); at < size; {
		if !s.goesOn(path) {
			return false
		}
		n, err := unix.Pread(fd, s.buffer[:min(int64(len(s.buffer)), size-at)], at)
		if err == unix.EINTR {
			continue
		}
		if n <= 0 || err != nil {
			return false
		}
		for _, sum := range sums {
			if sum != nil {
				_, _ = sum.Write(s.buffer[:n])
			}
		}
		at += int64(n)
		s.Counts.Hashed += int64(n)
		s.Counts.BytesRead += int64(n)
	}
	return true
}
