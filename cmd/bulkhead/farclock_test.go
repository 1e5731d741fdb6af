package main

import (
	"encoding/binary"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"bulkhead/home"
)

// farClock is the jumpClock of another process.
type farClock struct {
	socket string
	round  time.Duration

	mu  sync.Mutex
	now net.Conn // guarded by mu
}

// goByClock has the world of a process go by the clock of a folder, if it has one.
func (e *edge) goByClock(dir string) {
	socket, err := os.ReadFile(filepath.Clean(dir) + clockFile)
	if err != nil {
		return
	}
	c := &farClock{socket: string(socket), round: jumpingRound}
	c.now = c.dial()
	e.now, e.pace = c.Now, c.pace()
}

// dial ends the process if there is no clock any more: the test is over.
func (c *farClock) dial() net.Conn {
	conn, err := net.Dial("unix", c.socket)
	if err != nil {
		os.Exit(exitFailed)
	}
	return conn
}

func tellClock(conn net.Conn, t toldClock) {
	if binary.Write(conn, binary.BigEndian, t) != nil {
		os.Exit(exitFailed)
	}
}

// Now asks for the time.
func (c *farClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	tellClock(c.now, toldClock{What: tellNow})
	return clockSaid(c.now).at()
}

func (s clockSays) at() time.Time { return time.Unix(0, s.Now) }

func clockSaid(conn net.Conn) (s clockSays) {
	if binary.Read(conn, binary.BigEndian, &s) != nil {
		os.Exit(exitFailed)
	}
	return s
}

func (c *farClock) pace() *home.Pace {
	var worker *farActor
	actor := func(part int) home.Clock {
		a := c.actor(part)
		if part == requestPart {
			worker = a
		}
		return a
	}
	f := flights{begin: func(number uint64) func() {
		worker.tell(toldClock{tellBegin, number, c.round / requestPart})
		return func() { worker.tell(toldClock{What: tellEnd, Number: number}) }
	}}
	return f.pace(actor)
}

// farActor is an actor of a farClock.
type farActor struct {
	*farClock
	conn net.Conn

	mu     sync.Mutex
	number uint64         // of the last wait; guarded by mu
	timer  chan time.Time // of that; guarded by mu
	left   bool           // guarded by mu
}

func (c *farClock) actor(part int) *farActor {
	a := &farActor{farClock: c, conn: c.dial()}
	tellClock(a.conn, toldClock{What: tellActor, Time: c.round / time.Duration(part)})
	clockSaid(a.conn)
	go a.hear()
	return a
}

// hear lets timers go off.
func (a *farActor) hear() {
	for s := (clockSays{}); binary.Read(a.conn, binary.BigEndian, &s) == nil; {
		a.mu.Lock()
		if s.Number == a.number {
			a.timer <- s.at()
		}
		a.mu.Unlock()
	}
}

// tell says something unless it has left.
func (a *farActor) tell(t toldClock) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.left {
		tellClock(a.conn, t)
	}
}

// After is that of [lockstep.Actor].
func (a *farActor) After(d time.Duration) <-chan time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.number++
	a.timer = make(chan time.Time, 1)
	if !a.left {
		tellClock(a.conn, toldClock{tellAfter, a.number, d})
	}
	return a.timer
}

// Leave ends it.
func (a *farActor) Leave() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.left = true
	a.conn.Close()
}
