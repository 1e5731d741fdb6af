package carriertest

import (
	"bytes"
	"context"
	"sync"
	"testing"

	"bulkhead/box"
	"bulkhead/carrier"
	"bulkhead/carrier/cause"
)

// Way is a carrier to a drop, which the test has power over.
type Way struct {
	Carrier carrier.Carrier
	Round   box.Round // the drop takes boxes and gives them in this round, and gives them in the one before
	Refused box.Round // a round in which it does neither
	Cut     func()    // from now on no request reaches the drop
	Counts  bool      // the carrier counts bytes on the wire
	Dated   bool      // the drop's answers carry a date
}

// Run checks the contract. open returns a way to an empty drop.
func Run(t *testing.T, open func(t *testing.T) Way) {
	for _, c := range []struct {
		name string
		test func(t *testing.T, w Way)
	}{
		{"what was put is found", found},
		{"the same again is the same", same},
		{"other bytes are a conflict and change nothing", conflict},
		{"what was never put is absent", absent},
		{"another round is another box", otherRound},
		{"a round out of reach is refused", refused},
		{"without a drop, every request fails", failed},
		{"a cancelled request fails", cancelled},
		{"concurrent requests keep apart", concurrent},
		{"of racing writers one wins and the rest conflict", race},
		{"answers carry what was promised", answers},
		{"every failure has its cause, and no other answer has one", causes},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, open(t)) })
	}
}

// id and content make boxes that differ with n.
func id(n byte) box.ID { return box.ID(bytes.Repeat([]byte{n, 255 - n}, box.IDSize/2)) }

func content(n byte) *box.Content {
	c := box.Content(bytes.Repeat([]byte{n, 1, 2, 3}, box.Size/4))
	return &c
}

// reasoned checks that an answer has a cause if and only if it is of no use.
func reasoned(t *testing.T, a carrier.Answer) {
	t.Helper()
	if useless := a.Outcome == carrier.Failed || a.Outcome == carrier.Refused; useless != (a.Cause != cause.None) {
		t.Errorf("outcome %d with cause %v", a.Outcome, a.Cause)
	}
}

func put(t *testing.T, w Way, ref box.Ref, c *box.Content, want carrier.Outcome) carrier.Answer {
	t.Helper()
	before := *c
	a := w.Carrier.Put(t.Context(), ref, c)
	if a.Outcome != want {
		t.Errorf("Put: outcome %d, want %d", a.Outcome, want)
	}
	reasoned(t, a)
	if *c != before {
		t.Error("Put changed its content")
	}
	return a
}

// get checks that content is set with Found and left alone otherwise.
func get(t *testing.T, w Way, ref box.Ref, want carrier.Outcome, wantContent *box.Content) carrier.Answer {
	t.Helper()
	got := *content(99)
	a := w.Carrier.Get(t.Context(), ref, &got)
	if a.Outcome != want {
		t.Errorf("Get: outcome %d, want %d", a.Outcome, want)
	}
	reasoned(t, a)
	if wantContent == nil {
		wantContent = content(99)
	}
	if got != *wantContent {
		t.Error("Get: content is not what it should be")
	}
	return a
}

func found(t *testing.T, w Way) {
	ref := box.Ref{Round: w.Round, ID: id(1)}
	put(t, w, ref, content(1), carrier.Stored)
	get(t, w, ref, carrier.Found, content(1))
	get(t, w, ref, carrier.Found, content(1))
}

func same(t *testing.T, w Way) {
	ref := box.Ref{Round: w.Round, ID: id(1)}
	put(t, w, ref, content(1), carrier.Stored)
	put(t, w, ref, content(1), carrier.Same)
	get(t, w, ref, carrier.Found, content(1))
}

func conflict(t *testing.T, w Way) {
	ref := box.Ref{Round: w.Round, ID: id(1)}
	put(t, w, ref, content(1), carrier.Stored)
	last := *content(1)
	last[box.Size-1]++
	put(t, w, ref, &last, carrier.Conflict)
	get(t, w, ref, carrier.Found, content(1))
}

