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

func (s *second) erase() { s.secrets.erase(); s.hasID = false }

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

// drop erases a kept round's secrets.
func (d *direction) drop(k *kept) {
	k.first.erase()
	d.settled(k)
}

// settled erases the second candidate of a kept round; its memory is for the next
// one.
func (d *direction) settled(k *kept) {
	if k.second != nil {
		k.second.erase()
		d.seconds = append(d.seconds, k.second)
		k.second = nil
	}
}

// newSecond returns memory for a second candidate.
func (d *direction) newSecond() *second {
	n := len(d.seconds)
	if n == 0 {
		return &second{}
	}
	s := d.seconds[n-1]
	d.seconds = d.seconds[:n-1]
	return s
}

// saved reports whether a kept round belongs in a saved state.
func (k *kept) saved() bool { return k.want != 0 && !k.opened }

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
	d.drop(k)
	d.kept = cut(d.kept, i, i+1)
}

// done ends the wait for f's slot, whose box was opened or not.
func (d *direction) done(f *found, opened bool) {
	if i := d.find(int64(f.round)); i >= 0 {
		d.kept[i].opened = d.kept[i].opened || opened
		d.finish(i, f.slot)
	}
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
		d.drop(&d.kept[i])
		d.kept = cut(d.kept, i, i+1)
	}
}

// prune erases the rounds that are a pouch's length old. They are taken out of
// the list several at a time, to move the rest less often.
func (d *direction) prune() {
	old := 0
	for old < len(d.kept) && d.kept[old].round < d.at-d.pouch {
		if d.kept[old].want != 0 {
			d.drop(&d.kept[old])
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
