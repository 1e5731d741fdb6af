package link

// direction is one end's view of one direction: which epoch serves which
// round, and the secrets of rounds from at − PL on.
type direction struct {
	number uint8
	reads  bool  // the reader's view
	pouch  int64 // PL
	at     int64 // first round that the chains still yield
	heard  int64 // reader: highest `sealed` heard (u)
	trial  bool  // writer: the last turn was set by the last sealing, which may yet be lost

	first   first       // in memory only
	epochs  []epochKeys // ascending, without gaps; only the last may be without its turn
	kept    []kept      // ascending, within PL rounds before at; older ones, erased, may come first
	seconds []*second   // erased, for the next ones; in memory only
}

func (d *direction) newest() *epochKeys { return &d.epochs[len(d.epochs)-1] }

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
func (d *direction) firstOf(x *kdf, es []epochKeys, r int64, out *secrets) bool {
	c := serving(es, r, 0)
	return c >= 0 && es[c].content.yield(x, &nameContent, r, out.content.Bytes()) &&
		d.idOf(x, es, r, &out.id)
}

// idOf yields the known id secret of round r ≥ at from the chains es.
func (d *direction) idOf(x *kdf, es []epochKeys, r int64, out *idKey) bool {
	i := serving(es, r, d.pouch)
	return i >= 0 && es[i].id.yield(x, &nameID, r, out.Bytes())
}

// walk steps the direction to round to. Rounds passed over are kept, as far as
// they lie within PL rounds before to.
func (d *direction) walk(x *kdf, to int64) {
	if to <= d.at {
		return
	}
	for r := max(d.at, to-d.pouch); r < to; r++ {
		k := kept{round: r}
		if r == d.at && d.first.live {
			d.first.step(d.epochs)
			k.first, k.second = d.first.secrets, d.first.kept(d)
			d.kept = append(d.kept, k)
			continue
		}
		if d.firstOf(x, d.epochs, r, &k.first) {
			if s := (second{}); d.secondOf(x, d.epochs, r, &s) {
				k.second = d.newSecond()
				*k.second = s
			}
			d.kept = append(d.kept, k)
		}
	}
	d.at = to
	d.settle(x)
}

// settle brings every chain to the first round it can still serve, and erases
// what no round from at − PL on uses. Every change of a direction ends in it,
// so the same facts always leave the same bytes.
func (d *direction) settle(x *kdf) {
	d.first.erase()
	for i := range d.epochs {
		e := &d.epochs[i]
		start := d.start(e)
		e.content.advance(x, &nameContent, max(d.at, start))
		e.id.advance(x, &nameID, max(d.at, start+d.pouch))
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

// erase zeroes every secret.
func (d *direction) erase() {
	d.first.erase()
	for i := range d.epochs {
		d.epochs[i].content.erase()
		d.epochs[i].id.erase()
	}
	for i := range d.kept {
		d.drop(&d.kept[i])
	}
	d.epochs, d.kept, d.seconds = nil, nil, nil
}
