package linktest

import (
	"fmt"
	"slices"

	"bulkhead/box"
	"bulkhead/link"
)

// delivered is the promise of exactly once, in order: the message is the next
// one that the peer wrote, or those between it and the last were shown to the
// peer as not delivered.
func (d *device) delivered(b []byte) error {
	w := d.w
	w.tally.Delivered++
	const promise = "every message is delivered once and in order"
	if w.plan.Theft != honest {
		return d.deliveredAfterTheft(b)
	}
	peer := w.devices[1-d.role]
	sent, ended := peer.vault.sent, peer.vault.ended
	next := 0
	if n := len(d.session.got); n > 0 {
		next = slices.Index(sent, d.session.got[n-1]) + 1
	}
	for ; next < len(sent); next++ {
		if !sent[next].parcel && string(sent[next].bytes) == string(b) {
			d.session.got = append(d.session.got, sent[next])
			return nil
		}
		if !sent[next].parcel && !slices.Contains(ended, ending{link.MessageID(next + 1), false}) {
			return w.broken(promise, "one was left out")
		}
	}
	return w.broken(promise, "it came before, or nobody wrote it")
}

// deliveredAfterTheft is what is left of it once a device was copied or put
// back: in one lineage of a vault no message comes twice, nor after a later one.
func (d *device) deliveredAfterTheft(b []byte) error {
	m := d.w.messages[string(b)]
	if m == nil || m.from == int(d.role) {
		return d.w.broken("only what the peer wrote is delivered", "nobody wrote it")
	}
	if n := len(d.session.got); n > 0 && d.session.got[n-1].serial >= m.serial {
		return d.w.broken("nothing is delivered twice, whatever was copied", "it came before")
	}
	d.session.got = append(d.session.got, m)
	return nil
}

// ended is the promise that confirmed implies delivered: kept by a save of the
// peer's vault, not just seen.
func (d *device) ended(r box.Round, e ending) error {
	w, s := d.w, d.session
	if e.id < 1 || int(e.id) > len(s.sent) {
		return w.broken("a last word is on a message that was sent", "an unknown id")
	}
	for _, old := range s.ended {
		if old.id == e.id {
			return w.broken("a message has one last word", fmt.Sprintf("confirmed %t, then %t", old.confirmed, e.confirmed))
		}
	}
	s.ended = append(s.ended, e)
	d.forgetSent(e.id)
	m := s.sent[e.id-1]
	if !e.confirmed {
		w.tally.Expired++
		if r <= m.expires {
			return w.broken("a message is kept for its lifetime", "it expired early")
		}
		return nil
	}
	w.tally.Confirmed++
	if !w.everGot(m) {
		return w.broken("confirmed implies delivered", "no vault of the peer's has it")
	}
	return nil
}

// everGot reports whether a save of the peer's vault ever kept the message.
func (w *World) everGot(m *message) bool {
	for _, d := range w.devices {
		if int(d.role) != m.from && (slices.Contains(d.vault.got, m) || slices.Contains(d.vault.whole, m) || d.before[m]) {
			return true
		}
	}
	return false
}

// frozen is never to happen to a link that nobody copied or put back.
func (d *device) frozen(r link.Reason) error {
	if d.w.plan.Theft == honest {
		return d.w.broken("an honest link never freezes", r.String())
	}
	d.w.tally.froze(r)
	d.session.arriving, d.session.waiting = nil, shelf{}
	d.alarmed, d.w.alarmed = true, true
	return nil
}

// warned is never to happen while nobody tampers or spoils boxes.
func (d *device) warned(k link.WarningKind) error {
	if k == link.WarnUnreadable && d.spoilt >= 3 {
		d.w.tally.warned(k)
		return nil
	}
	if d.w.plan.Theft == honest {
		return d.w.broken("an honest history warns of nothing", k.String())
	}
	d.w.tally.warned(k)
	d.alarmed, d.w.alarmed = true, true
	return nil
}

// checkOutbox is the promise that nothing is lost silently: what has no last
// word is still there to be seen.
func (d *device) checkOutbox() error {
	s := d.session
	open := len(s.sent) - len(s.ended)
	out := s.link.Outbox()
	seen := map[link.MessageID]bool{}
	for _, e := range s.ended {
		seen[e.id] = true
	}
	for _, o := range out {
		if seen[o.ID] || o.ID < 1 || int(o.ID) > len(s.sent) || o.Size != len(s.sent[o.ID-1].bytes) {
			return d.w.broken("the outbox holds what has no last word", "another one")
		}
		seen[o.ID] = true
	}
	if err := d.checkThere(out); err != nil {
		return err
	}
	if len(out) != open {
		return d.w.broken("nothing is lost silently", fmt.Sprintf("%d of %d in the outbox", len(out), open))
	}
	return nil
}

// checkAll is the end of an honest history: every message that was kept is
// confirmed, and so delivered, or was shown as not delivered.
func (w *World) checkAll() error {
	for _, d := range w.devices {
		if len(d.vault.ended) != len(d.vault.sent) {
			return w.broken("nothing is lost silently", "a message without a last word")
		}
	}
	return nil
}

// bound is the most that a link may take in a vault, in bytes: an outbox of
// 1 MiB with its 256 entries, 161 KiB of held cells, one sealing's retained
// rounds and 32 turns each way.
const bound = 1<<20 + 161<<10 + 2*2*192*2*64 + 16<<10

func (w *World) checkBound(b []byte) error {
	if len(b) > bound {
		return w.broken("a link's state is bounded", fmt.Sprintf("%d bytes", len(b)))
	}
	return nil
}
