package link

import (
	"fmt"
	"io"

	"bulkhead/box"
)

// Moment is what the caller knows when it seals.
type Moment struct {
	Now      box.Round // current round by the device's clock; lower than known counts as known
	Floor    box.Round // highest round ever begun or attempted by the pouch
	Unlocked box.Round // round of the last passphrase
	Extras   int       // spare places in each round that this link may write to, 0 to MaxExtras
	ClockOK  bool      // the owner confirmed a jump of more than MaxJump rounds
	Starts   bool      // seal each box's alternative starts too, for duress and decoy compartments
}

// Write is one box to be put at the drop in its round.
type Write struct {
	Round   box.Round
	Slot    uint8 // 0: the regular box; 1 to 3: extras
	ID      box.ID
	Content *box.Content
	Starts  *Starts // if Moment.Starts
}

// Starts are ready first parts of a box. Either may replace the first StartLen
// bytes of its content, with no key, before the box has left.
type Starts struct {
	Plain  [StartLen]byte // tells what the box's own start tells
	Duress [StartLen]byte // and that the owner was made to unlock
}

// Read is one id to be read in its round.
type Read struct {
	Round  box.Round
	Slot   uint8
	ID     box.ID
	Second bool // the other candidate of an uncertain reader: in place of a loop's read, if there is room
}

// Sealing is a link's work for a pouch. It becomes valid in this order: the
// caller saves the link, then replaces the pouch; see Link.SealingLost.
type Sealing struct {
	Gen    uint32
	Tag    Tag
	First  box.Round // max(Now, Floor) + 1
	Writes []Write   // by round, then slot
	Reads  []Read    // by round, then slot, then Second
	Events []Event   // messages that expired
}

// Seal fills a pouch of PL rounds from the link's state. See SealRounds.
func (l *Link) Seal(m Moment, rand io.Reader) (*Sealing, error) {
	return l.SealRounds(m, int(l.pouch), rand)
}

// SealRounds does the same for the first rounds of a pouch only. Everything
// that was read before must have been opened, and every result known told, so
// that nothing is receipted, or sealed, twice. Errors, with nothing changed:
// ErrClockJump, ErrTooFar, ErrEnded, ErrRounds, ErrErased, or rand's.
func (l *Link) SealRounds(m Moment, rounds int, rand io.Reader) (*Sealing, error) {
	if l.out.epochs == nil {
		return nil, ErrErased
	}
	if rounds < 1 || rounds > int(l.pouch) {
		return nil, ErrRounds
	}
	now, floor, err := l.clock(&m)
	if err != nil {
		return nil, err
	}
	first := max(now, floor) + 1
	job := sealJob{l: l, first: first, rounds: rounds, starts: m.Starts}
	job.extras = l.planExtras(first, rounds, m.Extras)
	job.now = l.announced(first, job.extras)
	if err := job.draw(rand); err != nil {
		return nil, err
	}
	defer job.forget()

	l.now, l.floor = now, floor
	l.out.trial = false // either it reached the pouch, or SealingLost took its turn back
	l.out.walk(&l.mac, first)
	l.in.walk(&l.mac, now+1)
	l.out.settle(&l.mac)
	l.out.endBefore(now)
	l.in.endBefore(now)
	events := l.outbox.expire(now)
	l.turn(first)
	if err := l.begin(job.kemSeed[:]); err != nil {
		return nil, err
	}
	l.name(job.tag)
	job.head(&m)
	s := job.run()
	s.Events = events
	return s, nil
}

// clock merges the caller's rounds with those known.
func (l *Link) clock(m *Moment) (now, floor int64, err error) {
	now, floor = max(l.now, int64(m.Now)), max(l.floor, int64(m.Floor))
	horizon := max(l.out.at, now) + l.pouch // no pouch reaches beyond it
	switch {
	case max(now, floor) > int64(lastRound) || l.gen >= lastGen:
		return 0, 0, ErrEnded
	case max(now, floor) > max(l.now, l.floor)+MaxWalk:
		return 0, 0, ErrTooFar
	case (now > l.now+MaxJump || floor > horizon) && !m.ClockOK:
		return 0, 0, ErrClockJump
	}
	return now, floor, nil
}

// turn lets this end's direction turn to its newest epoch, from round first
// on, once the other end surely holds it.
func (l *Link) turn(first int64) {
	e := l.out.newest()
	if e.turned || l.reason != NotFrozen || !l.shared(e.e) {
		return
	}
	e.turn, e.turned, l.out.trial = first, true, true
	l.out.settle(&l.mac)
}

