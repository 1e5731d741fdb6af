package link

// secrets of one round: m(r) for its content, g(r) for its ids.
type secrets struct {
	content contentKey
	id      idKey
}

func (s *secrets) erase() { s.content.Erase(); s.id.Erase() }

// second is an uncertain reader's other candidate. There is one for the id
// only where there is one for the content.
type second struct {
	secrets
	hasID bool
}

// kept is a round behind the chains whose box is still to be opened (reader)
// or whose write's result is still to be known (writer).
type kept struct {
	round  int64
	want   uint8 // slots the pouch was given, bit q; 0 in a round that is erased
	done   uint8 // slots opened, or whose result is known
	opened bool  // reader: a box was opened; the round is kept for its extras, but never saved
	first  secrets
	second *second
}

func (k *kept) erase() {
	k.first.erase()
	if k.second != nil {
		k.second.erase()
		k.second = nil
	}
}

// span is a run of rounds in which slots 1 to count are used too.
type span struct {
	count    uint8
	from, to uint32
}

// slots returns the slots of round r, bit q.
func (s span) slots(r int64) uint8 {
	if s.count > 0 && r >= int64(s.from) && r <= int64(s.to) {
		return s.all()
	}
	return 1
}

// all returns the slots of a round within the span, bit q.
func (s span) all() uint8 { return 1<<(s.count+1) - 1 }

// direction is one end's view of one direction: which epoch serves which
// round, and the secrets of rounds from at − PL on.
type direction struct {
	number uint8
	reads  bool  // the reader's view
	pouch  int64 // PL
	at     int64 // first round that the chains still yield
	heard  int64 // reader: highest `sealed` heard (u)
	partly bool  // in memory only: some kept round is done with in part
	trial  bool  // writer: the last turn was set by the last sealing, which may yet be lost

	epochs []epochKeys // ascending, without gaps; only the last may be without its turn
	kept   []kept      // ascending, within PL rounds before at; older ones, erased, may come first
	extras [2]span     // given to the pouch by the last sealing, and by the one before
}

func (d *direction) newest() *epochKeys { return &d.epochs[len(d.epochs)-1] }

// uncertain reports whether the reader holds an epoch whose turn it has not
// heard; start is then the first round that may use it.
func (d *direction) uncertain() (start int64, ok bool) {
	e := d.newest()
	if !d.reads || e.turned {
		return 0, false
	}
	return d.start(e), true
}

// start returns the first round in which epoch e can serve content. Its ids
// follow PL rounds later.
func (d *direction) start(e *epochKeys) int64 {
	if e.turned {
		return e.turn
	}
	return max(d.heard, e.base) + 1
}

// serving returns the index of the epoch that serves rounds from r on whose
// turn, moved by delay rounds, has come: the content's with delay 0, the ids'
// with delay PL. −1 if none does.
func serving(es []epochKeys, r, delay int64) int {
	for i := len(es) - 1; i >= 0; i-- {
		if es[i].turned && es[i].turn+delay <= r {
			return i
		}
	}
	return -1
}

// firstOf yields the known candidate of round r ≥ at from the chains es.
func (d *direction) firstOf(m *mac, es []epochKeys, r int64, out *secrets) bool {
	c := serving(es, r, 0)
	return c >= 0 && es[c].content.yield(m, infoContent, r, out.content.Bytes()) &&
		d.idOf(m, es, r, &out.id)
}

// idOf yields the known id secret of round r ≥ at from the chains es.
func (d *direction) idOf(m *mac, es []epochKeys, r int64, out *idKey) bool {
	i := serving(es, r, d.pouch)
	return i >= 0 && es[i].id.yield(m, infoID, r, out.Bytes())
}

// secondOf yields the uncertain candidate of round r ≥ at, if there is one.
func (d *direction) secondOf(m *mac, es []epochKeys, r int64) *second {
	start, ok := d.uncertain()
	if !ok || r < start {
		return nil
	}
	s, e := &second{}, &es[len(es)-1]
	if !e.content.yield(m, infoContent, r, s.content.Bytes()) {
		return nil
	}
	s.hasID = r >= start+d.pouch && e.id.yield(m, infoID, r, s.id.Bytes())
	return s
}

// walk steps the direction to round to. Rounds passed over are kept, as far as
// they lie within PL rounds before to.
func (d *direction) walk(m *mac, to int64) {
	if to <= d.at {
		return
	}
	for r := max(d.at, to-d.pouch); r < to; r++ {
		k := kept{round: r, want: d.slots(r)}
		if d.firstOf(m, d.epochs, r, &k.first) {
			k.second = d.secondOf(m, d.epochs, r)
			d.kept = append(d.kept, k)
		}
	}
	d.at = to
	d.settle(m)
}

