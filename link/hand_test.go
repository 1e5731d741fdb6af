package link

import (
	"bytes"
	"crypto/cipher"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"golang.org/x/crypto/chacha20poly1305"
	"golang.org/x/crypto/cryptobyte"

	"bulkhead/box"
)

// Why boxes that are carried by hand have chains of their own: a box of a round that
// was opened before its time takes the rounds before it along. The link's reader steps
// to its round, loses what lies more than a pouch's length before it, and freezes on
// the next sealing of the other end, whose number rises while its rounds fall.
func TestABoxOfALaterRoundFreezesALinkWhoseRoundsGoOn(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	p.now += 3
	const ahead = 2 * MinPouch // the farthest that a reader looks
	s := p.sealWith(0, Moment{}, MinPouch)
	carried := s.Writes[MinPouch-1]
	if _, err := p.ends[1].Open(carried.Round, carried.ID, carried.Content, 1<<20); err != nil {
		t.Fatalf("the box of a later round does not open: %v", err)
	}
	if got := p.ends[1].Status().HeardRound; got != carried.Round {
		t.Fatalf("the link has heard round %d, not the carried %d", got, carried.Round)
	}
	p.save(1)
	p.short = true
	for n := 0; p.ends[1].Status().Frozen == NotFrozen; n++ {
		if n > ahead {
			t.Fatal("nothing happened: boxes of rounds may be carried by hand after all")
		}
		p.seal(0)
		p.seal(1)
		p.now++
		p.write(0)
		for _, w := range p.pouch[0].Writes {
			events, err := p.ends[1].Open(w.Round, w.ID, w.Content, 1<<20)
			if err != nil && !errors.Is(err, ErrNotMine) {
				t.Fatal(err)
			}
			p.events[1] = append(p.events[1], keep(events)...)
		}
	}
	if r := p.ends[1].Status().Frozen; r != ReasonPeer {
		t.Errorf("froze for %v, want %v", r, ReasonPeer)
	}
}

// The rounds that are lost on the way are those farther before the carried one than
// a pouch's length: their boxes are nobody's.
func TestABoxOfALaterRoundLosesTheRoundsBefore(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	s := p.sealWith(0, Moment{}, MinPouch)
	early := s.Writes[2]
	p.now += MinPouch + 5 // the writer's clock; the reader's link knows nothing of it
	later := p.sealWith(0, Moment{}, MinPouch).Writes[4]
	if _, err := p.ends[1].Open(later.Round, later.ID, later.Content, 1<<20); err != nil {
		t.Fatalf("the box of a later round does not open: %v", err)
	}
	if _, err := p.ends[1].Open(early.Round, early.ID, early.Content, 1<<20); !errors.Is(err, ErrNotMine) {
		t.Errorf("a box of round %d, after one of round %d was opened: %v, want %v", early.Round, later.Round, err, ErrNotMine)
	}
}

// sealHand seals boxes by hand, saving and restoring the end before they leave.
func (p *pair) sealHand(i, boxes int) *HandSealing {
	p.t.Helper()
	s, err := p.ends[i].SealHand(HandMoment{Unlocked: p.now, Card: 3}, boxes, p.rand)
	if err != nil {
		p.t.Fatalf("sealing by hand: %v", err)
	}
	p.save(i)
	return s
}

// carry opens boxes that were carried to one end, and saves it.
func (p *pair) carry(i int, boxes ...*box.Content) (results map[Carried]int) {
	p.t.Helper()
	results = map[Carried]int{}
	for _, c := range boxes {
		r, events := p.ends[i].OpenHand(c, 1<<20)
		results[r]++
		p.events[i] = append(p.events[i], keep(events)...)
	}
	p.save(i)
	return results
}

// all returns the boxes of a sealing.
func (s *HandSealing) all() (boxes []*box.Content) {
	for i := range s.Boxes {
		boxes = append(boxes, &s.Boxes[i])
	}
	return boxes
}

// handPair is two ends in epoch 1 whose rounds do not go on.
func handPair(t testing.TB) *pair {
	p := newPair(t, MinPouch)
	p.secure(1)
	return p
}

// send writes a message at one end.
func (p *pair) send(i int, m []byte) MessageID {
	p.t.Helper()
	id, err := p.ends[i].Send(m, testBase+1000)
	if err != nil {
		p.t.Fatal(err)
	}
	return id
}