// begin makes the next step's key pair, if it is this end's to make and its
// time has come.
func (l *Link) begin(seed []byte) error {
	k := &l.ladder
	switch {
	case l.reason != NotFrozen, k.making, !l.makes(k.epoch + 1), !l.settled(), l.full():
		return nil
	case k.epoch > 0 && l.now < k.base+stepRounds:
		return nil
	}
	return k.begin(l.now, seed)
}

// settled reports whether both directions have turned to the newest epoch.
func (l *Link) settled() bool {
	out, in := l.out.newest(), l.in.newest()
	return out.turned && in.turned && out.e == l.ladder.epoch && in.e == l.ladder.epoch
}

// full reports whether another turn would be more than may be scheduled.
func (l *Link) full() bool {
	return len(l.out.epochs) >= maxEpochs || len(l.in.epochs) >= maxEpochs
}

// name gives this sealing its number and tag.
func (l *Link) name(tag Tag) {
	l.gen++
	l.tags[l.gen%ownTags] = tag
	if !l.lost {
		l.out.extras[1], l.in.extras[1] = l.out.extras[0], l.in.extras[0]
	}
	l.lost = false
}

// SealingLost tells that the last sealing surely never reached the pouch: the
// pouch's tag is older than the vault's. Its turn will be set afresh.
func (l *Link) SealingLost() {
	if l.gen == 0 || l.lost {
		return
	}
	l.lost = true
	if l.out.trial {
		l.out.newest().turned, l.out.trial = false, false
	}
	l.out.extras[0], l.in.extras[0] = l.out.extras[1], l.in.extras[1]
	l.outbox.unplace(l.out.at)
}

// planExtras decides how many extra boxes a round the backlog needs beyond
// what the regular ones carry.
func (l *Link) planExtras(first int64, rounds, spare int) span {
	spare = min(spare, MaxExtras)
	if spare < 1 || rounds < 2 || l.reason != NotFrozen || l.securing() {
		return span{}
	}
	room := rounds * boxCells
	if l.ladder.making || l.ladder.ct != nil {
		room = rounds * (boxCells - 1)
	}
	need := (l.outbox.backlog(first)+room-1)/room - 1
	if need < 1 {
		return span{}
	}
	return span{uint8(min(spare, need)), uint32(first + 1), uint32(first) + uint32(rounds) - 1}
}

// announced returns the slots that round first may use: those that boxes of the
// sealing before have announced already, if extras are still needed.
func (l *Link) announced(first int64, s span) uint8 {
	if l.lost || s.count == 0 {
		return 1
	}
	return s.all() & l.out.extras[0].slots(first)
}

// securing reports whether this end still writes in epoch 0, where messages
// wait.
func (l *Link) securing() bool {
	return l.out.epochs[serving(l.out.epochs, lastRoundInt, 0)].e == 0 && !l.ready()
}

const lastRoundInt = 1<<32 - 1

// ready reports whether this end's next sealing turns.
func (l *Link) ready() bool {
	e := l.out.newest()
	return !e.turned && l.reason == NotFrozen && l.shared(e.e)
}

// sealJob is one sealing under way.
type sealJob struct {
	l       *Link
	first   int64
	rounds  int
	extras  span  // announced by this sealing
	now     uint8 // slots of the first round, bit q
	starts  bool
	tag     Tag
	kemSeed [seedSize]byte
	order   [32]byte // seed of the order of cells
	fresh   []byte   // what is left of the fresh random bytes
	random  []byte   // all of them
	plain   [headerSize]byte
	duress  [headerSize]byte
}

// draw takes all randomness of the sealing at once.
func (j *sealJob) draw(r io.Reader) error {
	each := 2 * freshSize
	if j.starts {
		each += 2 * freshSize
	}
	j.random = make([]byte, len(j.tag)+seedSize+len(j.order)+j.boxes()*each)
	if _, err := io.ReadFull(r, j.random); err != nil {
		return fmt.Errorf("drawing randomness for a sealing: %w", err)
	}
	b := j.random
	b = b[copy(j.tag[:], b):]
	b = b[copy(j.kemSeed[:], b):]
	b = b[copy(j.order[:], b):]
	j.fresh = b
	return nil
}

// boxes bounds the number of boxes sealed.
func (j *sealJob) boxes() int { return j.rounds * (1 + int(j.extras.count)) }

// slots returns the slots of round r, bit q.
func (j *sealJob) slots(r int64) uint8 {
	if r == j.first {
		return j.now
	}
	return j.extras.slots(r)
}

