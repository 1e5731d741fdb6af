package desk

import (
	"crypto/sha256"
	"errors"
	"runtime"
	"sync"

	"bulkhead/report"
	"bulkhead/report/seal"
)

// Outcome is what a packet was.
type Outcome uint8

const (
	New           Outcome = iota + 1 // the first letter of a report
	Newest                           // an edit, an answer or a withdrawal
	Late                             // one below the newest
	Repeat                           // seen before, in another packet: it is answered again
	Again                            // the very same packet, which is not answered again
	TooOld                           // refused, as all below: too far back, or of a report that a person has erased
	Contradiction                    // the newest revision with other content
	Foreign                          // not by the report's writer
	NotOurs                          // sealed to another key, or changed
	Newer                            // a newer program's
	Bad                              // no packet, or no letter
	Full                             // there is no room: no receipt is sent, so it comes again
	Damaged                          // what was kept of this report cannot be read
)

var outcomes = [...]string{"", "new", "newest", "late", "repeat", "again", "too-old", "contradiction", "foreign", "not-ours", "newer", "bad", "full", "damaged"}

// String returns the code.
func (o Outcome) String() string {
	if int(o) >= len(outcomes) {
		return ""
	}
	return outcomes[o]
}

// Taken is what became of one packet.
type Taken struct {
	Outcome Outcome
	Report  Name // "" where nothing was changed
}

// opened is one packet after the seal.
type opened struct {
	letter *report.Letter
	way    seal.Way
	refuse Outcome // 0: it is a letter
}

func (d *Desk) open(packet []byte) opened {
	way, err := seal.WayOf(packet)
	if err != nil {
		return opened{refuse: Bad}
	}
	name, err := seal.To(packet)
	if err != nil {
		return opened{refuse: Bad}
	}
	op := d.openers[name]
	if op == nil {
		return opened{refuse: NotOurs}
	}
	l, err := op.Open(packet)
	switch {
	case errors.Is(err, seal.ErrNotOurs):
		return opened{refuse: NotOurs}
	case errors.Is(err, seal.ErrNewer), errors.Is(err, report.ErrNewer):
		return opened{refuse: Newer}
	case err != nil:
		return opened{refuse: Bad}
	}
	return opened{letter: l, way: way}
}

// Take opens packets, as many at once as there are processors, and takes them in with one
// commit. What it has taken in is durable when it returns, together with the receipts, which
// wait in [Desk.Outgoing]. What others made wrong is in the outcomes; an error is of the
// store, and then nothing was taken in and everything may be given again.
func (d *Desk) Take(packets [][]byte) ([]Taken, error) {
	letters := make([]opened, len(packets))
	var wg sync.WaitGroup
	workers := min(runtime.GOMAXPROCS(0), len(packets))
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(packets); i += workers {
				letters[i] = d.open(packets[i])
			}
		})
	}
	wg.Wait()
	return d.takeAll(letters)
}

// takeAll takes in what was opened.
func (d *Desk) takeAll(letters []opened) ([]Taken, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	tx := d.begin()
	if err := tx.endWays(256); err != nil {
		return nil, err
	}
	taken := make([]Taken, len(letters))
	refused := 0
	var seen []seal.Way
	for i, l := range letters {
		if l.refuse != 0 {
			taken[i].Outcome = l.refuse
			refused++
			continue
		}
		if d.recent.has(l.way) || has(seen, l.way) {
			taken[i].Outcome = Again
			continue
		}
		var err error
		if taken[i], err = tx.take(l); err != nil {
			return nil, err
		}
		switch taken[i].Outcome {
		case New, Newest, Late, Repeat:
			seen = append(seen, l.way)
		case Full, Damaged:
		default:
			refused++
		}
	}
	if err := tx.commit(); err != nil {
		return nil, err
	}
	d.recent.add(seen)
	d.totals.Refused += refused
	return taken, nil
}