// What is carried counts like what came by the drop: it arrives whole, once, in
// order, and is receipted, by hand as well.
func TestWhatIsCarriedArrivesWholeOnceAndIsReceipted(t *testing.T) {
	p := handPair(t)
	texts := [][]byte{message("short", 100), message("long", 30000), message("last", 5)}
	for _, m := range texts {
		p.send(0, m)
	}
	n := p.ends[0].HandBoxes()
	s := p.sealHand(0, n)
	for _, o := range p.ends[0].Outbox() {
		if !o.Carried {
			t.Errorf("message %d is not said to be carried", o.ID)
		}
	}
	boxes := s.all()
	rand.New(p.rand).Shuffle(n, func(i, k int) { boxes[i], boxes[k] = boxes[k], boxes[i] })
	if got := p.carry(1, boxes...); got[Opened] != n {
		t.Fatalf("of %d boxes: %v", n, got)
	}
	got := p.delivered(1)
	if len(got) != len(texts) {
		t.Fatalf("%d messages delivered, want %d", len(got), len(texts))
	}
	for i := range got {
		if !bytes.Equal(got[i], texts[i]) {
			t.Errorf("message %d came otherwise", i)
		}
	}
	if got := p.carry(1, boxes...); got[Again] != n || len(p.delivered(1)) != len(texts) {
		t.Errorf("the same stick again: %v, %d messages", got, len(p.delivered(1)))
	}
	p.carry(0, p.sealHand(1, 1).all()...)
	for id := range texts {
		if p.count(0, Confirmed{MessageID(id + 1)}) != 1 {
			t.Errorf("message %d was not confirmed once", id+1)
		}
	}
}

// A box by hand moves no round, teaches no turn, and reuses nothing of a pouch.
func TestACarriedBoxMovesNoRound(t *testing.T) {
	p := handPair(t)
	p.send(0, message("by hand", 3000))
	still := func(l *Link) []byte { // all of it that a round moves
		b := cryptobyte.NewBuilder(nil)
		l.out.save(b)
		l.in.save(b)
		for _, n := range []uint32{uint32(l.now), uint32(l.floor), l.echo.lo, l.echo.hi, l.last, uint32(l.bad), l.badAt, uint32(len(l.outbox.placed))} {
			b.AddUint32(n)
		}
		for i := range l.peers {
			l.peers[i].save(b)
		}
		return b.BytesOrPanic()
	}
	writer := still(p.ends[0])
	s := p.sealHand(0, 4)
	if !bytes.Equal(still(p.ends[0]), writer) {
		t.Error("sealing by hand moved a round")
	}
	p.ends[1].bad, p.ends[1].badAt = 2, testBase
	reader := still(p.ends[1])
	if got := p.carry(1, s.all()...); got[Opened] != 4 || len(p.delivered(1)) != 1 {
		t.Fatalf("%v, %d messages", got, len(p.delivered(1)))
	}
	if !bytes.Equal(still(p.ends[1]), reader) {
		t.Error("opening a carried box moved a round")
	}
	for range 3 * MinPouch { // and rounds go on as if nothing had been
		p.round()
	}
	for i, l := range p.ends {
		if l.Status().Frozen != NotFrozen || l.Status().HeardRound != p.now {
			t.Errorf("end %d: frozen %v, heard %d in round %d", i, l.Status().Frozen, l.Status().HeardRound, p.now)
		}
	}
}

// Whatever is missing of a stick may still come, from a copy of it; whatever was opened
// opens no more.
func TestWhatIsMissingOfAStickMayStillCome(t *testing.T) {
	for seed := range uint64(20) {
		p, c := handPair(t), rand.New(rand.NewPCG(seed, 1))
		var boxes []*box.Content
		for range 1 + c.IntN(3) {
			boxes = append(boxes, p.sealHand(0, 1+c.IntN(12)).all()...)
		}
		done := map[int]bool{}
		for range 6 {
			for _, i := range c.Perm(len(boxes)) {
				if c.IntN(2) > 0 {
					continue
				}
				want := Opened
				if done[i] {
					want = Again
				}
				if got, _ := p.ends[1].OpenHand(boxes[i], 1<<20); got != want {
					t.Fatalf("seed %d: box %d: %v, want %v", seed, i, got, want)
				}
				done[i] = true
			}
			if p.ends[1].hand.keys() <= maxHandKeys {
				p.save(1)
			}
		}
	}
}

