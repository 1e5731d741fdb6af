package main

import (
	"errors"
	"fmt"

	"bulkhead/box"
	"bulkhead/link"
)

// replay is what the captor makes of the drop's full log with the copy's keys.
type replay struct {
	boxes    int // in the log
	opened   int // with the copy's keys
	again    int // of those: the device had read and taken them in before
	after    int // of those: written when nobody wrote to it any more
	messages [][]byte

	messagesAfter [][]byte // of those: in boxes written then
}

// eachBox yields boxes, in the order in which they were written.
type eachBox func(yield func(box.Ref, *box.Content) error) error

// replayLog tries every box of the log against every link of the copy. severed
// is the first round in which nobody writes to the device any more, 0 if there
// is none yet.
func (c *captor) replayLog(log eachBox, severed box.Round) (r replay, err error) {
	const plenty = 1 << 20
	links := make([]*link.Link, len(c.links))
	for i, kept := range c.links {
		if links[i], err = link.Unmarshal(kept); err != nil {
			return r, fmt.Errorf("reading a seized link: %w", err)
		}
		defer links[i].Erase()
	}
	err = log(func(ref box.Ref, content *box.Content) error {
		r.boxes++
		for _, l := range links {
			events, err := l.Open(ref.Round, ref.ID, content, plenty)
			if errors.Is(err, link.ErrNotMine) {
				continue
			}
			if err != nil {
				return err
			}
			r.count(events, ref, c, severed)
		}
		return nil
	})
	return r, err
}

func (r *replay) count(events []link.Event, ref box.Ref, c *captor, severed box.Round) {
	for _, e := range events {
		switch e := e.(type) {
		case *link.Heard:
			r.opened++
			if c.takenIn(ref) {
				r.again++
			}
			if severed != 0 && ref.Round >= severed {
				r.after++
			}
		case *link.Delivered:
			r.messages = append(r.messages, e.Message)
			if severed != 0 && ref.Round >= severed {
				r.messagesAfter = append(r.messagesAfter, e.Message)
			}
		}
	}
}
