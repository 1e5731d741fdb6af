package cell

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"bulkhead/report/seal"
)

// sender is a relation as a receiving device sees it, with the device that does.
type seat struct {
	name string
	p    *person
	from TieID
}

// seats returns every pair of standing and relation there is.
func seats(t *testing.T) (*world, map[string]*person, []seat) {
	w, people := seven(t, 7)
	a, b, c, d, g := people["A"], people["B"], people["c"], people["d"], people["g"]
	x, k := w.join(g, Desk, "x"), w.join(d, Desk, "k")
	w.run()
	j := w.join(g, Led, "j")
	for len(j.in[1]) > 0 {
		j.in[1] = j.in[1][1:] // the welcome never arrives
	}
	return w, people, []seat{
		{"joining from its inviter", j, w.tie(j, g)},
		{"member from its lead", c, w.tie(c, a)},
		{"member from its partner", c, w.tie(c, d)},
		{"member from a led", c, w.tie(c, g)},
		{"first founder from the second", a, w.tie(a, b)},
		{"first founder from a led", a, w.tie(a, c)},
		{"second founder from the first", b, w.tie(b, a)},
		{"second founder from a led", b, w.tie(b, people["e"])},
		{"liaison from its desk", d, w.tie(d, k)},
		{"desk from its liaison", x, w.tie(x, g)},
	}
}

// TestWhoMaySendWhat sends every kind of packet, rightly made, from every
// relation to every standing: what is not in the table is refused as not
// allowed and changes nothing.
func TestWhoMaySendWhat(t *testing.T) {
	w, people, all := seats(t)
	var tied, inCells []string
	for _, seat := range all[1:] {
		tied = append(tied, seat.name)
		if !strings.Contains(seat.name, "desk") {
			inCells = append(inCells, seat.name)
		}
	}
	backwards := []string{"member from its lead", "member from a led", "first founder from a led", "second founder from a led",
		"first founder from the second", "second founder from the first", "liaison from its desk"}
	allowed := map[uint8][]string{
		kindWelcome:      {"joining from its inviter"},
		kindKeyOffer:     {"first founder from the second"},
		kindFounderKey:   {"member from its lead", "member from its partner", "second founder from the first", "desk from its liaison"},
		kindText:         {"*"},
		kindIntroduction: {"member from its lead"},
		kindReady:        {"member from a led", "first founder from a led", "second founder from a led"},
		kindNote: {"member from a led", "first founder from a led", "second founder from a led",
			"first founder from the second", "second founder from the first"},
		kindNoteStopped: {"member from its lead"},
		kindReply:       {"member from its lead", "first founder from the second", "second founder from the first"},
		kindNotice: {"member from its lead", "member from its partner",
			"first founder from the second", "second founder from the first"},
		kindRevocation: {"member from its lead", "member from its partner",
			"first founder from the second", "second founder from the first"},
		kindReplyStopped: {"member from a led", "first founder from a led", "second founder from a led",
			"first founder from the second", "second founder from the first"}, // as not asked for
		kindTaken:       {"member from its partner"}, // about the lead; TestWhoMaySayThatWhomWasTaken has the others
		kindLifelineAsk: {"member from a led", "first founder from a led", "second founder from a led"},
		kindStamp: {"member from its lead", "member from its partner",
			"first founder from the second", "second founder from the first"},
		kindCard: tied, kindCardRevoked: tied, kindCardNamed: tied,
		kindLifelineAnswer: inCells, kindLifelineLost: inCells, // answers, to be refused as not asked for
		kindDeskRecord: inCells, kindDeskRevoked: inCells,
		kindReport: {"member from its lead", "member from a led", "first founder from a led", "second founder from a led",
			"first founder from the second", "second founder from the first", "desk from its liaison"},
		kindDeskReached: {"member from a led", "first founder from a led", "second founder from a led",
			"first founder from the second", "second founder from the first", "liaison from its desk"},
		kindDeskReply: backwards, kindReportStopped: backwards, // as not asked for
		kindDeskNamed: {"member from a led", "first founder from a led", "second founder from a led",
			"first founder from the second", "second founder from the first"},
	}
	packets := everyPacket(w, people)
	if len(packets) != kindLast {
		t.Fatalf("%d kinds of packets, want %d", len(packets), kindLast)
	}
	for _, p := range packets {
		for _, seat := range all {
			t.Run(fmt.Sprintf("%T %s", p, seat.name), func(t *testing.T) {
				s := w.saved(seat.p.s)
				effects, err := s.Receive(seat.from, marshal(p), w.now, w.rand)
				w.must(err)
				want := false
				for _, name := range allowed[p.kind()] {
					want = want || name == "*" || name == seat.name
				}
				got := true
				for _, e := range effects {
					if show, ok := e.(Show); ok && show.What == Refused && show.Why == NotAllowed {
						got = false
					}
				}
				if got != want {
					t.Errorf("taken in: %v, want %v", got, want)
				}
				if !got && (!bytes.Equal(w.bytes(s), w.bytes(seat.p.s)) || len(effects) != 1) {
					t.Error("a refused packet had an effect")
				}
			})
		}
	}
}