// take takes one letter in.
func (tx *tx) take(l opened) (Taken, error) {
	d := tx.d
	t, k := tx.byID[l.letter.ID], d.ids[l.letter.ID]
	if takesBack := l.letter.What == report.AWithdrawal && (t != nil || k != nil); tx.noReplies() && !takesBack {
		return Taken{Outcome: Full}, nil
	}
	if d.erased[[sha256.Size]byte(digest(l.letter.ID))] {
		return Taken{Outcome: TooOld}, nil
	}
	if t == nil && k == nil {
		return tx.takeNew(l)
	}
	if t == nil {
		var err error
		if t, err = tx.thread(k); err == ErrDamaged {
			return Taken{Outcome: Damaged}, nil
		} else if err != nil {
			return Taken{}, err
		}
	}
	c, err := tx.caseOf(t)
	if err == ErrDamaged {
		return Taken{Outcome: Damaged}, nil
	} else if err != nil {
		return Taken{}, err
	}
	before := t.thread.Report
	outcome, err := t.thread.Take(l.letter)
	if err != nil {
		return Taken{Outcome: Bad}, nil
	}
	switch outcome {
	case report.Contradiction, report.Foreign:
		t.Odd = min(maxOdd, t.Odd+1)
		return Taken{map[report.Outcome]Outcome{report.Contradiction: Contradiction, report.Foreign: Foreign}[outcome], t.Name}, nil
	case report.TooOld:
		return Taken{Outcome: TooOld}, nil
	case report.Repeat:
		// Its writer has not heard that it is here. A way that an older letter came by is not
		// taken for the newest: a hop that repeats, or lets go, what it has kept cannot lead
		// replies there.
		if l.letter.Revision == t.thread.Order.Newest() {
			tx.way(t, l.way)
		}
		return Taken{Repeat, t.Name}, tx.receipt(t, l)
	}
	tx.keep(t, c, l.letter, before)
	if outcome == report.Newest || t.open(tx.now).IsZero() {
		tx.way(t, l.way)
	}
	return Taken{map[report.Outcome]Outcome{report.New: New, report.Newest: Newest, report.Late: Late}[outcome], t.Name}, tx.receipt(t, l)
}

// noReplies reports whether there is no room for one more reply.
func (tx *tx) noReplies() bool { return len(tx.d.out)+len(tx.out) >= maxReplies }

func (tx *tx) takeNew(l opened) (Taken, error) {
	d := tx.d
	if len(d.reports)+len(tx.begun) >= d.room {
		return Taken{Outcome: Full}, nil
	}
	thread, err := report.Begin(l.letter)
	if err != nil {
		return Taken{Outcome: Bad}, nil
	}
	name, err := tx.name()
	if err != nil {
		return Taken{}, err
	}
	c, err := tx.newCase()
	if err != nil {
		return Taken{}, err
	}
	t := &threadRow{thread: *thread, c: c, Name: name, Came: hour(tx.now), Era: d.era}
	tx.begun = append(tx.begun, t)
	tx.byID[l.letter.ID] = t
	c.Reports = 1
	c.step(ofHour(t.Came), DidBegin, name)
	tx.keep(t, c, l.letter, nil)
	tx.way(t, l.way)
	return Taken{New, name}, tx.receipt(t, l)
}

// caseOf returns the row of a report's case, to be changed.
func (tx *tx) caseOf(t *threadRow) (*caseRow, error) {
	if t.c != nil {
		return t.c, nil
	}
	f := tx.d.byCase[t.Case]
	if f == nil {
		return nil, ErrDamaged
	}
	return tx.folder(f)
}

// keep adds a letter to its thread, and says in the case what it changed. before is the
// report that stood until now.
func (tx *tx) keep(t *threadRow, c *caseRow, l *report.Letter, before *report.Report) {
	at := hour(tx.now)
	if t.Changed = at; l.Revision < t.thread.Unsafe() && l.What != report.AWithdrawal {
		return // nothing of what is not safe to keep is kept
	}
	e := entryRow{At: at * 60, Revision: l.Revision, Unread: true}
	did := Did(0)
	switch l.What {
	case report.AReport:
		e.What = WroteEdit
		if len(t.Entries) == 0 {
			e.What = WroteReport
		}
		if now := t.thread.Report; now != nil && now.Revision == l.Revision {
			for i := range t.Entries { // what it replaces goes on standing in the thread
				if before != nil && t.Entries[i].Revision == before.Revision && t.Entries[i].What <= WroteEdit {
					t.Entries[i].Body, _ = before.MarshalBinary() // it was read from this form
				}
			}
			if before != nil {
				did = DidChange
			}
			t.Wrote = at
			c.changed()
		} else {
			e.Body, _ = l.Report.MarshalBinary()
		}
	case report.AnAnswer:
		e.What, e.Number, e.Text = WroteAnswer, l.Answers, l.Text
	case report.AWithdrawal:
		e.What, e.Why = WroteWithdrawal, l.Why
		did = DidWithdraw
		c.changed()
		c.Recall = c.Recall || c.told() && t.thread.Withdrawn() != 0
	}
	t.add(e)
	if l.What == report.AWithdrawal && l.Why == report.NotSafe {
		did = DidEraseUnsafe
		tx.unsafe(t, c, l.Revision)
	}
	if r := t.thread.Report; r != nil && before != nil && before.Consent&^r.Consent != 0 && c.told() {
		c.Recall = true // its writer lets less be done with it than before
	}
	if did != 0 {
		c.step(ofHour(at), did, t.Name)
	}
}

// unsafe erases what a report said, and everything that was made of it.
func (tx *tx) unsafe(t *threadRow, c *caseRow, upTo uint16) {
	t.erase(upTo)
	tx.stop(t.number)
	c.Recall = c.Recall || c.told()
	c.Item, c.Stale = nil, false
	tx.erase[rowID{Reports, t.number}], tx.erase[rowID{Cases, c.number}] = true, true
}

