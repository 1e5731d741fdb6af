package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"bulkhead/device"
	"bulkhead/round"
)

// deliveryRounds is how long a message may take per link. Without losses it
// takes two rounds at most.
const deliveryRounds = 30

// texts is what people of civil protection write each other.
var texts = [...]string{
	"The pump at the school gives water again.",
	"The road past the mill is flooded; use the upper bridge.",
	"Two wheelchairs are needed at the clinic.",
	"The shelter in Linden Street has room for twelve.",
	"Bread comes at seven, behind the church.",
	"Unexploded shell in the orchard: fenced off, keep away.",
	"The doctor is at the library until four.",
	"Forty people set out for the station at dawn; they have children with them.",
	"The cellar of number nine has collapsed; nobody was in it.",
	"Insulin arrived. It is cold and counted.",
}

// textFor picks one of the texts.
func (w *world) textFor() string { return texts[w.marks%len(texts)] }

// newMark returns the mark of the next message by a canary.
func (w *world) newMark(canary string) string {
	w.marks++
	return mark(canary, w.marks)
}

// send has one member write to another it is tied to.
func (w *world) send(from, to int) (*letter, error) {
	p := w.people[from]
	t := &letter{mark: w.newMark(p.canary), from: from, hops: map[int]int{to: 1}}
	text := marked(w.textFor(), t.mark)
	err := p.do(func(d *device.Device) (err error) { t.number, err = d.Send(p.ties[to], text); return err })
	if err != nil {
		return nil, fmt.Errorf("writing: %w", err)
	}
	return w.ledger.post(t, w.clock.Now()), nil
}

// await waits until every reader of some letters was shown theirs.
func (w *world) await(ctx context.Context, what string, letters ...*letter) error {
	most := 1
	for _, t := range letters {
		for _, hops := range t.hops {
			most = max(most, hops)
		}
	}
	return w.wait(ctx, what, most*deliveryRounds, func() (int, int, error) {
		done, of := w.ledger.arrived(letters...)
		return done, of, nil
	})
}

// talk lets a founder write to the other, and then everybody to everybody they
// are tied to, within some rounds.
func (w *world) talk(ctx context.Context, rounds int) error {
	w.page.act("Partners write to each other", "A message waits for its round, then it is one box among those that look the same.")
	t, err := w.send(0, 1)
	if err != nil {
		return err
	}
	if err := w.await(ctx, "a message", t); err != nil {
		return err
	}
	w.page.say("A to B: %q, shown after %s", texts[(w.marks-1)%len(texts)], w.inRounds(w.ledger.took(t, 1)))
	letters, err := w.chatter(ctx, w.allWays(), rounds)
	if err != nil {
		return err
	}
	if err := w.await(ctx, "everybody's messages", letters...); err != nil {
		return err
	}
	w.page.say("everybody wrote to everybody they know: %d messages over %d links, all shown, each once", len(letters), len(w.links()))
	return nil
}

// allWays lists every link in both directions, but those of the seized.
func (w *world) allWays() (all [][2]int) {
	for _, l := range w.links() {
		if !w.gone[l[0]] && !w.gone[l[1]] {
			all = append(all, l, [2]int{l[1], l[0]})
		}
	}
	for to, orphans := range w.adopted {
		for _, o := range orphans {
			all = append(all, [2]int{to, o}, [2]int{o, to})
		}
	}
	return all
}

// chatter has one message sent in each of some ways, spread over some rounds
// in random order.
func (w *world) chatter(ctx context.Context, ways [][2]int, rounds int) (letters []*letter, err error) {
	order, err := round.Shuffled(len(ways), rand.Reader)
	if err != nil {
		return nil, err
	}
	gap := float64(rounds) / float64(max(len(ways), 1))
	for _, i := range order {
		t, err := w.send(ways[i][0], ways[i][1])
		if err != nil {
			return nil, err
		}
		letters = append(letters, t)
		if err := w.sleep(ctx, gap); err != nil {
			return nil, err
		}
	}
	return letters, nil
}

// inRounds says a time in rounds.
func (w *world) inRounds(d time.Duration) string {
	return fmt.Sprintf("%.1f rounds", float64(d)/float64(w.length))
}
