package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"bulkhead/device"
)

// noteUp sends a note from a member up to the founders that are left, and a
// reply back. Both carry canaries of their own, because everybody on the way
// passes them on and must not keep them.
func (w *world) noteUp(ctx context.Context, from int) error {
	top, hops := from, 0
	for ; w.lead(top) >= 0; hops++ {
		top = w.lead(top)
	}
	w.page.act("A note goes up, a reply comes down",
		"Hop by hop, from a member whom the founders have never met. The hops remember the way and nothing else.")
	p := w.people[from]
	canary, err := newCanary(rand.Reader, w.canaries)
	if err != nil {
		return err
	}
	t := &letter{mark: w.newMark(canary), from: from, hops: map[int]int{top: hops, top ^ 1: hops + 1}}
	text := marked("We are eleven in the mill cellar; one cannot walk.", t.mark)
	if err := p.do(func(d *device.Device) (err error) { t.number, err = d.Note(text); return err }); err != nil {
		return fmt.Errorf("sending a note up: %w", err)
	}
	w.ledger.post(t, w.clock.Now())
	if err := w.await(ctx, "a note up", t); err != nil {
		return err
	}
	w.page.say("%s, up to %s (links: %d) and on to %s: shown after %s and %s", w.name(from), w.name(top), hops, w.name(top^1),
		w.inRounds(w.ledger.took(t, top)), w.inRounds(w.ledger.took(t, top^1)))
	answer, err := w.reply(t, top, from, hops)
	if err != nil {
		return err
	}
	w.passed = append(w.passed, t, answer)
	if err := w.await(ctx, "a reply", answer); err != nil {
		return err
	}
	w.page.say("%s's signed reply came back the same way: shown after %s", w.name(top), w.inRounds(w.ledger.took(answer, from)))
	return nil
}

// reply has a founder answer a note that it was shown.
func (w *world) reply(t *letter, founder, to, hops int) (*letter, error) {
	canary, err := newCanary(rand.Reader, w.canaries)
	if err != nil {
		return nil, err
	}
	answer := &letter{mark: w.newMark(canary), from: founder, hops: map[int]int{to: hops}}
	text := marked("A stretcher team comes at eight. Stay below.", answer.mark)
	err = w.people[founder].do(func(d *device.Device) (err error) {
		answer.number, err = d.Reply(t.id, text)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("replying: %w", err)
	}
	return w.ledger.post(answer, w.clock.Now()), nil
}

// notice sends a founder's notice to everybody it can reach.
func (w *world) notice(from int) (*letter, error) {
	canary, err := newCanary(rand.Reader, w.canaries)
	if err != nil {
		return nil, err
	}
	t := &letter{mark: w.newMark(canary), from: from, hops: w.reach(from, w.gone, w.adopted)}
	delete(t.hops, from)
	text := marked("Stay inside tonight between ten and four.", t.mark)
	err = w.people[from].do(func(d *device.Device) (err error) {
		if t.number, err = d.Notice(text); err != nil {
			return err
		}
		for _, s := range d.Sent() {
			if s.Number == t.number {
				t.id = s.ID
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("sending a notice: %w", err)
	}
	return w.ledger.post(t, w.clock.Now()), nil
}

// noticeDown sends the first founder's notice down, and has the second founder
// take it back.
func (w *world) noticeDown(ctx context.Context) error {
	w.page.act("A notice goes down to everybody, and is taken back",
		"Signed by one founder's key. The other founder can revoke it: no single stolen key speaks for long.")
	t, err := w.notice(0)
	if err != nil {
		return err
	}
	if err := w.await(ctx, "a notice down", t); err != nil {
		return err
	}
	w.page.say("A's notice was shown to all %d others; the last after %s", len(t.hops), w.inRounds(w.slowest(t)))
	err = w.people[1].do(func(d *device.Device) error { _, err := d.Revoke(t.id); return err })
	if err != nil {
		return fmt.Errorf("revoking a notice: %w", err)
	}
	err = w.wait(ctx, "a revocation", deliveryRounds*len(w.levels()), func() (int, int, error) {
		return w.ledger.revocations(t), w.Members, nil
	})
	if err != nil {
		return err
	}
	w.page.say("B took it back: all %d devices show it as revoked", w.Members)
	return nil
}

func (w *world) slowest(t *letter) (most time.Duration) {
	for reader := range t.hops {
		most = max(most, w.ledger.took(t, reader))
	}
	return most
}