// A saved link keeps few of the keys passed over; the highest numbers stay.
func TestFewKeysPassedOverAreSaved(t *testing.T) {
	p := handPair(t)
	s := p.sealHand(0, 100)
	if got := p.carry(1, &s.Boxes[99]); got[Opened] != 1 {
		t.Fatal(got)
	}
	if n := p.ends[1].hand.keys(); n != maxHandKeys {
		t.Fatalf("%d keys saved, want %d", n, maxHandKeys)
	}
	// one is of what remains of the block
	gone := 99 - (maxHandKeys - 1)
	if got := p.carry(1, s.all()...); got[Again] != gone+1 || got[Opened] != 99-gone {
		t.Errorf("%v, want %d given up", got, gone)
	}
	if got := p.carry(1, p.sealHand(0, 1).all()...); got[Opened] != 1 {
		t.Error("the next bundle does not open")
	}
}

// A courier can change nothing: every byte of a box counts, and a changed one leaves
// no trace.
func TestNoByteOfACarriedBoxCanBeChanged(t *testing.T) {
	p := handPair(t)
	p.send(0, message("text", 2000))
	s := p.sealHand(0, 1)
	before := p.saved(1)
	for i := range s.Boxes[0] {
		c := s.Boxes[0]
		c[i] ^= 1 << (i % 8)
		want := Damaged
		if i < bodyTop {
			want = NotOurs
		}
		if got, events := p.ends[1].OpenHand(&c, 1<<20); got != want || len(events) > 0 {
			t.Fatalf("byte %d: %v, %d events", i, got, len(events))
		}
	}
	var noise box.Content
	p.rand.Read(noise[:])
	for _, c := range []*box.Content{{}, &noise} {
		if got, events := p.ends[1].OpenHand(c, 1<<20); got != NotOurs || len(events) > 0 {
			t.Error("noise was taken for a box")
		}
	}
	// what one's own hand sealed is nobody's on the way back
	if got, _ := p.ends[0].OpenHand(&s.Boxes[0], 1<<20); got != NotOurs {
		t.Errorf("one's own box: %v", got)
	}
	if again := p.ends[1].hand.heard; len(again) != 1 {
		t.Fatalf("%d sealings noted", len(again))
	}
	p.ends[1].hand.heard, p.ends[1].echo = nil, sealed{} // a head that opens is heard, whatever its body
	l, _ := Unmarshal(before)
	l.echo = sealed{}
	if !bytes.Equal(mustMarshal(p.ends[1]), mustMarshal(l)) {
		t.Error("a changed box changed the link")
	}
	if got := p.carry(1, s.all()...); got[Opened] != 1 {
		t.Error("the box itself does not open any more")
	}
}

// A head belongs to its body: parts of two boxes make none, of one number neither.
func TestPartsOfTwoBoxesMakeNone(t *testing.T) {
	p := handPair(t)
	old := p.saved(0)
	one := p.sealHand(0, 2)
	p.ends[0], _ = Unmarshal(old)
	two := p.sealHand(0, 2) // the same numbers, by a device that was put back
	for _, pair := range [][2]*box.Content{{&one.Boxes[0], &one.Boxes[1]}, {&one.Boxes[0], &two.Boxes[0]}} {
		c := *pair[0]
		copy(c[bodyTop:], pair[1][bodyTop:])
		if got, _ := p.ends[1].OpenHand(&c, 1<<20); got != Damaged {
			t.Errorf("a box of two parts: %v", got)
		}
	}
}

// A device that was put back gives a number twice: whoever gets both freezes, opened or
// not, in whichever order they come.
func TestANumberGivenTwiceFreezes(t *testing.T) {
	for name, which := range map[string][2]int{"the same box": {0, 0}, "another of the bundle": {0, 1}} {
		for _, save := range []bool{false, true} {
			p := handPair(t)
			old := p.saved(0)
			one := p.sealHand(0, 2)
			p.ends[0], _ = Unmarshal(old)
			p.send(0, []byte("other bytes"))
			two := p.sealHand(0, 2)
			p.carry(1, &one.Boxes[which[0]])
			if save {
				p.save(1)
			}
			p.carry(1, &two.Boxes[which[1]])
			if got := p.ends[1].Status().Frozen; got != ReasonPeer {
				t.Errorf("%s, saved %t: frozen %v, want %v", name, save, got, ReasonPeer)
			}
		}
	}
}