// stop takes replies to a report back that the line does not have yet.
func (tx *tx) stop(report uint64) {
	for _, n := range tx.d.waitsOf[report] {
		tx.gone = append(tx.gone, Change{Table: Replies, Number: n, Erase: true})
	}
}

// way makes a packet's way the one by which replies go. What is not safe to keep leaves none.
func (tx *tx) way(t *threadRow, w seal.Way) {
	if t.thread.Order.Newest() <= t.thread.Unsafe() {
		t.Way, t.Until, t.Last = nil, 0, 0
		return
	}
	life := seal.Begun(tx.now)
	t.Way, t.Until, t.Last = w[:], life.Until.Unix(), life.Last.Unix()
}

// endWays forgets ways that have ended, of so many reports at most: a way is in what hops
// were seen to pass on. What is left is for the next time.
func (tx *tx) endWays(most int) error {
	d, today := tx.d, tx.now.Unix()/86_400
	if today == d.tidied {
		return nil
	}
	for _, k := range d.reports {
		if k.ends == 0 || k.ends > tx.now.Unix() {
			continue
		}
		if most--; most < 0 {
			return nil
		}
		t, err := tx.thread(k)
		if err == ErrDamaged {
			k.ends = 0
			continue
		} else if err != nil {
			return err
		}
		t.Way, t.Until, t.Last = nil, 0, 0
	}
	d.tidied = today
	return nil
}

// receipt says "at the desk", over the way that the letter came.
func (tx *tx) receipt(t *threadRow, l opened) error {
	if t.Said == ^uint16(0) || tx.noReplies() {
		return nil // 65,535 replies: no more can be numbered; or a withdrawal, which is taken in all the same
	}
	return tx.say(t, l.way, &seal.Reply{Word: seal.SaysAtDesk, About: l.letter.Revision, Keep: 1}, SaidAtDesk)
}

// say seals a reply and puts it among those that wait for the line.
func (tx *tx) say(t *threadRow, way seal.Way, r *seal.Reply, what What) error {
	said := t.Said
	if behind := tx.d.era - t.Era; behind > 0 {
		said += uint16(min(behind*eraStep, int(^uint16(0)-1-said)))
	}
	r.Number = said + 1
	packet, err := seal.SealReply(tx.d.rand, t.thread.Key(), t.thread.ID, way, r)
	if err != nil {
		return ErrText
	}
	t.Said, t.Era = r.Number, tx.d.era
	at := minute(tx.now)
	if what == SaidAtDesk { // it is made when a letter comes, and no minute of that is kept
		at = hour(tx.now) * 60
	}
	if r.About >= t.thread.Unsafe() {
		t.add(entryRow{What: what, At: at, Revision: r.About, Number: r.Number, Text: r.Text})
	}
	tx.out = append(tx.out, &replyRow{Number: r.Number, Packet: packet})
	tx.outFor = append(tx.outFor, t)
	return nil
}

// ways remembers the newest packets, so that a hop which sends one again and again gets one
// receipt of it.
type ways struct {
	known map[seal.Way]bool
	ring  []seal.Way
	at    int
}

// manyWays packets are remembered, 16 bytes each.
const manyWays = 1 << 16

func (w *ways) has(way seal.Way) bool { return w.known[way] }

func (w *ways) add(all []seal.Way) {
	if w.known == nil {
		w.known = map[seal.Way]bool{}
	}
	for _, way := range all {
		if len(w.ring) < manyWays {
			w.ring = append(w.ring, way)
		} else {
			delete(w.known, w.ring[w.at])
			w.ring[w.at] = way
			w.at = (w.at + 1) % manyWays
		}
		w.known[way] = true
	}
}

func has(all []seal.Way, way seal.Way) bool {
	for _, w := range all {
		if w == way {
			return true
		}
	}
	return false
}

// Outgoing is one reply that the line does not have yet.
type Outgoing struct {
	Number uint64
	Packet []byte // nil if it is damaged: there is nothing to send, and it is sent all the same
}

// Outgoing returns at most so many replies that wait for the line: those that waited when
// the desk was opened first, in no order, then the oldest first. They wait until [Desk.Sent],
// and their numbers are theirs until then.
func (d *Desk) Outgoing(most int) ([]Outgoing, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	var all []Outgoing
	for _, n := range d.out[:max(0, min(most, len(d.out)))] {
		var r replyRow
		b, err := d.store.Read(Replies, n)
		if err != nil {
			err = damaged(err)
		} else {
			err = decode(b, &r)
		}
		if err != nil && err != ErrDamaged {
			return nil, err
		}
		all = append(all, Outgoing{n, r.Packet})
	}
	return all, nil
}

// Sent takes in that the line has replies.
func (d *Desk) Sent(numbers ...uint64) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	tx := d.begin()
	for _, n := range numbers {
		if _, waits := d.waits[n]; waits {
			tx.gone = append(tx.gone, Change{Table: Replies, Number: n})
		}
	}
	return tx.commit()
}
