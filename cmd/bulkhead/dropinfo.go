package main

import (
	"errors"
	"fmt"
	"time"

	"bulkhead/box"
	"bulkhead/carrier/cause"
	"bulkhead/drop"
	"bulkhead/home"
)

// askDrop warns of the way to a drop, and then asks it what it is: the first byte
// leaves after the warning.
func (a *app) askDrop(addr drop.Address) (drop.Info, error) {
	h, err := a.home()
	if err != nil {
		return drop.Info{}, err
	}
	proxy, err := h.ProxyTo(addr)
	if err != nil {
		return drop.Info{}, err
	}
	a.warnOfWay(proxy)
	info, err := h.AskDrop(a.ctx, addr)
	if err != nil {
		said, hint := a.say.Error(err)
		var none *home.NoAnswer
		if _, pinned := addr.Pin(); !pinned && errors.As(err, &none) && none.Cause == cause.Untrusted {
			hint = a.say.CauseNoPin()
		}
		return drop.Info{}, refuse(errors.New(said), hint)
	}
	return info, nil
}

// warnOfWay says what the way to the drop shows, at every start. proxy is the
// variable that names one, "" without.
func (a *app) warnOfWay(proxy string) {
	if proxy == "" {
		a.warn("%s", a.say.TravelDirect())
		return
	}
	a.warn("%s", a.say.TravelByProxy(proxy))
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
		return refuse(said(a.say.RunClockApart(between(now, theirs))), a.say.RunClockApartHint())
	}
	if d := between(now, theirs); d > 5*time.Second && d > info.RoundLength()/16 {
		a.warn("%s", a.say.RunClockSkewed(d))
	}
	return nil
}

func apart(a, b box.Round) box.Round { return max(a, b) - min(a, b) }

func between(a, b time.Time) time.Duration { return a.Sub(b).Abs().Round(time.Second) }