// everyPacket is one of each kind, rightly signed.
func everyPacket(w *world, people map[string]*person) []packet {
	a, b := people["A"].s, people["B"].s
	id, _ := newID(w.rand)
	offer := &keyOffer{key: b.keys.second}
	offer.sig = sign(&b.key, domainOffer, offer.key.addTo)
	re := &reply{id: id, founder: FirstFounder, number: 1, body: []byte("reply")}
	re.sig = sign(&a.key, domainReply, re.addSigned)
	no := &notice{id: id, founder: FirstFounder, issued: w.now, expires: w.now + 9, body: []byte("notice")}
	no.sig = sign(&a.key, domainNotice, no.addSigned)
	rev := &revocation{id: id, founder: FirstFounder, issued: w.now, expires: w.now + 9}
	rev.sig = sign(&b.key, domainRevocation, rev.addSigned)
	inv := Invitation{Base: w.now, Card: cardOf(group()).Hash()}
	return []packet{
		&welcome{Lead, a.checkIn, keyring{first: a.keys.first}}, offer, a.vouched(), &text{[]byte("text")},
		&introduction{role: Scanner, invitation: inv}, &ready{}, &note{id, []byte("note")}, &noteStopped{stoppedFull, []ID{id}}, re, no, rev,
		&taken{whom: Lead},
		anAsk(w, 1, stepAsker), &lifelineAnswer{id: id}, &lifelineLost{id: id}, &orphan{}, &adoption{base: w.now}, &settled{}, aStamp(w, people["A"]),
		&replyStopped{id, FirstFounder, 1, stoppedFull},
		&newCard{byOne(a, w.now)}, revokedBy(b, 1), &cardNamed{nameOf(byOne(a, w.now), FirstFounder)},
		read(&sealedReport{}, aReport(1, seal.Name{7})), read(&deskReply{}, aReply(1, 7)),
		signedDesk(w, "Central desk", people["A"]), &deskRevoked{[]seal.Revocation{revokedDesk(people["B"], seal.Digest{1}), revokedDesk(people["B"], seal.Digest{2})}},
		&deskReached{seal.Name{7}, w.now + 9}, &reportStopped{stoppedLate, []seal.Way{{1}, {2}}},
		nameOfDesk(people["A"], seal.Digest{3}),
	}
}

// TestEveryFlippedBitOfASignedPacketIsRefused flips each byte of what carries a
// signature: never taken in, never passed on, nothing changed.
func TestEveryFlippedBitOfASignedPacketIsRefused(t *testing.T) {
	w, people := seven(t, 8)
	a, b, c := people["A"], people["B"], people["c"]
	id, _, err := c.s.SendNote("asks", w.now, w.rand)
	w.must(err)
	noKey := w.saved(c.s)
	noKey.keys.both, noKey.keys.second, noKey.keys.vouch = false, PublicKey{}, signature{}
	offered := w.saved(a.s)
	offered.keys.both, offered.keys.second, offered.keys.vouch = false, PublicKey{}, signature{}
	packets := everyPacket(w, people)
	re := packets[kindReply-1].(*reply)
	re.id = id
	re.sig = sign(&a.s.key, domainReply, re.addSigned)
	for _, c := range []struct {
		p    packet
		s    *State
		from TieID
	}{
		{packets[kindKeyOffer-1], offered, w.tie(a, b)},
		{packets[kindFounderKey-1], noKey, w.tie(c, a)},
		{re, c.s, w.tie(c, a)},
		{packets[kindNotice-1], c.s, w.tie(c, a)},
		{packets[kindRevocation-1], c.s, w.tie(c, a)},
		{packets[kindCard-1], c.s, w.tie(c, a)},
		{packets[kindCardRevoked-1], c.s, w.tie(c, a)},
		{packets[kindCardNamed-1], c.s, w.tie(c, a)},
		{signedDesk(w, "Central desk", a, b), c.s, w.tie(c, a)},
		{&deskRevoked{[]seal.Revocation{revokedDesk(a, seal.Digest{1})}}, c.s, w.tie(c, a)},
	} {
		good := marshal(c.p)
		if effects, err := w.saved(c.s).Receive(c.from, good, w.now, w.rand); err != nil || refused(effects) {
			t.Fatalf("%T, unchanged, is refused (%v)", c.p, err)
		}
		dense := func(at int) bool { return *long || len(good) < 1000 || at < 200 || at%37 == 0 } // of a desk's long key some bytes
		for at := 1; at < len(good); at++ {
			if !dense(at) {
				continue
			}
			for _, bit := range []byte{1, 0x80} {
				s := w.saved(c.s)
				bad := bytes.Clone(good)
				bad[at] ^= bit
				effects, err := s.Receive(c.from, bad, w.now, w.rand)
				w.must(err)
				newer := holdsNewer(bad[0], bad[1:]) // what says that it is, is not looked at
				if refused(effects) == newer || len(effects) != 1 || !bytes.Equal(w.bytes(s), w.bytes(c.s)) {
					t.Fatalf("%T with byte %d changed was not refused", c.p, at)
				}
			}
		}
		for n := range good {
			if !dense(n) {
				continue
			}
			effects, err := w.saved(c.s).Receive(c.from, good[:n], w.now, w.rand)
			w.must(err)
			if !refused(effects) {
				t.Fatalf("%T cut to %d bytes was not refused", c.p, n)
			}
		}
	}
}