// slots returns the slots of round r that a pouch was given, bit q.
func (d *direction) slots(r int64) uint8 { return d.extras[0].slots(r) | d.extras[1].slots(r) }

// settle brings every chain to the first round it can still serve, and erases
// what no round from at − PL on uses. Every change of a direction ends in it,
// so the same facts always leave the same bytes.
func (d *direction) settle(m *mac) {
	for i := range d.epochs {
		e := &d.epochs[i]
		start := d.start(e)
		e.content.advance(m, infoContent, max(d.at, start))
		e.id.advance(m, infoID, max(d.at, start+d.pouch))
		if i+1 == len(d.epochs) || !d.epochs[i+1].turned {
			continue
		}
		next := d.epochs[i+1].turn
		if next <= d.at && !(d.trial && i+2 == len(d.epochs)) {
			e.content.erase()
		}
		if next+d.pouch <= d.at {
			e.id.erase()
		}
	}
	gone := 0
	for !d.epochs[gone].id.live {
		gone++
	}
	d.epochs = cut(d.epochs, 0, gone)
	d.prune()
}

// prune erases the rounds that are a pouch's length old. They are taken out of
// the list several at a time, to move the rest less often.
func (d *direction) prune() {
	old := 0
	for old < len(d.kept) && d.kept[old].round < d.at-d.pouch {
		if d.kept[old].want != 0 {
			d.kept[old].erase()
			d.kept[old].want = 0
		}
		old++
	}
	if old > pruneAfter || old == len(d.kept) {
		d.kept = cut(d.kept, 0, old)
	}
}

// cut removes s[i:j] and zeroes what it leaves free.
func cut[S ~[]E, E any](s S, i, j int) S {
	if i == j {
		return s
	}
	n := copy(s[i:], s[j:])
	clear(s[i+n:])
	return s[:i+n]
}

// find returns the index of round r among the kept, or −1.
func (d *direction) find(r int64) int {
	lo, hi := 0, len(d.kept)
	for lo < hi {
		if mid := (lo + hi) / 2; d.kept[mid].round < r {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(d.kept) && d.kept[lo].round == r && d.kept[lo].want != 0 {
		return lo
	}
	return -1
}

// saved reports whether a kept round belongs in a saved state.
func (k *kept) saved() bool { return k.want != 0 && !k.opened }

// finish notes that one slot of a kept round needs its secrets no more, and
// erases them with the last such slot. One secret serves all slots of a round,
// so a reader's round of which a box was opened is kept in memory alone: no
// saved state opens a box that was opened before it was saved.
func (d *direction) finish(i int, slot uint8) {
	k := &d.kept[i]
	k.done |= 1 << slot
	if k.want&^k.done != 0 {
		d.partly = true
		return
	}
	k.erase()
	d.kept = cut(d.kept, i, i+1)
}

// endBefore erases the rounds before r whose regular box is done: an extra of
// theirs that has not come by now never will.
func (d *direction) endBefore(r int64) {
	if !d.partly {
		return
	}
	d.partly = len(d.kept) > 0 && d.kept[len(d.kept)-1].round >= r
	for i := 0; i < len(d.kept) && d.kept[i].round < r; {
		if d.kept[i].done&1 == 0 || d.kept[i].want == 0 {
			i++
			continue
		}
		d.kept[i].erase()
		d.kept = cut(d.kept, i, i+1)
	}
}

// hear notes a turn of the newest epoch: one candidate of every kept round
// goes.
func (d *direction) hear(m *mac, turn int64) {
	e := d.newest()
	e.turn, e.turned = turn, true
	for i := range d.kept {
		k := &d.kept[i]
		if k.second == nil {
			continue
		}
		if k.round >= turn {
			k.first.content = k.second.content
		}
		if k.round >= turn+d.pouch && k.second.hasID {
			k.first.id = k.second.id
		}
		k.second.erase()
		k.second = nil
	}
	d.settle(m)
}

// raise notes that the peer had sealed up to round u under epochs known.
func (d *direction) raise(m *mac, u int64) {
	if u <= d.heard {
		return
	}
	d.heard = u
	start, ok := d.uncertain()
	if !ok {
		return // no round has a second candidate
	}
	for i := range d.kept {
		k := &d.kept[i]
		if k.second == nil {
			continue
		}
		if k.round < start {
			k.second.erase()
			k.second = nil
		} else if k.round < start+d.pouch {
			k.second.id.Erase()
			k.second.hasID = false
		}
	}
	d.settle(m)
}

// erase zeroes every secret.
func (d *direction) erase() {
	for i := range d.epochs {
		d.epochs[i].content.erase()
		d.epochs[i].id.erase()
	}
	for i := range d.kept {
		d.kept[i].erase()
	}
	d.epochs, d.kept = nil, nil
}
