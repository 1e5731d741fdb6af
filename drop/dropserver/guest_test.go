package dropserver

import (
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"bulkhead/drop"
)

// piped is a listener whose connections are made in memory.
type piped struct{ conns chan net.Conn }

func (l piped) Accept() (net.Conn, error) {
	c, ok := <-l.conns
	if !ok {
		return nil, net.ErrClosed
	}
	return c, nil
}
func (l piped) Close() error   { return nil }
func (l piped) Addr() net.Addr { return &net.TCPAddr{} }

// dial makes a connection and lets it in.
func dial(t *testing.T, l *guestListener) (mine net.Conn, g *guest) {
	t.Helper()
	mine, theirs := net.Pipe()
	l.Listener.(piped).conns <- theirs
	c, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	return mine, c.(*guest)
}

func newTestListener(t *testing.T, places int) *guestListener {
	t.Helper()
	s, err := New(Config{Store: none{}, RoundLength: time.Hour, Prefix: drop.Prefix{1}, Now: time.Now, Connections: places})
	if err != nil {
		t.Fatal(err)
	}
	return &guestListener{Listener: piped{make(chan net.Conn, 1)}, door: s.door, turns: newTurns(1), metrics: s.metrics}
}

// none is a store that nobody asks.
type none struct{ Store }

// A stranger's time ends, whatever it sends; that of one who has shown the
// prefix does not.
func TestAStrangersTimeEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newTestListener(t, 9)
		one, stranger := dial(t, l)
		two, known := dial(t, l)
		known.show()
		for _, g := range []*guest{stranger, known} {
			go io.Copy(io.Discard, g)
		}
		begin := time.Now()
		var err error
		for err == nil {
			time.Sleep(time.Second) // of the bubble
			_, err = one.Write([]byte{0})
		}
		if lasted := time.Since(begin); lasted < strangerTime-time.Second || lasted > strangerTime+time.Second {
			t.Errorf("a stranger lasted %v, want %v", lasted, strangerTime)
		}
		time.Sleep(time.Hour)
		if _, err := two.Write([]byte{0}); err != nil {
			t.Errorf("one that had shown the prefix after an hour: %v", err)
		}
		known.Close()
		if l.turns.free != 2 || l.door.held != 0 {
			t.Errorf("when all had ended, %d turns were free of 2, %d places were taken", l.turns.free, l.door.held)
		}
	})
}

// Who goes while it waits for a turn, or has one, leaves it to others.
func TestWhoGoesLeavesItsTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newTestListener(t, 3)
		had := 0
		for range 6 {
			mine, g := dial(t, l) // from the fourth on, another goes
			go func() {
				if _, err := g.Read(make([]byte, 1)); err == nil {
					had++ // one after another: each has the only turn
				}
			}()
			go mine.Write([]byte{0})
			synctest.Wait()
		}
		if had != 4 {
			t.Errorf("%d had a turn, want the first and those who came after it as it and its heirs went", had)
		}
		if l.door.held != 3 {
			t.Errorf("%d are in, want 3", l.door.held)
		}
		for l.door.held > 0 {
			l.door.crowds[0].guests[0].owner.Close()
			synctest.Wait()
		}
		if l.turns.free != 2 || len(l.turns.of) != 0 {
			t.Errorf("when all had ended, %d turns were free of 2, %d sources waited", l.turns.free, len(l.turns.of))
		}
	})
}
