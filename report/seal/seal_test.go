package seal

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	mrand "math/rand/v2"
	"strings"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/internal/seeds"
	"bulkhead/keys"
	"bulkhead/report"
)

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// founder are the private keys of both founders in tests.
var founder = [2]ed25519.PrivateKey{
	ed25519.NewKeyFromSeed(bytes.Repeat([]byte{1}, ed25519.SeedSize)),
	ed25519.NewKeyFromSeed(bytes.Repeat([]byte{2}, ed25519.SeedSize)),
}

func founders() Founders {
	return Founders{founder[0].Public().(ed25519.PublicKey), founder[1].Public().(ed25519.PublicKey)}
}

// desk is a desk with its record, in group 5….
func desk(t testing.TB, n byte) (*Record, *Opener) {
	seed := must[Seed](t)(keys.Of[deskUse](bytes.Repeat([]byte{n}, keys.Size)))
	r := &Record{Group: Group{5}, Issued: 1000, Begins: 1000, Expires: 9000, Public: must[[PublicSize]byte](t)(Public(&seed)), Name: fmt.Sprint("Desk ", n)}
	return r, must[*Opener](t)(NewOpener(&seed, r))
}

func letter(t testing.TB, text string) report.Letter {
	id, key, err := report.NewThread(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return report.LetterOf(report.Report{ID: id, Revision: 1, Kind: report.Site, Type: 1, How: report.Seen, Confidence: report.Sure, Text: text}, key)
}

func sealed(t testing.TB, l report.Letter, to *Record) []byte {
	return must[[]byte](t)(Seal(&l, to))
}

// Promise: a packet has one of two lengths, whatever is in it, and never the same bytes
// twice; the desk opens it.
func TestAPacketHasOneOfTwoLengths(t *testing.T) {
	to, opener := desk(t, 1)
	seen := map[string]bool{}
	for _, size := range []int{0, 1, 500, 2500, 2700, 9000, 10_000} {
		l := letter(t, strings.Repeat("x", size))
		want := ShortPacket
		if size > 2600 {
			want = LongPacket
		}
		for range 2 {
			packet := sealed(t, l, to)
			if len(packet) != want {
				t.Errorf("a text of %d makes %d bytes, want %d", size, len(packet), want)
			}
			body := string(packet[headSize : headSize+64])
			if seen[body] {
				t.Error("the same bytes twice")
			}
			seen[body] = true
			back, err := opener.Open(packet)
			if err != nil || back.Report != l.Report || !back.Key.Equal(&l.Key) {
				t.Fatalf("a text of %d does not open: %v", size, err)
			}
		}
	}
	l := letter(t, strings.Repeat("x", 10_001))
	if _, err := Seal(&l, to); !errors.Is(err, report.ErrText) {
		t.Errorf("a longer text: %v", err)
	}
}

// Promise: a turned hop can change nothing. With any bit of a packet changed, no desk
// opens it.
func TestATurnedHopChangesNoPacket(t *testing.T) {
	to, opener := desk(t, 1)
	packet := sealed(t, letter(t, "canary"), to)
	for at := range packet {
		if at > headSize+40 && at < len(packet)-40 && at%7 != 0 {
			continue // every seventh byte within the encapsulation and the seal
		}
		packet[at] ^= 1 << (at % 8)
		if _, err := opener.Open(packet); err == nil {
			t.Fatalf("with byte %d changed it opens", at)
		}
		packet[at] ^= 1 << (at % 8)
	}
	if _, err := opener.Open(packet); err != nil {
		t.Fatalf("the control does not open: %v", err)
	}
	for _, n := range []int{0, 1, headSize, ShortPacket - 1, ShortPacket + 1, LongPacket} {
		if _, err := opener.Open(make([]byte, n)); !errors.Is(err, ErrPacket) {
			t.Errorf("%d zero bytes: %v", n, err)
		}
	}
	newer := bytes.Clone(packet)
	newer[1] = 2
	if _, err := opener.Open(newer); !errors.Is(err, ErrNewer) {
		t.Errorf("a newer packet: %v", err)
	}
	if _, err := WayOf(newer); err != nil {
		t.Errorf("a hop does not pass on a newer packet: %v", err)
	}
}

// Promise: a turned hop reads nothing and cannot tell what a packet is: but for the name of
// the desk's key and the length it looks random, whatever is in it.
func TestATurnedHopReadsNothing(t *testing.T) {
	to, _ := desk(t, 1)
	l := letter(t, strings.Repeat("canary", 300))
	packet := sealed(t, l, to)
	for _, secret := range [][]byte{[]byte("canary"), l.ID[:], l.Key.Bytes(), bytes.Repeat([]byte{0}, 16)} {
		if bytes.Contains(packet, secret) {
			t.Error("a packet holds what it hides")
		}
	}
	if name := must[Name](t)(To(packet)); name != must[Digest](t)(to.Digest()).Name() {
		t.Error("a liaison does not see which desk it is for")
	}
	withdrawal := report.Letter{What: report.AWithdrawal, Key: l.Key, ID: l.ID, Revision: 2, Why: report.NotSafe}
	other := sealed(t, withdrawal, to)
	if len(other) != len(packet) || !bytes.Equal(other[:headSize], packet[:headSize]) {
		t.Error("a withdrawal can be told from a report")
	}
}

// Promise: a turned hop cannot lead a packet to another desk, not even to one with the
// same key under another name.
func TestAPacketOpensAtItsOwnDeskOnly(t *testing.T) {
	to, _ := desk(t, 1)
	packet := sealed(t, letter(t, "x"), to)
	_, other := desk(t, 2)
	if _, err := other.Open(packet); !errors.Is(err, ErrNotOurs) {
		t.Errorf("another desk: %v", err)
	}
	seed := must[Seed](t)(keys.Of[deskUse](bytes.Repeat([]byte{1}, keys.Size)))
	renamed := *to
	renamed.Name = "Another desk"
	same := must[*Opener](t)(NewOpener(&seed, &renamed))
	name := must[Digest](t)(renamed.Digest()).Name()
	copy(packet[2:], name[:])
	if _, err := same.Open(packet); !errors.Is(err, ErrNotOurs) {
		t.Errorf("the same key under another name: %v", err)
	}
	if _, err := NewOpener(&seed, must2(desk(t, 2))); !errors.Is(err, ErrSeed) {
		t.Errorf("an opener with another's key: %v", err)
	}
}

func must2(r *Record, _ *Opener) *Record { return r }

// Promise: a way is the packet's own. Two packets never have one, a changed packet has
// another, and the same packet again is the same way, so that it is passed on once.
func TestAWayIsThePacketsOwn(t *testing.T) {
	to, _ := desk(t, 1)
	l := letter(t, "x")
	one, other := sealed(t, l, to), sealed(t, l, to)
	way := must[Way](t)(WayOf(one))
	if way == must[Way](t)(WayOf(other)) {
		t.Error("two packets of one letter have one way: hops could tell a repeat")
	}
	if way != must[Way](t)(WayOf(bytes.Clone(one))) {
		t.Error("a repeat has another way")
	}
	for _, at := range []int{1, 2, 12, len(one) - 1} {
		changed := bytes.Clone(one)
		changed[at] ^= 4
		if got, err := WayOf(changed); err == nil && got == way {
			t.Errorf("byte %d does not count", at)
		}
	}
	if s := fmt.Sprintf("%v %x %d", way, way, way); strings.Contains(s, fmt.Sprintf("%x", way[:4])) {
		t.Error("a way is printed")
	}
}

func reply(t testing.TB, l report.Letter, r Reply) []byte {
	return must[[]byte](t)(SealReply(rand.Reader, &l.Key, l.ID, Way{7}, &r))
}

// words are one reply of each kind.
func replies() []Reply {
	return []Reply{
		{1, SaysAtDesk, 1, 7, ""},
		{2, SaysRead, 1, 7, ""},
		{3, SaysQuestion, 1, 28, "How many floors? " + strings.Repeat("?", MaxReply-17)},
		{4, SaysAnswer, 1, 7, "Thank you."},
		{5, SaysClosed, 1, 0, ""},
	}
}

// Promise: a hop cannot tell a receipt from a question, nor change, make or lead astray a
// reply; the writer alone opens it.
func TestAReplyIsTheWritersAlone(t *testing.T) {
	l, other := letter(t, "x"), letter(t, "y")
	seen := map[string]bool{}
	for _, r := range replies() {
		packet := reply(t, l, r)
		if len(packet) != ReplySize || seen[string(packet)] {
			t.Errorf("reply %d has %d bytes, or was there before", r.Number, len(packet))
		}
		seen[string(packet)] = true
		back, err := OpenReply(&l.Key, l.ID, packet)
		if err != nil || *back != r {
			t.Fatalf("reply %d does not open: %v", r.Number, err)
		}
		way, keep, err := ReplyHead(packet)
		if err != nil || way != (Way{7}) || keep != r.Keep {
			t.Errorf("a hop reads of reply %d %d days, %v", r.Number, keep, err)
		}
		for at := range packet {
			packet[at] ^= 1 << (at % 8)
			if _, err := OpenReply(&l.Key, l.ID, packet); err == nil {
				t.Fatalf("reply %d opens with byte %d changed", r.Number, at)
			}
			packet[at] ^= 1 << (at % 8)
		}
		if _, err := OpenReply(&other.Key, other.ID, packet); !errors.Is(err, ErrNotOurs) {
			t.Errorf("another report's writer opens it: %v", err)
		}
		if _, err := OpenReply(&l.Key, other.ID, packet); !errors.Is(err, ErrNotOurs) {
			t.Errorf("it opens as a reply to another report: %v", err)
		}
	}
	for name, r := range map[string]Reply{
		"number 0":                {0, SaysRead, 1, 7, ""},
		"about nothing":           {1, SaysRead, 0, 7, ""},
		"no word":                 {1, 0, 1, 7, ""},
		"a later word":            {1, 6, 1, 7, ""},
		"kept for ever":           {1, SaysRead, 1, 29, ""},
		"closed and kept":         {1, SaysClosed, 1, 1, ""},
		"ended and not closed":    {1, SaysRead, 1, 0, ""},
		"a receipt that talks":    {1, SaysAtDesk, 1, 7, "x"},
		"a question of nothing":   {1, SaysQuestion, 1, 7, ""},
		"more than a cell":        {1, SaysAnswer, 1, 7, strings.Repeat("x", MaxReply+1)},
		"what a screen must not":  {1, SaysAnswer, 1, 7, "\x1b[2J"},
		"what turns a whole line": {1, SaysAnswer, 1, 7, "\u202e"},
	} {
		if b, err := SealReply(rand.Reader, &l.Key, l.ID, Way{7}, &r); err == nil {
			t.Errorf("%s: %d bytes", name, len(b))
		}
	}
}

// Promise: a hop can hold replies back, repeat and reorder them, but not unseen; no hop's
// word makes a report more than passed on; a stage never goes back.
func TestReordersAndRepeatsOfRepliesAreSeen(t *testing.T) {
	var p Progress
	p.PassedOn(1)
	if p.Stage() != Waiting {
		t.Errorf("what was never sent is %s", p.Stage())
	}
	p.Sent(9)
	p.PassedOn(9)
	if p.Stage() != PassedOn || p.Stage().String() != "passed-on" {
		t.Errorf("passed on is %s", p.Stage())
	}
	all := replies()
	for i := range all {
		all[i].About = 9
	}
	if got := p.Take(&all[2]); got != report.Newest || p.Stage() != ReadThere || p.Order.Missing() != 2 {
		t.Errorf("a question before its receipts is %d, %s, %d missing", got, p.Stage(), p.Order.Missing())
	}
	if got := p.Take(&all[0]); got != report.Late || p.Stage() != ReadThere || p.Order.Missing() != 1 {
		t.Errorf("a late receipt is %d, %s, %d missing", got, p.Stage(), p.Order.Missing())
	}
	if got := p.Take(&all[0]); got != report.Repeat {
		t.Errorf("a receipt again is %d", got)
	}
	if got := p.Take(&all[4]); got != report.Newest || p.Stage() != Closed {
		t.Errorf("the end is %d, %s", got, p.Stage())
	}
	p.Take(&all[1])
	p.PassedOn(9)
	if p.Stage() != Closed || p.Order.Missing() != 1 {
		t.Errorf("what comes after the end makes it %s, %d missing", p.Stage(), p.Order.Missing())
	}
}

// Promise: a revision that a hop dropped is not shown as read because the one before was;
// another text under a number that was heard is told.
func TestARevisionThatWasDroppedIsNotShownAsRead(t *testing.T) {
	var p Progress
	p.Sent(1)
	p.PassedOn(1)
	if got := p.Take(&Reply{1, SaysRead, 1, 7, ""}); got != report.Newest || p.Stage() != ReadThere {
		t.Fatalf("the first is %s", p.Stage())
	}
	p.Sent(2)
	if p.Stage() != Waiting || p.StageOf(1) != ReadThere {
		t.Errorf("a withdrawal before it goes is %s, the report %s", p.Stage(), p.StageOf(1))
	}
	p.PassedOn(2)
	if got := p.Take(&Reply{2, SaysQuestion, 1, 7, "How many?"}); got != report.Newest || p.Stage() != PassedOn {
		t.Errorf("a withdrawal that a hop dropped is %s", p.Stage())
	}
	if got := p.Take(&Reply{3, SaysAtDesk, 3, 7, ""}); got != report.Foreign || p.Order.Newest() != 2 {
		t.Errorf("a word on what was never sent is %d", got)
	}
	for n, want := range map[uint16]report.Outcome{1: report.Contradiction, 2: report.Contradiction} {
		if got := p.Take(&Reply{n, SaysClosed, 2, 0, ""}); got != want || p.Stage() != PassedOn {
			t.Errorf("another reply %d is %d, %s", n, got, p.Stage())
		}
	}
	if got := p.Take(&Reply{2, SaysQuestion, 1, 7, "How many?"}); got != report.Repeat {
		t.Errorf("the same again is %d", got)
	}
	if p.Take(&Reply{3, SaysAtDesk, 2, 7, ""}); p.Stage() != AtDesk {
		t.Errorf("the withdrawal that came is %s", p.Stage())
	}
	for n := uint16(4); n < 500; n++ {
		p.Take(&Reply{n, SaysAnswer, 2, 7, "x"})
		p.Sent(n)
		p.PassedOn(n)
	}
	if len(p.heard) > 65 || len(p.passed) > 64 || p.StageOf(2) != ReadThere || p.Stage() != PassedOn {
		t.Errorf("%d replies and %d revisions are kept; the last is %s", len(p.heard), len(p.passed), p.Stage())
	}
	if got := p.Take(&Reply{440, SaysAnswer, 2, 7, "y"}); got != report.Contradiction {
		t.Errorf("another reply as far back as repeats are told is %d", got)
	}
}

// Promise: a way is kept for 14 days, longer only as the desk asks, and ends when it says;
// whatever replies ask that a hop or a captor makes, not longer than 28 days from its
// packet; and no minute of it is found.
func TestAWayIsKeptAsLongAsTheDeskAsks(t *testing.T) {
	came := time.Date(2026, 11, 14, 12, 34, 56, 0, time.FixedZone("", 3*3600))
	midnight := func(day int) time.Time { return time.Date(2026, 11, 15+day, 0, 0, 0, 0, time.UTC) }
	first := Begun(came)
	if !first.Until.Equal(midnight(14)) || !first.Last.Equal(midnight(28)) {
		t.Errorf("a way begins with %v, %v", first.Until, first.Last)
	}
	for minute := range 24 * 60 { // of one day
		if got := Begun(midnight(0).Add(time.Duration(minute-1440)*time.Minute + time.Second)); got != first {
			t.Fatalf("minute %d shows: %v", minute, got)
		}
	}
	for _, c := range []struct {
		keep uint8
		days int
		ok   bool
	}{{1, 14, true}, {14, 14, true}, {15, 15, true}, {28, 28, true}, {255, 28, true}, {0, 0, false}} {
		if l, ok := first.After(came, c.keep); ok != c.ok || ok && (!l.Until.Equal(midnight(c.days)) || l.Last != first.Last) {
			t.Errorf("keep %d: until %v, %t", c.keep, l.Until, ok)
		}
	}
	life, now := first, came
	for n := 0; now.Before(life.Until); n++ {
		var ok bool
		if life, ok = life.After(now, MaxKeep); !ok || n > 60 {
			t.Fatalf("reply %d keeps the way until %v", n, life.Until)
		}
		now = now.Add(12 * time.Hour)
	}
	if !life.Until.Equal(midnight(28)) {
		t.Errorf("forged replies keep a way until %v", life.Until)
	}
}

func signed(t testing.TB, r *Record, by uint8) Signed {
	s := Signed{Record: *r, By: by}
	for i, k := range founder {
		if by>>i&1 == 1 {
			s.Signatures[i] = [64]byte(ed25519.Sign(k, must[Digest](t)(r.Digest()).Message()))
		}
	}
	return s
}

func revoked(t testing.TB, r *Record, by uint8) Revocation {
	v := Revocation{Group: r.Group, Digest: must[Digest](t)(r.Digest()), Founder: by}
	v.Signature = [64]byte(ed25519.Sign(founder[by], v.Message()))
	return v
}

// Promise: one founder's desk waits 3 PL rounds, in which the other can revoke it; both
// founders' counts at once.
func TestOneFoundersDeskWaitsForTheOther(t *testing.T) {
	const pl = 192
	one, _ := desk(t, 1)
	var d Desks
	take := func(s Signed, r box.Round) error { return d.Take(s, r, Group{5}, founders()) }
	if err := take(signed(t, one, 1), 2000); err != nil {
		t.Fatal(err)
	}
	counts := func(r box.Round) (from box.Round, counts bool) {
		all := d.Standing(r, pl)
		if len(all) != 1 {
			t.Fatalf("%d desks stand", len(all))
		}
		return all[0].From, all[0].Counts
	}
	if from, now := counts(2000 + 3*pl - 1); from != 2000+3*pl || now {
		t.Errorf("one founder's desk counts from %d", from)
	}
	if all := d.Standing(2000, pl); !all[0].Alone || all[0].Many {
		t.Error("one founder's desk is not marked")
	}
	if _, now := counts(2000 + 3*pl); !now {
		t.Error("one founder's desk does not count after its wait")
	}
	if err := take(signed(t, one, 1), 2100); err != nil {
		t.Fatal(err)
	}
	if from, _ := counts(2000); from != 2000+3*pl {
		t.Error("a repeat prolongs the wait")
	}
	if err := take(signed(t, one, 2), 2200); err != nil {
		t.Fatal(err)
	}
	if from, now := counts(2200); from != 2200 || !now || d.Known[0].By != 3 || d.Known[0].Check(founders()) != nil {
		t.Errorf("with the second signature it counts from %d", from)
	}
	if all := d.Standing(2200, pl); all[0].Alone {
		t.Error("both founders' desk is marked as one founder's")
	}
	if _, now := counts(9001); now {
		t.Error("it counts after it has expired")
	}
	for by := range uint8(2) {
		d = Desks{}
		if err := take(signed(t, one, 3), 2000); err != nil {
			t.Fatal(err)
		}
		if err := d.Revoke(revoked(t, one, by), 2001, Group{5}, founders()); err != nil || len(d.Standing(2001, pl)) != 0 {
			t.Errorf("founder %d cannot revoke: %v", by, err)
		}
		if err := take(signed(t, one, 3), 2002); !errors.Is(err, ErrRevoked) {
			t.Errorf("what founder %d revoked comes back: %v", by, err)
		}
	}
	d.Tidy(2001 + revokedLife + 1)
	if len(d.Revoked) != 0 || take(signed(t, one, 3), 2001+revokedLife+1) != ErrExpired {
		t.Error("a revocation is kept for ever, or goes before what it revokes")
	}
}

// Promise: nobody but the founders names a desk, and no captured founder fills the table.
func TestNobodyButFoundersNamesADesk(t *testing.T) {
	one, _ := desk(t, 1)
	forged := signed(t, one, 1)
	forged.Signatures[0][3] ^= 1
	crossed := signed(t, one, 1)
	crossed.By, crossed.Signatures[1], crossed.Signatures[0] = 2, crossed.Signatures[0], [64]byte{}
	more := signed(t, one, 3)
	more.By = 1
	nobody := signed(t, one, 0)
	other := *one
	other.Group = Group{6}
	early, late := *one, *one
	early.Issued, early.Begins, late.Expires = 2003, 2003, 1999
	for name, c := range map[string]struct {
		s    Signed
		want error
	}{
		"a forged signature":             {forged, ErrSignature},
		"the other founder's":            {crossed, ErrSignature},
		"a signature that is not said":   {more, ErrSignature},
		"no signature":                   {nobody, ErrSignature},
		"another group's":                {signed(t, &other, 3), ErrGroup},
		"a desk of a later round":        {signed(t, &early, 3), ErrEarly},
		"one that has expired":           {signed(t, &late, 3), ErrExpired},
		"as it should be":                {signed(t, one, 3), nil},
		"as it should be, by the second": {signed(t, one, 2), nil},
	} {
		var d Desks
		if err := d.Take(c.s, 2000, Group{5}, founders()); !errors.Is(err, c.want) || (len(d.Known) == 1) != (c.want == nil) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	v := revoked(t, one, 0)
	v.Founder = 1
	var d Desks
	if err := d.Revoke(v, 2000, Group{5}, founders()); !errors.Is(err, ErrSignature) || len(d.Revoked) != 0 {
		t.Errorf("one founder revokes in the other's name: %v", err)
	}
	alone := Founders{founders()[0], nil}
	if err := d.Take(signed(t, one, 3), 2000, Group{5}, alone); !errors.Is(err, ErrSignature) {
		t.Errorf("a second founder that there is none: %v", err)
	}
	for n := byte(1); n <= MaxByOne+1; n++ {
		mine, _ := desk(t, 100+n)
		if err := d.Take(signed(t, mine, 1), 2000, Group{5}, founders()); (err == nil) != (n <= MaxByOne) {
			t.Errorf("desk %d by one founder alone: %v", n, err)
		}
	}
	if err := d.Take(signed(t, one, 2), 2000, Group{5}, founders()); err != nil {
		t.Errorf("one founder has filled the other's place: %v", err)
	}
	if err := d.Take(signed(t, one, 1), 2000, Group{5}, founders()); err != nil || d.Known[2].By != 3 {
		t.Errorf("the second signature has no room: %v", err)
	}
	for i := range MaxRevoked + 1 {
		v := Revocation{Group: Group{5}, Digest: Digest{byte(i), 1}, Founder: 0}
		v.Signature = [64]byte(ed25519.Sign(founder[0], v.Message()))
		if err := d.Revoke(v, 2000, Group{5}, founders()); (err == nil) != (i < MaxRevoked) {
			t.Errorf("revocation %d: %v", i, err)
		}
	}
	if err := d.Revoke(revoked(t, one, 1), 2000, Group{5}, founders()); err != nil {
		t.Errorf("one founder has filled the other's revocations: %v", err)
	}
}

// Promise: what stands depends on what was heard, not on the order.
func TestWhatStandsDoesNotDependOnTheOrder(t *testing.T) {
	a, _ := desk(t, 1)
	b, _ := desk(t, 2)
	c, _ := desk(t, 3)
	c.Name = strings.ToUpper(b.Name)
	steps := []func(*Desks){
		func(d *Desks) { d.Take(signed(t, a, 1), 2000, Group{5}, founders()) },
		func(d *Desks) { d.Take(signed(t, a, 2), 2000, Group{5}, founders()) },
		func(d *Desks) { d.Take(signed(t, b, 3), 2000, Group{5}, founders()) },
		func(d *Desks) { d.Take(signed(t, c, 2), 2000, Group{5}, founders()) },
		func(d *Desks) { d.Revoke(revoked(t, a, 1), 2000, Group{5}, founders()) },
	}
	seeds.Each(t, 3, func(t *testing.T, seed uint64) {
		r := mrand.New(mrand.NewPCG(seed, 3))
		for range 20 {
			r.Shuffle(len(steps), func(i, j int) { steps[i], steps[j] = steps[j], steps[i] })
			var d Desks
			for range 2 {
				for _, step := range steps {
					step(&d)
				}
			}
			all := d.Standing(2000, 192)
			if len(all) != 2 || !all[0].Two || !all[1].Two || !all[0].Many || !all[1].Many || all[0].Counts == all[1].Counts {
				t.Fatalf("%d stand", len(all))
			}
		}
	})
}

// Promise: records and revocations have one form.
func TestRecordsHaveOneForm(t *testing.T) {
	one, _ := desk(t, 1)
	b := must[[]byte](t)(one.MarshalBinary())
	for at := range b {
		if at > 40 && at < len(b)-20 && at%11 != 0 {
			continue
		}
		changed := bytes.Clone(b)
		changed[at] ^= 0x81
		var other Record
		if err := other.UnmarshalBinary(changed); err == nil && (other == *one || !bytes.Equal(must[[]byte](t)(other.MarshalBinary()), changed)) {
			t.Errorf("byte %d does not count", at)
		}
		if new(Record).UnmarshalBinary(b[:at]) == nil {
			t.Errorf("%d bytes of %d are a record", at, len(b))
		}
	}
	for name, spoil := range map[string]func(*Record){
		"no name":                  func(r *Record) { r.Name = "" },
		"a name too long":          func(r *Record) { r.Name = strings.Repeat("x", MaxName+1) },
		"a name of two lines":      func(r *Record) { r.Name = "a\nb" },
		"a name behind a blank":    func(r *Record) { r.Name = " a" },
		"a name before a blank":    func(r *Record) { r.Name = "a " },
		"a name with two blanks":   func(r *Record) { r.Name = "a  b" },
		"a blank that is another":  func(r *Record) { r.Name = "a\u00a0b" },
		"a joiner in a name":       func(r *Record) { r.Name = "a\u200bb" },
		"a mark of direction":      func(r *Record) { r.Name = "a\u200f" },
		"a filler in a name":       func(r *Record) { r.Name = "a\u3164" },
		"a selector in a name":     func(r *Record) { r.Name = "a\ufe0f" },
		"begins before its issue":  func(r *Record) { r.Begins = r.Issued - 1 },
		"expires before it begins": func(r *Record) { r.Begins = r.Expires + 1 },
		"lives too long":           func(r *Record) { r.Expires = r.Issued + MaxLife + 1 },
		"a key that is none":       func(r *Record) { copy(r.Public[:], bytes.Repeat([]byte{0xff}, 1184)) },
	} {
		r := *one
		spoil(&r)
		if _, err := r.MarshalBinary(); !errors.Is(err, ErrRecord) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"Central desk", "مكتب الرصد", "Büro é", "ناوەندی ٢"} {
		r := *one
		r.Name = name
		if _, err := r.MarshalBinary(); err != nil {
			t.Errorf("%s is no name: %v", name, err)
		}
	}
	newer := bytes.Clone(b)
	newer[0] = 2
	if err := new(Record).UnmarshalBinary(newer); !errors.Is(err, ErrNewer) {
		t.Errorf("a newer record: %v", err)
	}
	s := signed(t, one, 2)
	var back Signed
	if err := back.UnmarshalBinary(must[[]byte](t)(s.MarshalBinary())); err != nil || back != s {
		t.Errorf("a signed record does not come back: %v", err)
	}
	v := revoked(t, one, 1)
	var w Revocation
	if err := w.UnmarshalBinary(must[[]byte](t)(v.MarshalBinary())); err != nil || w != v {
		t.Errorf("a revocation does not come back: %v", err)
	}
}

// FuzzOpen: nothing that comes over a link ends the program, and nothing opens that was not
// sealed.
func FuzzOpen(f *testing.F) {
	to, opener := desk(f, 1)
	l := letter(f, "x")
	f.Add(sealed(f, l, to)[:200], uint8(0))
	f.Add(reply(f, l, replies()[2])[:100], uint8(1))
	f.Add(must[[]byte](f)(new(signed(f, to, 3)).MarshalBinary()), uint8(2))
	f.Add(must[[]byte](f)(new(revoked(f, to, 1)).MarshalBinary()), uint8(2))
	f.Fuzz(func(t *testing.T, b []byte, what uint8) {
		pad := func(n int) []byte { return append(bytes.Clone(b[:min(n, len(b))]), make([]byte, n-min(n, len(b)))...) }
		switch what % 3 {
		case 0:
			if _, err := opener.Open(pad(ShortPacket)); err == nil {
				t.Error("what was not sealed opens")
			}
			To(b)
			WayOf(b)
		case 1:
			if _, err := OpenReply(&l.Key, l.ID, pad(ReplySize)); err == nil {
				t.Error("what the desk has not said opens")
			}
			ReplyHead(b)
		case 2:
			var s Signed
			if s.UnmarshalBinary(b) == nil {
				if again := must[[]byte](t)(s.MarshalBinary()); !bytes.Equal(again, b) {
					t.Error("a second form of a record")
				}
			}
			var v Revocation
			if v.UnmarshalBinary(b) == nil && !bytes.Equal(must[[]byte](t)(v.MarshalBinary()), b) {
				t.Error("a second form of a revocation")
			}
		}
	})
}
