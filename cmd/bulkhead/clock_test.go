package main

import (
	"context"
	"encoding/binary"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"bulkhead/box"
	"bulkhead/home"
	"bulkhead/internal/lockstep"
	"bulkhead/pouch"
	"bulkhead/round"
)

// jumpClock is the time of one test: of its drop, of its command lines, and of the
// processes that it starts. It stands while the test holds it. Else it jumps to the next
// moment that somebody waits for once everybody has done what is due: a round takes as
// long as the work in it, and on a busy machine nothing comes too late.
type jumpClock struct {
	*lockstep.Clock
	calendar round.Calendar
	real     bool         // it goes with the real time, and is not held
	listener net.Listener // for other processes, see clockFile

	mu   sync.Mutex
	held *lockstep.Work // the test's own; nil: it is not held; guarded by mu
}

const (
	// jumpingRound is the length of a round. None waits for it.
	jumpingRound = 10 * time.Second

	// How far the clock may leave work behind, in parts of a round, as in the demo.
	requestPart = 32
	workPart    = 16
)

// newJumpClock returns a clock that is held.
func newJumpClock() (*jumpClock, error) {
	c := &jumpClock{Clock: lockstep.New(time.Now().Round(0)), calendar: round.Calendar{Length: jumpingRound}}
	c.hold()
	return c, c.serve()
}

// newRealClock returns one that goes with the real time, and is not held.
func newRealClock() (*jumpClock, error) {
	c := &jumpClock{Clock: lockstep.NewPaced(time.Now().Round(0)), calendar: round.Calendar{Length: roundLength()}, real: true}
	return c, c.serve()
}

// hold keeps it, from now on, from going on by more than a part of a round.
func (c *jumpClock) hold() {
	if c.real {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	was := c.held
	if c.held = c.Begin(c.part(workPart)); was != nil {
		was.End()
	}
}

// release lets it go on, and reports whether it was held.
func (c *jumpClock) release() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	was := c.held
	if c.held = nil; was != nil {
		was.End()
	}
	return was != nil
}

func (c *jumpClock) part(n int) time.Duration { return c.calendar.Length / time.Duration(n) }

// pass lets d pass. The error is that of ctx.
func (c *jumpClock) pass(ctx context.Context, d time.Duration) error {
	a := c.Actor(c.part(workPart))
	defer a.Leave()
	if c.release() {
		defer c.hold()
	}
	return a.Sleep(ctx, d)
}

// passReads lets the time pass until the reads of a round are over: more often nothing
// moves, and what is sealed then is in time for the very next round.
func (c *jumpClock) passReads(ctx context.Context) error {
	now := c.Now()
	over := func(r box.Round) time.Time { return c.calendar.Reads(r).Last.Add(c.calendar.Timeout() / 2) }
	at := over(c.calendar.At(now))
	if !at.After(now) {
		at = over(c.calendar.At(now) + 1)
	}
	return c.pass(ctx, at.Sub(now))
}

// poll is what a test does before it looks once more whether somebody, in a goroutine or
// a process, has come as far as it waits for.
func (c *jumpClock) poll(ctx context.Context) error {
	time.Sleep(pollEvery) // whoever is about to begin is not left behind by many rounds
	return c.pass(ctx, c.part(8))
}

// pace is what a command line in this process waits by. waits is called when something
// in it begins to.
func (c *jumpClock) pace(waits func()) *home.Pace {
	actor := func(part int) home.Clock {
		defer waits()
		return c.Actor(c.part(part))
	}
	f := flights{begin: func(uint64) func() { return c.Begin(c.part(requestPart)).End }}
	return f.pace(actor)
}

// edge is the world of a command line that ends without waiting.
func (c *jumpClock) edge() edge {
	e := testEdge()
	e.now, e.pace = c.Now, c.pace(func() {})
	return e
}

// flights are a worker's requests that have no answer yet. They are its goroutine's.
type flights struct {
	begin func(number uint64) (end func()) // of the work that one is
	now   map[flight]func()
	last  uint64
}

type flight struct {
	kind pouch.Kind
	ref  box.Ref
}

func (f *flights) pace(actor func(part int) home.Clock) *home.Pace {
	f.now = map[flight]func(){}
	return &home.Pace{
		Session: func() home.Clock { return actor(workPart) },
		Worker:  func() home.Clock { return actor(requestPart) },
		Sent: func(q pouch.Request, _ time.Time) {
			f.last++
			f.now[flight{q.Kind, q.Ref()}] = f.begin(f.last)
		},
		Answered: func(q pouch.Request) {
			at := flight{q.Kind, q.Ref()}
			if end := f.now[at]; end != nil {
				end()
				delete(f.now, at)
			}
		},
	}
}

// clockFile is the end of a file's name beside a device's folder. It holds the path of a
// socket: by that time processes go that are started on the folder.
const clockFile = ".clock"

// of makes it the time of processes on a folder.
func (c *jumpClock) of(dir string) error {
	return os.WriteFile(filepath.Clean(dir)+clockFile, []byte(c.listener.Addr().String()), 0o600)
}

// serve lets other processes go by the clock, until close.
func (c *jumpClock) serve() error {
	dir, err := os.MkdirTemp("", "clock") // a socket's path is short
	if err != nil {
		return err
	}
	if c.listener, err = net.Listen("unix", filepath.Join(dir, "socket")); err != nil {
		return err
	}
	go func() {
		for {
			conn, err := c.listener.Accept()
			if err != nil {
				return
			}
			go c.answer(conn)
		}
	}()
	return nil
}

func (c *jumpClock) close() {
	c.listener.Close()
	os.RemoveAll(filepath.Dir(c.listener.Addr().String()))
}

// What another process says to the clock. What an ended connection had begun is over.
const (
	tellNow   = iota // answered at once
	tellActor        // whoever is connected is an actor, with a slack; answered at once
	tellAfter        // it waits; answered when the time has passed, unless it waits anew
	tellBegin        // work of a number begins, with a slack
	tellEnd          // and has ended
)

// told is what is said, and clockSays the answer, which has its number.
type (
	toldClock struct {
		What, Number uint64
		Time         time.Duration
	}
	clockSays struct {
		Number uint64
		Now    int64 // since 1970, in nanoseconds
	}
)

// answer serves a connection.
func (c *jumpClock) answer(conn net.Conn) {
	defer conn.Close()
	var mu sync.Mutex
	says := func(number uint64, now time.Time) {
		mu.Lock()
		defer mu.Unlock()
		_ = binary.Write(conn, binary.BigEndian, clockSays{number, now.UnixNano()})
	}
	var actor *lockstep.Actor
	works := map[uint64]*lockstep.Work{}
	anew := make(chan struct{}) // closed when the actor waits anew, and at the end
	defer func() {
		close(anew)
		for _, w := range works {
			w.End()
		}
	}()
	for t := (toldClock{}); binary.Read(conn, binary.BigEndian, &t) == nil; {
		switch t.What {
		case tellNow:
			says(t.Number, c.Now())
		case tellActor:
			actor = c.Actor(t.Time)
			defer actor.Leave()
			says(t.Number, c.Now())
		case tellAfter:
			close(anew)
			anew = make(chan struct{})
			go func(timer <-chan time.Time, number uint64, anew <-chan struct{}) {
				select {
				case now := <-timer:
					says(number, now)
				case <-anew:
				}
			}(actor.After(t.Time), t.Number, anew)
		case tellBegin:
			works[t.Number] = c.Begin(t.Time)
		case tellEnd:
			works[t.Number].End()
			delete(works, t.Number)
		}
	}
}
