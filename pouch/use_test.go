package pouch_test

import (
	"context"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/carrier"
	"bulkhead/carrier/cause"
	"bulkhead/pouch"
)

// bad is a carrier whose requests all fail by one cause, or by the network's
// own where that is None.
type bad struct {
	carrier.Carrier
	writes, reads cause.Cause
}

func (b *bad) Put(ctx context.Context, ref box.Ref, c *box.Content) carrier.Answer {
	if b.writes != cause.None {
		return carrier.Answer{Cause: b.writes}
	}
	return b.Carrier.Put(ctx, ref, c)
}

func (b *bad) Get(ctx context.Context, ref box.Ref, c *box.Content) carrier.Answer {
	if b.reads != cause.None {
		return carrier.Answer{Cause: b.reads}
	}
	return b.Carrier.Get(ctx, ref, c)
}

// The owner is told why nothing travels, since when, and in which direction; a
// sealing forgets none of it, and a new day begins to count anew.
func TestCausesAreCountedWithTheirTimes(t *testing.T) {
	w := newWorld(t, plan(3, 192), 1, 12)
	way := &bad{Carrier: w.drop}
	w.way = way
	w.must(w.seal())
	w.start()
	use := func() pouch.Use {
		t.Helper()
		p, err := pouch.Load(w.dir, name)
		w.must(err)
		return p.Use()
	}
	w.rounds(1)
	well := use()
	if well.Writes.Failed != 0 || well.Reads.Failed != 0 || well.Writes.Answered.IsZero() || well.Reads.Answered.IsZero() {
		t.Errorf("while all goes well: writes %+v, reads %+v", well.Writes, well.Reads)
	}
	if c, n := well.Likeliest(time.Time{}); c != cause.None || n != 0 || well.Asked() != well.Reads.Answered {
		t.Errorf("while all goes well: %d requests failed by %v", n, c)
	}

	way.writes = cause.Full
	w.rounds(1)
	full := use()
	if full.Writes.Failed == 0 || full.Writes.Answered != well.Writes.Answered || full.Reads.Failed != 0 || !full.Reads.Answered.After(well.Reads.Answered) {
		t.Errorf("a full drop: writes %+v, reads %+v", full.Writes, full.Reads)
	}

	way.writes, way.reads = cause.OtherKey, cause.OtherKey
	w.rounds(2)
	taken := use()
	if c, n := taken.Likeliest(taken.Reads.Answered); c != cause.OtherKey || n != taken.Failed[cause.OtherKey].Count || n < 12 {
		t.Errorf("another key: the likeliest is %v, %d times", c, n)
	}
	if taken.Failed[cause.Full] != full.Failed[cause.Full] || taken.Asked() != taken.Failed[cause.OtherKey].Last {
		t.Errorf("another key: %+v", taken)
	}
	w.must(w.seal())
	if use() != taken {
		t.Error("a sealing forgot what is known of the network")
	}

	way.writes, way.reads = cause.Stopped, cause.Stopped
	w.rounds(1)
	if stopped := use(); stopped.Failed != taken.Failed || stopped.Reads != taken.Reads {
		t.Error("what the device gave up itself was counted")
	}
	way.writes, way.reads = cause.None, cause.None
	w.until(w.plan.Calendar().Start(192))
	w.rounds(1)
	if next := use(); next.Failed != [cause.Causes]pouch.Failures{} || next.Writes.Failed != 0 || !next.Since.After(taken.Since) {
		t.Errorf("the next day: %+v", next)
	}
}

// What a device sends depends on outcomes alone: with the same seed, two devices
// whose requests fail by different causes send the same at the same times.
func TestNothingSentDependsOnCauses(t *testing.T) {
	logs := map[cause.Cause][]sent{}
	for _, c := range []cause.Cause{cause.Timeout, cause.OtherKey, cause.Full} {
		w := newWorld(t, plan(6, 16), 2, 13)
		w.way = &bad{w.drop, c, c}
		w.must(w.seal())
		w.start()
		w.rounds(6)
		logs[c] = w.log
	}
	want := logs[cause.Timeout]
	for c, log := range logs {
		if len(log) != len(want) || len(log) == 0 {
			t.Fatalf("%v: %d requests, want %d", c, len(log), len(want))
		}
		for i := range log {
			a, b := log[i], want[i]
			if a.at != b.at || a.q.Kind != b.q.Kind || a.q.ID != b.q.ID || a.q.Attempt != b.q.Attempt {
				t.Fatalf("%v: request %d differs", c, i)
			}
		}
	}
}