func absent(t *testing.T, w Way) {
	get(t, w, box.Ref{Round: w.Round, ID: id(1)}, carrier.Absent, nil)
}

func otherRound(t *testing.T, w Way) {
	put(t, w, box.Ref{Round: w.Round, ID: id(1)}, content(1), carrier.Stored)
	get(t, w, box.Ref{Round: w.Round - 1, ID: id(1)}, carrier.Absent, nil)
}

func refused(t *testing.T, w Way) {
	ref := box.Ref{Round: w.Refused, ID: id(1)}
	put(t, w, ref, content(1), carrier.Refused)
	get(t, w, ref, carrier.Refused, nil)
}

func failed(t *testing.T, w Way) {
	ref := box.Ref{Round: w.Round, ID: id(1)}
	put(t, w, ref, content(1), carrier.Stored)
	w.Cut()
	put(t, w, ref, content(1), carrier.Failed)
	get(t, w, ref, carrier.Failed, nil)
}

func cancelled(t *testing.T, w Way) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	ref := box.Ref{Round: w.Round, ID: id(1)}
	if a := w.Carrier.Put(ctx, ref, content(1)); a.Outcome != carrier.Failed {
		t.Errorf("Put: outcome %d, want Failed", a.Outcome)
	}
	if a := w.Carrier.Get(ctx, ref, new(box.Content)); a.Outcome != carrier.Failed {
		t.Errorf("Get: outcome %d, want Failed", a.Outcome)
	}
}

func causes(t *testing.T, w Way) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	ref := box.Ref{Round: w.Round, ID: id(1)}
	if a := w.Carrier.Put(ctx, ref, content(1)); a.Cause != cause.Stopped {
		t.Errorf("a request that was given up: cause %v", a.Cause)
	}
	put(t, w, ref, content(1), carrier.Stored) // and put and get check each outcome's
	w.Cut()
	if a := w.Carrier.Get(t.Context(), ref, new(box.Content)); a.Cause == cause.None || a.Cause == cause.Stopped {
		t.Errorf("a request that never arrived: cause %v", a.Cause)
	}
}

func concurrent(t *testing.T, w Way) {
	var all sync.WaitGroup
	for n := range byte(16) {
		all.Go(func() {
			ref := box.Ref{Round: w.Round, ID: id(n)}
			put(t, w, ref, content(n), carrier.Stored)
			get(t, w, ref, carrier.Found, content(n))
		})
	}
	all.Wait()
}

func race(t *testing.T, w Way) {
	var all sync.WaitGroup
	outcomes := make([]carrier.Outcome, 8)
	ref := box.Ref{Round: w.Round, ID: id(1)}
	for n := range outcomes {
		all.Go(func() { outcomes[n] = w.Carrier.Put(t.Context(), ref, content(byte(n))).Outcome })
	}
	all.Wait()
	stored := 0
	for n, o := range outcomes {
		switch o {
		case carrier.Stored:
			stored++
			get(t, w, ref, carrier.Found, content(byte(n)))
		case carrier.Conflict:
		default:
			t.Errorf("outcome %d", o)
		}
	}
	if stored != 1 {
		t.Errorf("%d writers won", stored)
	}
}

func answers(t *testing.T, w Way) {
	ref := box.Ref{Round: w.Round, ID: id(1)}
	for _, a := range []carrier.Answer{
		put(t, w, ref, content(1), carrier.Stored),
		get(t, w, ref, carrier.Found, content(1)),
	} {
		if w.Counts && (a.Bytes < box.Size || a.Bytes > 4*box.Size) {
			t.Errorf("%d bytes on the wire", a.Bytes)
		}
		if w.Dated && a.Date.IsZero() {
			t.Error("no date")
		}
	}
}
