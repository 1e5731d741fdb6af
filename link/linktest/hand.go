package linktest

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"bulkhead/box"
	"bulkhead/link"
)

// Hand is how often the two carry boxes by hand, and what befalls these.
type Hand struct {
	Blocks  int     // for which a box by hand can be opened; 0: nothing is carried
	Out     float64 // a stick is sealed, per unlocking
	Most    int     // boxes on it
	Slow    int     // the longest that a courier takes, in rounds
	Lost    float64 // the stick never comes
	Twice   float64 // a copy of it comes too
	Cut     float64 // only the first boxes are read; the rest may come later
	Scratch float64 // a box is damaged, on this copy of the stick
	Dark    [2]int  // rounds without a network, from the first, from and to
}

// newHand draws it from a seed. Half of all histories carry nothing.
func newHand(p *Plan) Hand {
	c := newChance(p.Seed, 7)
	if c.hit(.5) {
		return Hand{}
	}
	h := Hand{
		Blocks: []int{1, 3, 7, 7, 20}[c.IntN(5)], Out: .02 + c.Float64()*c.Float64()*.5, Most: []int{1, 4, 12, 44}[c.IntN(4)],
		Lost: c.Float64() * .4, Twice: c.Float64() * .5, Cut: c.Float64() * .3, Scratch: c.Float64() * c.Float64() * .2,
	}
	h.Slow = c.between(0, (h.Blocks+2)*p.PL)
	switch {
	case c.hit(.2): // the pair meets without a network
		h.Dark = [2]int{0, c.between(1, p.Rounds)}
	case c.hit(.4):
		from := c.between(1, p.Rounds)
		h.Dark = [2]int{from, from + c.between(1, 6*p.PL)}
	}
	return h
}

// stick is what one sealing by hand made, on its way.
type stick struct {
	to      link.Role
	due     box.Round
	copied  bool // it is a copy of one that came
	sealing *link.HandSealing
	serial  int   // of the sealing; its i-th box is serial + i
	boxes   []int // that are read from it
}

// HandBox is one box by hand that left a device.
type HandBox struct {
	From      link.Role
	Serial    int // over all boxes by hand of the world
	Number    link.Number
	HandEpoch uint32 // that it is sealed under
	Sealing   *link.HandSealing
	Index     int // of the box, in Sealing.Boxes
}

// dark reports whether there is no network now.
func (w *World) dark() bool {
	n := int(w.now - base)
	return !w.quiet && n >= w.plan.Hand.Dark[0] && n < w.plan.Hand.Dark[1]
}

// carryOut seals a stick, which leaves when the vault is saved.
func (d *device) carryOut() error {
	w, h, c := d.w, &d.w.plan.Hand, d.w.hands
	if h.Blocks == 0 || w.quiet || !c.hit(h.Out) {
		return nil
	}
	before := d.session.link.Status()
	n := c.between(1, h.Most)
	sealing, err := d.session.link.SealHand(link.HandMoment{Unlocked: d.now(), Card: 1, Chunk: d.chunk}, n, w.draw)
	if err == link.ErrBundles {
		return nil
	}
	if err != nil {
		return w.broken("a stick can be sealed", err.Error())
	}
	if err := d.moved(before, "sealing by hand"); err != nil {
		return err
	}
	d.session.tags = append(d.session.tags, sealing.Tag)
	st := &stick{to: 1 - d.role, sealing: sealing, serial: w.byHand}
	w.byHand += n
	for i := range n {
		st.boxes = append(st.boxes, i)
		d.session.sealedByHand = append(d.session.sealedByHand, st.serial+i)
	}
	w.tally.Sticks++
	d.session.stick = st
	if w.Fault == StickFirst {
		d.handOver()
	}
	return nil
}

// handOver gives the stick to a courier, who may lose it, be slow, or copy it.
func (d *device) handOver() {
	w, h, c, st := d.w, &d.w.plan.Hand, d.w.hands, d.session.stick
	d.session.stick = nil
	if st == nil {
		return
	}
	for i := range st.boxes {
		if w.OnHand != nil {
			w.OnHand(HandBox{d.role, st.serial + i, st.sealing.Number(i), st.sealing.Epoch, st.sealing, i})
		}
	}
	if c.hit(h.Lost) {
		w.tally.SticksLost++
		return
	}
	st.due = w.now + box.Round(c.between(0, h.Slow))
	w.sticks = append(w.sticks, st)
	if c.hit(h.Twice) {
		again := *st
		again.copied, again.due = true, w.now+box.Round(c.between(0, h.Slow))
		w.sticks = append(w.sticks, &again)
	}
}