// take returns the next 32 fresh bytes.
func (j *sealJob) take() []byte {
	b := j.fresh[:freshSize]
	j.fresh = j.fresh[freshSize:]
	return b
}

// forget erases what the sealing alone needed.
func (j *sealJob) forget() {
	clear(j.kemSeed[:])
	clear(j.random)
	clear(j.plain[:])
	clear(j.duress[:])
	j.l.wipe()
}

// head composes the header, which all boxes of a sealing share.
func (j *sealJob) head(m *Moment) {
	l := j.l
	e := &l.out.epochs[serving(l.out.epochs, j.first, 0)]
	h := header{
		extras: j.extras,
		sealed: uint32(j.first - 1), unlocked: uint32(m.Unlocked),
		epoch: e.e, gen: l.gen, tag: j.tag,
		echoGen: l.echo.gen, echoTag: l.echo.tag, echoRound: l.echo.hi,
	}
	if e.e > 0 {
		h.turn = uint32(e.turn)
	}
	if l.reason != NotFrozen {
		h.flags |= flagFrozen
		if l.reason.clone() {
			h.flags |= flagClone
		}
	} else {
		h.receipt, h.base = l.inbox.receipt(), l.outbox.base()
	}
	h.put(&j.plain)
	h.flags |= flagDuress
	h.put(&j.duress)
}

// run seals the boxes and lists the reads.
func (j *sealJob) run() *Sealing {
	l := j.l
	l.out.extras[0], l.in.extras[0] = j.extras, l.told
	s := &Sealing{Gen: l.gen, Tag: j.tag, First: box.Round(j.first)}
	s.Writes = j.writes()
	s.Reads = j.reads()
	return s
}

// writes walks this end's chains through the rounds and forgets them.
func (j *sealJob) writes() []Write {
	l := j.l
	contents := make([]box.Content, j.boxes())
	out := make([]Write, 0, len(contents))
	pack := newPacker(j)
	es := l.ahead(&l.out)
	var s secrets
	for r := j.first; r < j.first+int64(j.rounds); r++ {
		if !l.out.firstOf(&l.mac, es, r, &s) {
			continue // before the base round
		}
		for q, slots := uint8(0), j.slots(r); slots>>q != 0; q++ {
			w := Write{Round: box.Round(r), Slot: q, Content: &contents[len(out)]}
			l.mac.boxID(w.ID[:], &s.id, q)
			pack.fill(w.Content[bodyAt:bodyAt+bodySize], r, q)
			j.seal(&w, &s.content)
			out = append(out, w)
		}
	}
	s.erase()
	return out
}

// seal seals one box whose body is filled.
func (j *sealJob) seal(w *Write, k *contentKey) {
	m := &j.l.mac
	p := place{w.Round, w.Slot, j.l.out.number, w.ID}
	copy(w.Content[:], j.take())
	copy(w.Content[bodyTop:], j.take())
	m.sealHead(w.Content[:bodyTop], &p, k, &j.plain)
	m.sealBody(w.Content, &p, k)
	if !j.starts {
		return
	}
	w.Starts = &Starts{}
	copy(w.Starts.Plain[:], j.take())
	copy(w.Starts.Duress[:], j.take())
	m.sealHead(w.Starts.Plain[:], &p, k, &j.plain)
	m.sealHead(w.Starts.Duress[:], &p, k, &j.duress)
}

// reads walks the other end's id chains through the rounds and forgets them.
func (j *sealJob) reads() []Read {
	l := j.l
	out := make([]Read, 0, j.rounds)
	es := l.ahead(&l.in)
	start, uncertain := l.in.uncertain()
	var g idKey
	for r := j.first; r < j.first+int64(j.rounds); r++ {
		if !l.in.idOf(&l.mac, es, r, &g) {
			continue
		}
		slots := l.told.slots(r)
		out = l.appendRead(out, r, 0, &g, false)
		if uncertain && r >= start+l.pouch {
			var g2 idKey
			if es[len(es)-1].id.yield(&l.mac, infoID, r, g2.Bytes()) {
				out = l.appendRead(out, r, 0, &g2, true)
			}
			g2.Erase()
		}
		for q := uint8(1); slots>>q != 0; q++ {
			out = l.appendRead(out, r, q, &g, false)
		}
	}
	g.Erase()
	return out
}

func (l *Link) appendRead(out []Read, r int64, q uint8, g *idKey, second bool) []Read {
	out = append(out, Read{Round: box.Round(r), Slot: q, Second: second})
	l.mac.boxID(out[len(out)-1].ID[:], g, q)
	return out
}
