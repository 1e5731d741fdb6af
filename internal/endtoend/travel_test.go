package endtoend

import (
	"context"
	"net"
	"strconv"
	"time"

	"bulkhead/box"
	"bulkhead/card"
	"bulkhead/carrier"
	"bulkhead/carrier/direct"
	"bulkhead/drop"
	"bulkhead/pouch"
)

// wall is the real time.
type wall struct{}

func (wall) Now() time.Time                         { return time.Now() }
func (wall) After(d time.Duration) <-chan time.Time { return time.After(d) }

// travel runs the pouch until the context ends.
func travel(ctx context.Context, w *pouch.Worker) {
	defer w.Close()
	by := func(p card.Place, _ string) carrier.Carrier {
		addr, err := drop.AddressOf(p.Drop)
		if err != nil {
			panic(err) // the parent wrote it
		}
		return direct.New(addr, new(net.Dialer).DialContext)
	}
	var tally traffic
	_ = pouch.Run(ctx, w, by, wall{}, tally.report)
}

// traffic counts one round's requests.
type traffic struct {
	round            box.Round
	answered, failed int
}

func (t *traffic) report(r pouch.Report) {
	if r.Request.Kind == 0 {
		return
	}
	if r.Request.Round != t.round {
		say("round", strconv.Itoa(t.answered), strconv.Itoa(t.failed))
		*t = traffic{round: r.Request.Round}
	}
	if r.Answer.Outcome == carrier.Failed {
		t.failed++
	} else {
		t.answered++
	}
}