// carryIn opens what has come for the device.
func (d *device) carryIn() error {
	w, h, c := d.w, &d.w.plan.Hand, d.w.hands
	for i := 0; i < len(w.sticks); i++ {
		st := w.sticks[i]
		if st.to != d.role || st.due > w.now {
			continue
		}
		w.sticks = slices.Delete(w.sticks, i, i+1)
		i--
		boxes := st.boxes
		if c.hit(h.Cut) && len(boxes) > 1 && !st.copied {
			n := c.between(1, len(boxes)-1)
			rest := *st
			rest.boxes, rest.copied, rest.due = boxes[n:], true, w.now+box.Round(c.between(0, w.plan.PL))
			w.sticks = append(w.sticks, &rest)
			boxes = boxes[:n]
		}
		boxes = slices.Clone(boxes)
		if c.hit(w.plan.Shuffle) {
			c.Shuffle(len(boxes), func(i, k int) { boxes[i], boxes[k] = boxes[k], boxes[i] })
		}
		for _, k := range boxes {
			if err := d.openByHand(st, k); err != nil {
				return err
			}
		}
	}
	return nil
}

// openByHand opens one box of a stick, perhaps after a damaged copy of it.
func (d *device) openByHand(st *stick, k int) error {
	w, c := d.w, d.w.hands
	if c.hit(w.plan.Hand.Scratch) {
		bad := st.sealing.Boxes[k]
		bad[c.IntN(box.Size)] ^= 1 << c.IntN(8)
		got, events := d.session.link.OpenHand(&bad, 1<<20)
		if got == link.Opened {
			return w.broken("a changed box never opens", "one by hand did")
		}
		if err := d.events(w.now, events); err != nil {
			return err
		}
		w.tally.Scratched++
	}
	before := d.session.link.Status()
	got, events := d.session.link.OpenHand(&st.sealing.Boxes[k], w.room())
	if err := d.moved(before, "a carried box"); err != nil {
		return err
	}
	if err := d.checkCarried(st, k, got, before); err != nil {
		return err
	}
	if got == link.Opened {
		d.session.byHand = append(d.session.byHand, st.serial+k)
		w.tally.Carried++
	}
	if err := d.events(w.now, events); err != nil {
		return err
	}
	return d.checkTwice(st, k, got)
}

// moved is the promise that nothing by hand moves a round.
func (d *device) moved(before link.Status, what string) error {
	now := d.session.link.Status()
	if now.Now != before.Now || now.HeardRound != before.HeardRound || now.PeerSealed != before.PeerSealed || now.PeerUnlocked != before.PeerUnlocked {
		return d.w.broken("a box by hand moves no round", what+" did")
	}
	if before.Uncertain && !now.Uncertain {
		return d.w.broken("a box by hand teaches no turn", what+" did")
	}
	return nil
}

// checkCarried is the promise that a box by hand opens once, in its time, and never
// after it.
func (d *device) checkCarried(st *stick, k int, got link.Carried, before link.Status) error {
	w, n := d.w, st.sealing.Number(k)
	block, blocks := int(before.Now)/w.plan.PL, w.plan.Hand.Blocks
	bad := func(what string) error {
		return w.broken("a box by hand opens once, in its time", fmt.Sprintf("%s: %v, block %d in block %d", what, got, n.Block, block))
	}
	old, again := int(n.Block) < block-blocks, slices.Contains(d.session.byHand, st.serial+k)
	switch {
	case old && got != link.NotOurs:
		return bad("too old")
	case old:
		w.tally.TooOld++
	case w.plan.Theft != honest || int(n.Block) > block+1:
	case again && got != link.Again:
		return bad("opened before")
	case again:
		w.tally.CarriedAgain++
	case got != link.Opened && !(got == link.Again && d.session.givenUp):
		return bad("whole")
	}
	return nil
}

// handHead is what a device has seen of a bundle number.
type handHead struct {
	block  uint32
	bundle uint8
	tag    link.Tag
}

// headsSeen is how many sealings by hand a link surely remembers: those with the highest numbers,
// whatever came last.
const headsSeen = 5

func (h handHead) compare(o handHead) int {
	return cmp.Or(cmp.Compare(h.block, o.block), cmp.Compare(h.bundle, o.bundle), bytes.Compare(h.tag[:], o.tag[:]))
}

// checkTwice is the promise that a number that comes with other bytes is told of.
func (d *device) checkTwice(st *stick, k int, got link.Carried) error {
	if got == link.NotOurs {
		return nil
	}
	n := st.sealing.Number(k)
	h := handHead{n.Block, n.Bundle, st.sealing.Tag}
	seen := d.session.heads
	if len(seen) > 0 && seen[len(seen)-1] == h {
		return nil
	}
	highest := slices.Clone(seen)
	slices.SortFunc(highest, handHead.compare)
	highest = slices.Compact(highest)
	for _, s := range highest[max(0, len(highest)-headsSeen):] {
		if s.block == h.block && s.bundle == h.bundle && s.tag != h.tag {
			d.w.tally.GivenTwice++
			if d.session.link.Status().Frozen == link.NotFrozen && !d.alarmed {
				return d.w.broken("a number by hand that is given twice is told of", "it was not")
			}
		}
	}
	d.session.heads = append(seen, h)
	return nil
}
