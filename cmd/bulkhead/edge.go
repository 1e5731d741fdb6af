package main

import (
	"crypto/rand"
	"io"
	"os"
	"time"

	"bulkhead/internal/durable"

	"golang.org/x/term"
)

// edge is the outside world as the commands see it: the only place that knows
// the real clock, the real randomness, the real disk and the real terminal.
type edge struct {
	now   func() time.Time
	rand  io.Reader // cryptographic
	in    *os.File
	out   *os.File
	err   *os.File
	panic *panicKey
	disk  disk
}

// disk is where folders are.
type disk struct {
	open     func(path string) (durable.Dir, error) // makes the folder if there is none
	existing func(path string) (durable.Dir, error) // an error matching fs.ErrNotExist if there is none
}

func realEdge() edge {
	return edge{
		now: time.Now, rand: rand.Reader, in: os.Stdin, out: os.Stdout, err: os.Stderr, panic: newPanicKey(),
		disk: disk{open: durable.Open, existing: durable.Existing},
	}
}

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// colour reports whether f may be given colours (https://no-color.org).
func colour(f *os.File) bool {
	return isTerminal(f) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// wallClock is the real [pouch.Clock].
type wallClock struct{ now func() time.Time }

func (c wallClock) Now() time.Time                         { return c.now() }
func (c wallClock) After(d time.Duration) <-chan time.Time { return time.After(d) }
