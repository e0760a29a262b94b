package evidence

import (
	"bytes"
	"compress/gzip"
	"errors"
)

// Tail is what is kept free for the last records, in bytes before compression: one `limit` and the `end`.
const Tail = 2048

// trailer is what gzip itself writes at the end: the last block's header, checksum and size.
const trailer = 64

var errOverflow = errors.New("evidence grew past its limit")

// Log holds compressed records. It refuses a record that would not fit any more, and keeps room for the last ones,
// so that what it holds is always a whole gzip stream of whole records and never larger than its limit.
type Log struct {
	out     bounded
	gz      *gzip.Writer
	pending int // bytes given to gzip that may not have reached out yet
	limit   int
	records int64
	full    bool
}

// NewLog makes a log of at most limit compressed bytes.
func NewLog(limit int) *Log {
	l := &Log{limit: limit}
	l.out.limit = limit
	l.gz = gzip.NewWriter(&l.out)
	return l
}

// Full tells whether a record was refused. Only Last is accepted from then on.
func (l *Log) Full() bool { return l.full }

// Records is the number of records so far.
func (l *Log) Records() int64 { return l.records }

// Add appends a record, or refuses it, and all later ones, because it would not fit.
func (l *Log) Add(r *Record) bool {
	line := r.line()
	if l.full || !l.reserve(len(line)) {
		l.full = true
		return false
	}
	l.write(line)
	l.records++
	return true
}

// Last appends a record of at most half of Tail even when the log is full. At most two of them are allowed.
func (l *Log) Last(r *Record) error {
	line := r.line()
	if len(line) > Tail/2 {
		return errOverflow
	}
	l.write(line)
	l.records++
	return nil
}

// Close ends the stream and returns it.
func (l *Log) Close() ([]byte, error) {
	if err := l.gz.Close(); err != nil {
		return nil, err
	}
	if l.out.overflow {
		return nil, errOverflow
	}
	return l.out.Bytes(), nil
}

func (l *Log) write(b []byte) {
	// The writer cannot fail but by overflow, which Close reports.
	_, _ = l.gz.Write(b)
	l.pending += len(b)
}

// reserve tells whether n more bytes fit for sure. What gzip still holds back is flushed before it says no.
func (l *Log) reserve(n int) bool {
	if l.fits(n) {
		return true
	}
	if !l.fits(n - l.pending) { // not even if everything pending had become nothing
		return false
	}
	_ = l.gz.Flush()
	l.pending = 0
	return l.fits(n)
}

func (l *Log) fits(n int) bool {
	return l.out.Len()+worst(l.pending+n)+worst(Tail)+trailer <= l.limit
}

// worst is the most that n bytes can become: fixed Huffman codes take at most 9 bits for a byte, and a block's header and
// end at most 10 bits for every 16,384 of them, plus a flush.
func worst(n int) int {
	if n <= 0 {
		return 0
	}
	return n + n/8 + n/4096 + 32
}

type bounded struct {
	bytes.Buffer
	limit    int
	overflow bool
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.Len()+len(p) > b.limit {
		b.overflow = true
		return 0, errOverflow
	}
	return b.Buffer.Write(p)
}
