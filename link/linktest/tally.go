package linktest

import (
	"fmt"
	"strings"

	"bulkhead/link"
)

// Tally counts what happened, so that a history in which nothing did is not
// taken for one that held.
type Tally struct {
	Worlds, Rounds                                         int
	Unlocks, Loads, Sealings                               int
	SavesAlone, Moved                                      int
	SealingsLost, PouchesLost                              int
	Absences, ClockJumps                                   int
	Crashes                                                [points]int
	Puts, Gets, Opened                                     int
	Said                                                   int // headers held to what their device said
	Seconds                                                int
	Meetings, MetUncertain                                 int
	Sent, Full                                             int
	Delivered, Confirmed, Expired                          int
	Lids                                                   [lidKinds]int // boxes that left behind another than their own
	Alarmed                                                int           // boxes heard that told of duress
	Forgotten                                              int           // rounds whose results were not taken in
	Epochs                                                 int           // begun, on both sides
	MaxEpoch                                               uint32
	MaxState                                               int // bytes of the largest link saved
	Backlogs, WorstBacklog, WorstBound                     int // quiet rounds used, and allowed, in the tightest case
	Restores, Clones, Clashes, Alarms, Refused, OwnEarlier int
	Sticks, SticksLost, Carried, CarriedAgain              int // sealed; lost; boxes of them opened, and passed over since they were opened before
	TooOld, Scratched, HandHeard, GivenTwice               int
	Parcels, Announced, Whole, Chunks                      int // sent; heard of; taken in; chunks that came
	NoRoom, Admitted, TakenBack, Untold, Cuts              int // announced without room; let in later; cancelled; of which withdrawals had to wait; links whose parcels were dropped
	ChunksLost, TurnsFailed, RefusedParcels, ParcelRounds  int // damaged where they lay; turns of a shelf; quiet rounds that the rest took
	Freezes                                                map[link.Reason]int
	Warnings                                               map[link.WarningKind]int
}

func (t *Tally) largest(n int)  { t.MaxState = max(t.MaxState, n) }
func (t *Tally) epoch(e uint32) { t.Epochs++; t.MaxEpoch = max(t.MaxEpoch, e) }

func (t *Tally) froze(r link.Reason) {
	if t.Freezes == nil {
		t.Freezes = map[link.Reason]int{}
	}
	t.Freezes[r]++
}

func (t *Tally) warned(k link.WarningKind) {
	if t.Warnings == nil {
		t.Warnings = map[link.WarningKind]int{}
	}
	t.Warnings[k]++
}

// drained notes that a backlog took n rounds where bound were allowed. The
// tightest is that of a backlog without gaps.
func (t *Tally) drained(n, bound, gaps int) {
	t.Backlogs++
	if gaps > 0 || bound == 0 {
		return
	}
	if t.WorstBound == 0 || bound-n < t.WorstBound-t.WorstBacklog {
		t.WorstBacklog, t.WorstBound = n, bound
	}
}

// Add adds another world's counts.
func (t *Tally) Add(o *Tally) {
	for _, p := range t.sums(o) {
		*p.to += *p.from
	}
	for i := range t.Crashes {
		t.Crashes[i] += o.Crashes[i]
	}
	for i := range t.Lids {
		t.Lids[i] += o.Lids[i]
	}
	t.MaxEpoch = max(t.MaxEpoch, o.MaxEpoch)
	t.largest(o.MaxState)
	if o.Backlogs > 0 {
		t.Backlogs += o.Backlogs - 1
		t.drained(o.WorstBacklog, o.WorstBound, 0)
	}
	addCounts(&t.Freezes, o.Freezes)
	addCounts(&t.Warnings, o.Warnings)
}

func addCounts[K comparable](to *map[K]int, from map[K]int) {
	if *to == nil {
		*to = map[K]int{}
	}
	for k, n := range from {
		(*to)[k] += n
	}
}

type sum struct{ to, from *int }

func (t *Tally) sums(o *Tally) []sum {
	a, b := t.counts(), o.counts()
	s := make([]sum, len(a))
	for i := range a {
		s[i] = sum{a[i], b[i]}
	}
	return s
}

