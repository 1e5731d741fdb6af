package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"bulkhead/box"
	"bulkhead/drop"
)

// askTimeout bounds the one question that init asks a drop.
const askTimeout = 20 * time.Second

// askDrop asks a drop what it is: the only request outside of the rounds that
// this program ever makes, at the founding of a group.
func (a *app) askDrop(addr drop.Address) (drop.Info, error) {
	transport := &http.Transport{TLSClientConfig: addr.TLS(), DisableKeepAlives: true}
	ctx, cancel := context.WithTimeout(a.ctx, askTimeout)
	defer cancel()
	info, answer, err := drop.NewClient(addr, transport).Info(ctx)
	if err != nil {
		return drop.Info{}, refuse(err, "is the address right and the drop running?")
	}
	if answer.Outcome != drop.Found {
		return drop.Info{}, refuse(errors.New("asking a drop what it is: what answers there is no drop"), "the address must be whole, as the drop printed it")
	}
	return info, nil
}

// checkClock compares the drop's clock with ours: a drop takes boxes of the
// current round and its neighbours alone.
func (a *app) checkClock(info drop.Info) error {
	now := a.now()
	ours, err := drop.RoundAt(now, info.RoundLength())
	if err != nil {
		return fmt.Errorf("reading this machine's clock: %w", err)
	}
	theirs := time.Unix(info.Time, 0)
	if apart(ours, info.CurrentRound) > 1 {
		return refuse(fmt.Errorf("this machine's clock and the drop's are about %v apart, more than a round", between(now, theirs)),
			"set this machine's clock; if it is right, tell whoever runs the drop")
	}
	if d := between(now, theirs); d > 5*time.Second && d > info.RoundLength()/16 {
		a.warn("this machine's clock and the drop's are about %v apart: boxes may be missed. Set the clock", d)
	}
	return nil
}

func apart(a, b box.Round) box.Round { return max(a, b) - min(a, b) }

func between(a, b time.Time) time.Duration { return a.Sub(b).Abs().Round(time.Second) }