// One count for sealings of both kinds: a copy that speaks by sticks alone meets the
// rounds of the original.
func TestACopyThatSpeaksBySticksIsSeen(t *testing.T) {
	p := handPair(t)
	old := p.saved(0)
	p.rounds(3)
	l, err := Unmarshal(old)
	if err != nil {
		t.Fatal(err)
	}
	s, err := l.SealHand(HandMoment{}, 1, p.rand)
	if err != nil {
		t.Fatal(err)
	}
	p.carry(1, s.all()...)
	if got := p.ends[1].Status().Frozen; got != ReasonPeer {
		t.Errorf("a stick of a copy: %v, want %v", got, ReasonPeer)
	}

	// the other way: the rounds of whoever was put back meet the sticks
	p = handPair(t)
	old = p.saved(0)
	p.carry(1, p.sealHand(0, 1).all()...)
	p.ends[0], _ = Unmarshal(old)
	p.rounds(2)
	if got := p.ends[1].Status().Frozen; got != ReasonPeer {
		t.Errorf("rounds of a device put back: %v, want %v", got, ReasonPeer)
	}

	// and the original hears from the other end of a sealing that it never made
	p = handPair(t)
	l, _ = Unmarshal(p.saved(0))
	if s, err = l.SealHand(HandMoment{}, 1, p.rand); err != nil {
		t.Fatal(err)
	}
	if got := p.carry(1, s.all()...); got[Opened] != 1 {
		t.Fatal(got)
	}
	p.carry(0, p.sealHand(1, 1).all()...)
	if got := p.ends[0].Status().Frozen; got != ReasonEcho {
		t.Errorf("an echo by hand of a copy's stick: %v, want %v", got, ReasonEcho)
	}
}

// A pair that sits together without a network stands in epoch 1 after three passes,
// and texts travel with the third. By hand alone no second step follows: nothing heals.
func TestAJoiningPairIsSecureAfterThreePassesAndHealsByNoFurther(t *testing.T) {
	p := newPair(t, MinPouch)
	p.send(0, []byte("hello"))
	pass := func(from int) {
		t.Helper()
		if got := p.carry(1-from, p.sealHand(from, 2).all()...); got[Opened] != 2 {
			t.Fatalf("a pass: %v", got)
		}
	}
	pass(0) // PK
	pass(1) // CT
	if got := len(p.delivered(1)); got != 0 {
		t.Error("a text travelled in epoch 0")
	}
	pass(0) // a box of epoch 1
	for i := range p.ends {
		if e, _, ok := p.ends[i].Words(); !ok || e != 1 {
			t.Errorf("end %d: words of epoch %d, %t", i, e, ok)
		}
	}
	if got := p.delivered(1); len(got) != 1 || string(got[0]) != "hello" {
		t.Errorf("%d texts after the third pass", len(got))
	}
	passes, steps := 0, uint32(1)
	for range 12 * MinPouch { // pouches are sealed too, and nobody hears of them
		p.now++
		for i := range p.ends {
			p.seal(i)
			p.send(i, []byte("by hand"))
			p.carry(1-i, p.sealHand(i, 1).all()...)
			passes++
		}
		steps = max(p.ends[0].ladder.epoch, p.ends[1].ladder.epoch)
	}
	if steps != 1 {
		t.Errorf("epoch %d by hand alone", steps)
	}
	t.Logf("%d passes in %d rounds with no network: %d step, at the beginning; nothing heals after it", passes, 12*MinPouch, steps)
	if n := len(p.delivered(1)); n != 1+12*MinPouch {
		t.Errorf("%d texts arrived, want %d", n, 1+12*MinPouch)
	}
	// when the net is back, rounds are in epoch 1 and steps go on
	p.secure(3)
}

// A step that was begun by rounds may end by hand, and the other way round.
func TestAStepMayBeCarried(t *testing.T) {
	p := handPair(t)
	for want := uint32(2); want < 6; want++ {
		for n := 0; !p.ends[0].ladder.making && !p.ends[1].ladder.making; n++ {
			if n > 40 {
				t.Fatal("no step is begun")
			}
			p.now++ // the writes of this round are lost
			p.seal(0)
			p.seal(1)
		}
		maker := 0
		if p.ends[1].ladder.making {
			maker = 1
		}
		p.carry(1-maker, p.sealHand(maker, 1).all()...)
		p.carry(maker, p.sealHand(1-maker, 1).all()...)
		for i := range p.ends {
			if got := p.ends[i].ladder.epoch; got != want {
				t.Fatalf("end %d is in epoch %d, want %d", i, got, want)
			}
		}
		p.rounds(3 * MinPouch) // turns are taught by rounds
		for i := range p.ends {
			if r := p.ends[i].Status().Frozen; r != NotFrozen {
				t.Fatalf("end %d froze: %v", i, r)
			}
		}
		if n := p.ends[0].ladder.epoch; n > want {
			want = n
		}
	}
}

