package link

// secrets of one round: m(r) for its content, g(r) for its id.
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
	erased bool // and listed still, for speed
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
	if lo < len(d.kept) && d.kept[lo].round == r && !d.kept[lo].erased {
		return lo
	}
	return -1
}

// done ends the wait for round r: its box was opened, or its write's result is known.
func (d *direction) done(r int64) {
	if i := d.find(r); i >= 0 {
		d.drop(&d.kept[i])
		d.kept = cut(d.kept, i, i+1)
	}
}

// prune erases the rounds that are a pouch's length old. They are taken out of
// the list several at a time, to move the rest less often.
func (d *direction) prune() {
	old := 0
	for old < len(d.kept) && d.kept[old].round < d.at-d.pouch {
		if !d.kept[old].erased {
			d.drop(&d.kept[old])
			d.kept[old].erased = true
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
