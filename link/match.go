package link

import "bulkhead/box"

// found is a box's place and what may open it: copies, walked ahead.
type found struct {
	place
	first  secrets
	second second
	doubt  bool // there is a second
	ahead  bool // the round is the next to be walked, and Link.spare has the chains behind it
}

func (f *found) erase() {
	f.first.erase()
	f.second.erase()
}

// match looks for the candidates that id belongs to in round r, changing nothing.
func (l *Link) match(d *direction, r int64, id box.ID) (f found, ok bool) {
	f.place = place{box.Round(r), d.number, id}
	if i := d.find(r); i >= 0 {
		f.first = d.kept[i].first
		if s := d.kept[i].second; s != nil {
			f.second, f.doubt = *s, true
		}
		return f, l.matchID(&f)
	}
	if r < d.at || r > max(d.at, l.now, l.floor)+2*l.pouch {
		return f, false
	}
	if p := d.peekAt(&l.kdf, r); p != nil {
		f.first, f.second, f.doubt = p.secrets, p.second, p.doubt
		return f, p.place == id || l.matchID(&f)
	}
	es := l.ahead(d)
	if !d.firstOf(&l.kdf, es, r, &f.first) {
		return f, false
	}
	f.doubt = d.secondOf(&l.kdf, es, r, &f.second)
	f.ahead = r == d.at
	return f, l.matchID(&f)
}

// matchID reports whether f's id is that of one of its candidates.
func (l *Link) matchID(f *found) bool {
	var id box.ID
	if l.kdf.boxID(id[:], &f.first.id); id == f.id {
		return true
	}
	if !f.second.hasID {
		return false
	}
	l.kdf.boxID(id[:], &f.second.id)
	return id == f.id
}

// pass steps a direction to the round after f's, if it is not there yet. The
// walk that found f is not done twice.
func (l *Link) pass(d *direction, f *found) {
	r := int64(f.round)
	if !f.ahead { // what peek worked out is there still
		d.walk(&l.kdf, r+1)
		return
	}
	copy(d.epochs, l.spare)
	k := kept{round: r, first: f.first}
	if f.doubt {
		k.second = d.newSecond()
		*k.second = f.second
	}
	d.kept = append(d.kept, k)
	d.at = r + 1
	d.settle(&l.kdf)
}