func refused(effects []Effect) bool {
	for _, e := range effects {
		if show, ok := e.(Show); ok && (show.What == Refused || show.What == IntroductionRefused) {
			return true
		}
	}
	return false
}

// Promise: what a newer program sends, a packet of another kind or with a newer card or
// invitation in it, is told as just that, whoever sends it, and changes nothing. No kind 0 is.
func TestAPacketOfANewerProgramIsToldAndChangesNothing(t *testing.T) {
	w, people := seven(t, 9)
	c := people["c"]
	before := w.bytes(c.s)
	newer := [][]byte{{kindLast + 1, 1, 2, 3}, {100}, {255, 0}}
	for _, p := range everyPacket(w, people) {
		b := marshal(p)
		switch p.kind() {
		case kindCard:
			b[1+1+sigLen+2] = 2
		case kindIntroduction:
			b[1+refLen+1+1] = 9
		default:
			continue
		}
		newer = append(newer, b, append(b, 0))
	}
	if len(newer) != 7 {
		t.Fatalf("%d packets are newer", len(newer))
	}
	for _, message := range newer {
		for _, from := range []string{"A", "d", "g"} {
			effects, err := c.s.Receive(w.tie(c, people[from]), message, w.now, w.rand)
			w.must(err)
			if len(effects) != 1 || effects[0].(Show).What != NewerPacket || effects[0].(Show).Kind != message[0] {
				t.Errorf("kind %d from %s: %v, want that it is newer", message[0], from, effects)
			}
		}
	}
	for _, none := range [][]byte{nil, {0}, {0, 1, 2}} {
		effects, err := c.s.Receive(w.tie(c, people["A"]), none, w.now, w.rand)
		w.must(err)
		if !refused(effects) {
			t.Errorf("%x was taken in: %v", none, effects)
		}
	}
	if !bytes.Equal(before, w.bytes(c.s)) {
		t.Error("the state changed")
	}
}

// Promise: whoever sends a packet learns from its kind who reads it: every kind that this
// program knows came with the first version.
func TestAKindSaysSinceWhichVersionItIs(t *testing.T) {
	for kind := range 256 {
		known := newPacket(uint8(kind)) != nil || kind == 0
		if got := VersionsOn([]byte{uint8(kind), 1}); known != (got == 0) {
			t.Errorf("kind %d: %d versions on, known here: %v", kind, got, known)
		}
	}
}

func TestTheFirstFounderVouchesForOneKeyOnly(t *testing.T) {
	w, people := seven(t, 10)
	a, b := people["A"], people["B"]
	for name, p := range people {
		k, ok := p.s.FounderKeys()
		if !ok[0] || !ok[1] || k[0] != publicOf(&a.s.key) || k[1] != publicOf(&b.s.key) {
			t.Errorf("%s does not know both founders' keys", name)
		}
	}
	key, public, err := newSigningKey(w.rand)
	w.must(err)
	other := &keyOffer{key: public, sig: sign(&key, domainOffer, public.addTo)}
	effects, err := a.s.Receive(w.tie(a, b), marshal(other), w.now, w.rand)
	w.must(err)
	if len(effects) != 1 || effects[0].(Show).Why != OtherKey {
		t.Error("a second key was vouched for")
	}
	forged := &founderKey{public, sign(&a.s.key, domainFounderKey, public.addTo)}
	effects, err = people["c"].s.Receive(w.tie(people["c"], a), marshal(forged), w.now, w.rand)
	w.must(err)
	if len(effects) != 1 || effects[0].(Show).Why != OtherKey {
		t.Error("another key for a known founder was taken in")
	}
}

func TestASecondFounderSignsNothingBeforeBeingVouchedFor(t *testing.T) {
	w := newWorld(t, 11)
	a := w.found("A", group())
	b := w.join(a, Partner, "B")
	w.deliver(end{b, 1})
	if b.s.Standing() != FounderB {
		t.Fatalf("standing %v, want second founder", b.s.Standing())
	}
	if _, _, err := b.s.Issue("x", 1, w.now, w.rand); !errors.Is(err, ErrNotVouched) {
		t.Errorf("%v, want ErrNotVouched", err)
	}
	w.run()
	if _, _, err := b.s.Issue("x", 1, w.now, w.rand); err != nil {
		t.Errorf("vouched for: %v", err)
	}
}
