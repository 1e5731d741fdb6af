package pouch

import "bulkhead/box"

// Ran returns the rounds since the sealing, ascending, in which a worker attempted
// every write; of rounds that are not believed to have begun, see Believe, none.
// Whether anybody answered says nothing here. Of the rounds that the file has, what
// is proven counts, taken in or not. Of those that an opening without keys has
// forgotten, and of a file that was loaded without the key, what the head says
// counts, from the round before the sealing on: whoever sealed has taken in what was
// before, and the head has no proof.
func (p *Pouch) Ran() (rounds []box.Round) {
	was := p.head.ran()
	for r := max(was.First(), p.Number()-1); r <= min(was.Last(), p.believed); r++ {
		if was.Ran(r) && (p.proven == nil || r+1 < p.First()) {
			rounds = append(rounds, r)
		}
	}
	all := 0
	for entry := range p.shape.entries() {
		if entry%p.shape.slots == 0 {
			all = 0
		}
		if p.meta(entry).writeAttempts() > 0 && p.proven != nil && p.proven[entry] {
			all++
		}
		if r := p.roundOf(entry); all == p.shape.slots && r <= p.believed {
			rounds = append(rounds, r)
		}
	}
	return rounds
}