func (t *Tally) counts() []*int {
	return []*int{
		&t.Worlds, &t.Rounds, &t.Unlocks, &t.Loads, &t.Sealings, &t.SavesAlone, &t.Moved, &t.SealingsLost,
		&t.PouchesLost, &t.Absences, &t.ClockJumps, &t.Puts, &t.Gets, &t.Opened, &t.Said, &t.Seconds,
		&t.Meetings, &t.MetUncertain, &t.Sent, &t.Full, &t.Delivered, &t.Confirmed, &t.Expired, &t.Alarmed, &t.Forgotten, &t.Epochs,
		&t.Sticks, &t.SticksLost, &t.Carried, &t.CarriedAgain, &t.TooOld, &t.Scratched, &t.HandHeard, &t.GivenTwice,
		&t.Parcels, &t.Announced, &t.Whole, &t.Chunks, &t.NoRoom, &t.Admitted, &t.TakenBack, &t.Untold, &t.Cuts,
		&t.ChunksLost, &t.TurnsFailed, &t.RefusedParcels, &t.ParcelRounds,
		&t.Restores, &t.Clones, &t.Clashes, &t.Alarms, &t.Refused, &t.OwnEarlier,
	}
}

// String is the tally for a person, a few lines.
func (t *Tally) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d worlds, %d rounds; %d unlocks, %d loads, %d sealings (%d lost, %d overtaken), %d saves alone\n",
		t.Worlds, t.Rounds, t.Unlocks, t.Loads, t.Sealings, t.SealingsLost, t.Moved, t.SavesAlone)
	fmt.Fprintf(&b, "%d puts, %d gets (%d second candidates), %d boxes opened, %d of %d boxes met by a reader with two candidates\n",
		t.Puts, t.Gets, t.Seconds, t.Opened, t.MetUncertain, t.Meetings)
	fmt.Fprintf(&b, "%d messages: %d delivered, %d confirmed, %d expired, %d refused (outbox full)\n",
		t.Sent, t.Delivered, t.Confirmed, t.Expired, t.Full)
	fmt.Fprintf(&b, "%d boxes left behind another lid, %d behind one that tells of duress (%d heard), %d spoilt (%d warnings); %d rounds forgotten\n",
		t.Lids[plain], t.Lids[duress], t.Alarmed, t.Lids[spoilt], t.Warnings[link.WarnUnreadable], t.Forgotten)
	fmt.Fprintf(&b, "%d epochs begun, the highest %d; largest link %d bytes; %d backlogs drained, the tightest in %d of %d rounds\n",
		t.Epochs, t.MaxEpoch, t.MaxState, t.Backlogs, t.WorstBacklog, t.WorstBound)
	fmt.Fprintf(&b, "%d sticks (%d lost), %d boxes by hand opened; passed over: %d opened before, %d damaged, %d too old; %d numbers given twice\n",
		t.Sticks, t.SticksLost, t.Carried, t.CarriedAgain, t.Scratched, t.TooOld, t.GivenTwice)
	fmt.Fprintf(&b, "%d parcels: %d announced (%d without room, %d of them let in later), %d whole of %d chunks; %d taken back (%d withdrawals waited), %d cut, %d refused; %d chunks damaged, %d turns failed\n",
		t.Parcels, t.Announced, t.NoRoom, t.Admitted, t.Whole, t.Chunks, t.TakenBack, t.Untold, t.Cuts, t.RefusedParcels, t.ChunksLost, t.TurnsFailed)
	fmt.Fprintf(&b, "%d absences, %d clock jumps, %d pouches lost, crashes:", t.Absences, t.ClockJumps, t.PouchesLost)
	for i, n := range t.Crashes {
		fmt.Fprintf(&b, " %s %d;", pointNames[i], n)
	}
	if t.Restores+t.Clones > 0 {
		fmt.Fprintf(&b, "\n%d restores, %d clones, %d boxes with two contents, %d refused by the drop (%d by a known earlier sealing), %d worlds alarmed; frozen %v, warned %v",
			t.Restores, t.Clones, t.Clashes, t.Refused, t.OwnEarlier, t.Alarms, t.Freezes, t.Warnings)
	}
	return b.String()
}