// A block's keys are there from a block before it to H blocks after, and no longer.
func TestABlockHasItsTime(t *testing.T) {
	p := handPair(t)
	at := func(l *Link, blocks int) { // moves the clock of an end
		p.now += box.Round(blocks * MinPouch)
		if _, err := l.Seal(Moment{Now: p.now, Floor: p.now, ClockOK: true}, p.rand); err != nil {
			t.Fatal(err)
		}
	}
	for late := range testHand + 3 {
		p.now = box.Round(p.ends[0].now)
		s := p.sealHand(0, 2)
		old, now := p.saved(1), p.now
		if late > 0 {
			at(p.ends[1], late)
		}
		want := Opened
		if late > testHand {
			want = NotOurs
		}
		if got := p.carry(1, &s.Boxes[1]); got[want] != 1 {
			t.Errorf("%d blocks late: %v, want %v", late, got, want)
		}
		if late > testHand { // nor with all that the link has kept
			l, _ := Unmarshal(p.saved(1))
			l.now = int64(now)
			if got, _ := l.OpenHand(&s.Boxes[0], 1<<20); got != NotOurs {
				t.Errorf("a copy saved %d blocks later: %v", late, got)
			}
		}
		p.ends[1], _ = Unmarshal(old)
	}
	// the other's clock is ahead
	for ahead := range 4 {
		l, _ := Unmarshal(p.saved(0))
		p.now = box.Round(p.ends[0].now)
		if ahead > 0 {
			at(l, ahead)
		}
		s, err := l.SealHand(HandMoment{}, 1, p.rand)
		if err != nil {
			t.Fatal(err)
		}
		want := Opened
		if ahead > 1 {
			want = NotOurs
		}
		r, _ := Unmarshal(p.saved(1))
		if got, _ := r.OpenHand(&s.Boxes[0], 1<<20); got != want {
			t.Errorf("%d blocks ahead: %v, want %v", ahead, got, want)
		}
	}
}

// Sticks travel while rounds go on: one that was sealed in any epoch opens as long as
// its block does, and no link keeps more hand epochs than it may.
func TestASlowStickOpensWhateverStepsWereMadeMeanwhile(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	type stick struct {
		to    int
		boxes []*box.Content
		at    box.Round
		block uint32
	}
	var sticks []stick
	c := rand.New(rand.NewPCG(3, 3))
	opened, epochs := 0, map[uint32]bool{}
	for range 30 * MinPouch {
		p.round()
		for i := range p.ends {
			if n := len(p.ends[i].hand.in); n > maxHandEpochs || len(p.ends[i].hand.out.epochs) > 2 {
				t.Fatalf("%d hand epochs kept", n)
			}
			if c.IntN(12) == 0 {
				epochs[p.ends[i].hand.out.epochs[0].e] = true
				s := p.sealHand(i, 1)
				sticks = append(sticks, stick{1 - i, s.all(), p.now + box.Round(c.IntN(testHand*MinPouch)), s.First.Block})
			}
		}
		for k := 0; k < len(sticks); k++ {
			s := sticks[k]
			if s.at > p.now {
				continue
			}
			if got := p.carry(s.to, s.boxes...); got[Opened] != 1 {
				t.Fatalf("round %d: a stick of block %d: %v", p.now, s.block, got)
			}
			opened++
			sticks = slices.Delete(sticks, k, k+1)
			k--
		}
	}
	t.Logf("%d sticks opened, sealed in %d hand epochs of %d", opened, len(epochs), p.ends[0].ladder.epoch)
	if opened < 50 || len(epochs) < 10 {
		t.Error("too few: little was shown")
	}
}

// A copy of a device opens no box by hand that it opened before, and none that it sealed.
func TestACopyRevealsNoBoxByHandThatIsClosed(t *testing.T) {
	p := handPair(t)
	one, two := p.sealHand(0, 3), p.sealHand(0, 3)
	p.carry(1, &one.Boxes[0], &two.Boxes[1])
	thieves := map[string]*Thief{}
	for i, name := range []string{"writer", "reader"} {
		thief, err := NewThief(p.saved(i))
		if err != nil {
			t.Fatal(err)
		}
		thieves[name] = thief
	}
	for k := range one.Boxes {
		for s, sealing := range []*HandSealing{one, two} {
			n := sealing.Number(k)
			if thieves["writer"].OpensHand(Shower, n, &sealing.Boxes[k]) {
				t.Errorf("a copy of the writer opens %v", n)
			}
			want := !(s == 0 && k == 0 || s == 1 && k == 1)
			if got := thieves["reader"].OpensHand(Shower, n, &sealing.Boxes[k]); got != want {
				t.Errorf("a copy of the reader opens %v: %t, want %t", n, got, want)
			}
		}
	}
}

// A thief of everything opens nothing that is sealed by hand under a later hand epoch.
func TestBoxesByHandHealWithTheNextHandEpoch(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(2)
	var thieves []*Thief
	for i := range p.ends {
		thief, err := NewThief(p.saved(i))
		if err != nil {
			t.Fatal(err)
		}
		thieves = append(thieves, thief)
	}
	stolen := p.ends[0].ladder.epoch + 1 // at most
	healed, open := 0, 0
	for range 8 * MinPouch {
		p.round()
		s := p.sealHand(0, 1)
		e := p.ends[0].hand.out.epochs[0].e
		for _, thief := range thieves {
			opens := thief.OpensHand(Shower, s.First, &s.Boxes[0])
			if opens && e > stolen {
				t.Fatalf("a thief of epoch %d opens a box by hand of epoch %d", stolen, e)
			}
			if opens {
				open++
			} else {
				healed++
			}
		}
		if p.ends[0].hand.out.bundle == HandBundles {
			break
		}
	}
	t.Logf("%d boxes open to a thief, %d after the next hand epoch closed to him", open, healed)
	if open == 0 || healed == 0 {
		t.Error("nothing was shown")
	}
}

// From a hand epoch that has ended nothing is taken but cells: whoever copied it can
// neither begin a step, nor receipt, nor move the stream.
func TestOfAnEpochThatHasEndedCellsAloneAreTaken(t *testing.T) {
	p := handPair(t)
	copied := p.saved(0)
	first := p.ends[0].hand.out.epochs[0].e
	ended := func() bool {
		return slices.ContainsFunc(p.ends[1].hand.in, func(r handReader) bool { return r.e == first && r.last != endless })
	}
	for n := 0; !ended(); n++ {
		if n > 200 {
			t.Fatal("the hand epoch never ends")
		}
		p.round()
	}
	thief, _ := Unmarshal(copied)
	thief.inbox.next, thief.gen = 1, 0
	if thief.hand.out.epochs[0].e != first {
		t.Fatal("the copy is of another epoch")
	}
	thief.outbox.end, thief.outbox.peer = 9, 9 // base 9: so that the stream would jump
	thief.ladder.making, thief.ladder.pk = true, make([]byte, pkPayload)
	s, err := thief.SealHand(HandMoment{}, 1, p.rand)
	if err != nil {
		t.Fatal(err)
	}
	l := p.ends[1]
	l.peers, l.hand.heard = nil, nil // what is known of sealings would show it at once
	next, epoch := l.inbox.next, l.ladder.epoch
	got, events := l.OpenHand(&s.Boxes[0], 1<<20)
	if got != Opened {
		t.Fatalf("a box of the ended epoch: %v", got)
	}
	for _, e := range events {
		if _, ok := e.(ByHand); !ok {
			t.Errorf("it brings %T", e)
		}
	}
	if l.inbox.next != next || l.ladder.epoch != epoch || l.reason != NotFrozen {
		t.Error("it moved the stream, or began a step, or froze the link")
	}
}

// Numbers are used up in order, a bundle number for every 1,024 boxes.
func TestNumbersOfBundlesAreUsedUp(t *testing.T) {
	p := handPair(t)
	s := p.sealHand(0, MaxHandBoxes)
	if got := s.Number(MaxHandBoxes - 1); got != (Number{s.First.Block, s.First.Bundle + 7, HandBoxes - 1}) {
		t.Errorf("the last of 8,192 boxes is %v", got)
	}
	if got := p.carry(1, &s.Boxes[MaxHandBoxes-1], &s.Boxes[1024], &s.Boxes[0]); got[Opened] != 3 {
		t.Errorf("three boxes of a large stick: %v", got)
	}
	for n := uint8(8); n < HandBundles; n++ {
		if s := p.sealHand(0, 1); s.First.Bundle != n || s.First.Box != 0 {
			t.Fatalf("bundle %d, want %d", s.First.Bundle, n)
		}
	}
	before := p.saved(0)
	if _, err := p.ends[0].SealHand(HandMoment{}, 1, p.rand); !errors.Is(err, ErrBundles) {
		t.Errorf("the 65th bundle: %v", err)
	}
	if !bytes.Equal(before, p.saved(0)) {
		t.Error("a refused sealing changed the link")
	}
	p.now += MinPouch
	p.seal(0)
	if s := p.sealHand(0, HandBoxes+1); s.First.Bundle != 0 || p.ends[0].hand.out.bundle != 2 {
		t.Errorf("the next block begins with bundle %d", s.First.Bundle)
	}
	for boxes, want := range map[int]error{0: ErrHandBoxes, MaxHandBoxes + 1: ErrHandBoxes} {
		if _, err := p.ends[0].SealHand(HandMoment{}, boxes, p.rand); !errors.Is(err, want) {
			t.Errorf("%d boxes: %v", boxes, err)
		}
	}
}

// A link without blocks for it carries nothing, and a frozen one its flag alone.
func TestWhoCarriesNothing(t *testing.T) {
	p := handPair(t)
	_, secret := vectorParams(Shower)
	l, err := Start(Params{Role: Scanner, Base: testBase, PouchRounds: MinPouch}, secret)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.SealHand(HandMoment{}, 1, p.rand); !errors.Is(err, ErrNoHand) {
		t.Errorf("sealing: %v", err)
	}
	s := p.sealHand(0, 1)
	if got, _ := l.OpenHand(&s.Boxes[0], 1<<20); got != NotOurs {
		t.Errorf("opening: %v", got)
	}

	p.send(0, []byte("never"))
	p.ends[0].Freeze(ReasonConflict)
	s = p.sealHand(0, 2)
	p.carry(1, s.all()...)
	if got := p.ends[1].Status().Frozen; got != ReasonTold || len(p.delivered(1)) != 0 {
		t.Errorf("the other end of a frozen link: %v, %d messages", got, len(p.delivered(1)))
	}
	e, ok := p.events[1][len(p.events[1])-3].(ByHand)
	if !ok || !e.PeerFrozen || !e.Clone || e.Card != 3 {
		t.Errorf("%+v", p.events[1])
	}
}

// Whoever has the right keys and keeps to no rule costs the other end nothing that it
// has not set aside for this link.
func TestAHostilePeerByHand(t *testing.T) {
	p := handPair(t)
	hostile := p.ends[0]
	for _, far := range []int{MaxHandBoxes, 2000, 1} {
		for range 2 {
			s, err := hostile.SealHand(HandMoment{}, far, p.rand)
			if err != nil {
				t.Fatal(err)
			}
			if got, _ := p.ends[1].OpenHand(&s.Boxes[far-1], 1<<20); got != Opened {
				t.Fatal(got)
			}
			if n := p.ends[1].hand.keys(); n > maxLooseKeys {
				t.Fatalf("%d keys in memory", n)
			}
		}
	}
	if n := len(p.saved(1)); n > MaxBare(MinPouch)+HandCost {
		t.Errorf("%d bytes saved, more than %d", n, MaxBare(MinPouch)+HandCost)
	}
	p.save(1)
	// heads that say what cannot be
	for name, spoil := range map[string]func(h []byte){
		"another block": func(h []byte) { h[handNumberAt+3]++ }, "a bundle of 64": func(h []byte) { h[handNumberAt+4] = HandBundles },
		"a box beyond the count": func(h []byte) { h[handNumberAt+6]++ }, "no box": func(h []byte) { h[handCountAt], h[handCountAt+1] = 0, 0 },
		"1,025 boxes": func(h []byte) { h[handCountAt], h[handCountAt+1] = 4, 1 }, "another epoch": func(h []byte) { h[15]++ }, "no gen": func(h []byte) { clear(h[20:24]) },
	} {
		before := p.saved(1)
		c := hostileHead(t, hostile, p, spoil)
		if got, events := p.ends[1].OpenHand(c, 1<<20); got != NotOurs || len(events) > 0 || !bytes.Equal(before, p.saved(1)) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// openedHead opens the head of a box that an end sealed, and returns its cipher.
func openedHead(t testing.TB, l *Link, c *box.Content, n Number) ([]byte, cipher.AEAD) {
	t.Helper()
	key := l.hand.out.epochs[0].headOf(&l.kdf, n.Block)
	a, err := chacha20poly1305.NewX(key.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	head, err := a.Open(nil, c[:nonceSize], c[headAt:bodyTop], bindHandHead(&l.kdf, c, l.out.number, n.Block))
	if err != nil {
		t.Fatal(err)
	}
	return head, a
}

// hostileHead seals one box and then another head for it.
func hostileHead(t *testing.T, l *Link, p *pair, spoil func([]byte)) *box.Content {
	t.Helper()
	b := mustMarshal(l)
	s, err := l.SealHand(HandMoment{}, 1, p.rand)
	if err != nil {
		t.Fatal(err)
	}
	again, _ := Unmarshal(b)
	c := &s.Boxes[0]
	head, a := openedHead(t, again, c, s.First)
	spoil(head)
	a.Seal(c[headAt:headAt], c[:nonceSize], head, bindHandHead(&again.kdf, c, 0, s.First.Block))
	return c
}

// The two may meet at the very end of a block: the step's base is then in the block
// before the one in which boxes can travel.
func TestAPairMayMeetAtTheEndOfABlock(t *testing.T) {
	for base := box.Round(testBase - 2); base < testBase+MinPouch; base++ {
		p := newPair(t, MinPouch)
		_, secret := vectorParams(Shower)
		for i := range p.ends {
			var err error
			if p.ends[i], err = Start(Params{Role(i), nil, base, MinPouch, testHand}, secret); err != nil {
				t.Fatal(err)
			}
		}
		for pass := range 4 {
			if got := p.carry(1-pass%2, p.sealHand(pass%2, 1).all()...); got[Opened] != 1 {
				t.Fatalf("base %d, pass %d: %v", base, pass, got)
			}
		}
		p.now = base
		p.rounds(2 * MinPouch)
		for i := range p.ends {
			if s := p.ends[i].Status(); s.Frozen != NotFrozen || s.Epoch == 0 {
				t.Errorf("base %d, end %d: frozen %v, epoch %d", base, i, s.Frozen, s.Epoch)
			}
		}
	}
}

// A saved placement keeps 16 bits of a number, which lies near the other end's next.
func TestNumbersNearAreFoundAgain(t *testing.T) {
	for _, base := range []uint32{0, 1, 0x7fff, 0x8000, 0xffff, 0x10000, 0x12345678, lastCell} {
		for _, off := range []int64{-0x8000, -4608, -1, 0, 1, window + maxCells, 0x7fff} {
			if n := int64(base) + off; n >= 0 && near(base, uint16(n)) != uint32(n) {
				t.Errorf("%d, near %d, is found as %d", n, base, near(base, uint16(n)))
			}
		}
	}
}

// A parcel goes by hand as well: in several small sticks, of which one is lost, behind
// the stream, and each sealing goes on where the one before ended.
func TestAParcelGoesByHandInSeveralSticks(t *testing.T) {
	p := newPosts(t, MinPouch)
	for i := range p.ends {
		p.take(i)
	}
	const length, boxes = 100_000, 16 // 78 chunks, two sticks of 48 cells at least
	id, first := p.send(0, length, testBase+1000)
	if n := p.ends[0].HandBoxes(); n != (78+1+boxCells-1)/boxCells {
		t.Errorf("%d boxes for a parcel of 78 chunks and its manifest", n)
	}
	sticks := 0
	carried := func(from int, lost bool) {
		t.Helper()
		before := slices.Clone(p.ends[from].outbox.parcels)
		s, err := p.ends[from].SealHand(HandMoment{Chunk: p.chunk(from)}, boxes, p.rand)
		if err != nil {
			t.Fatal(err)
		}
		for i, q := range p.ends[from].outbox.parcels {
			if q.sealed != before[i].sealed {
				t.Error("a parcel by hand is said to be in the pouch")
			}
		}
		p.save(from)
		if lost {
			return
		}
		l := p.ends[1-from]
		l.SetParcelRoom(p.room[1-from])
		for i := range s.Boxes {
			got, events := l.OpenHand(&s.Boxes[i], 1<<20)
			if got != Opened {
				t.Fatal(got)
			}
			p.events[1-from] = append(p.events[1-from], events...)
		}
		p.take(1 - from)
		p.save(1 - from)
		p.events[1-from] = slices.DeleteFunc(p.events[1-from], func(e Event) bool { _, chunk := e.(Chunk); _, news := e.(Announced); return chunk || news })
	}
	for ; p.whole[1][first] == nil; sticks++ {
		if sticks > 5 {
			t.Fatalf("not whole after %d sticks: %d chunks came", sticks, p.chunks)
		}
		if sticks == 1 { // the writer hears what has come, and that one text more is there
			p.pair.send(0, message("before the chunks", 3000))
			carried(1, false)
		}
		carried(0, sticks == 0)
	}
	if got := p.delivered(1); len(got) != 1 {
		t.Errorf("%d texts came with the parcel", len(got))
	}
	carried(1, false)
	if p.count(0, Confirmed{id}) != 1 {
		t.Error("the parcel was not confirmed by hand")
	}
	t.Logf("%d bytes in %d sticks of %d boxes, one lost; %d chunks came", length, sticks, boxes, p.chunks)
}
