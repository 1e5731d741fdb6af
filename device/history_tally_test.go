package device_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// historyTally is what happened in histories.
type historyTally struct {
	histories [thefts]int
	openings  int
	decoys    int
	messages  int
	refusals  int // messages that the device did not take
	crashes   int
	puts      int
	clashes   int // writes of other bytes under an id than the first that left
	refused   int // by the drop, for that

	signs  map[string]int // shown to a device, each told of at once
	judged [thefts]int
	toldOf [thefts]int
	silent map[string]int // why
	owners int            // of those told of: the owner too
	delays []int          // rounds from the theft to the first alarm
	anew   int
	met    int // histories in which two sealings met under one id
	metOf  int // of these, told of

	first      int // round of the first alarm from the theft, in one history
	quietSeeds []string
}

func newHistoryTally() *historyTally {
	return &historyTally{signs: map[string]int{}, silent: map[string]int{}, first: -1}
}

func (t *historyTally) sign(s string) { t.signs[s]++ }

func (t *historyTally) add(o *historyTally) {
	for i := range t.histories {
		t.histories[i] += o.histories[i]
		t.judged[i] += o.judged[i]
		t.toldOf[i] += o.toldOf[i]
	}
	for _, sum := range []struct{ to, from *int }{
		{&t.openings, &o.openings}, {&t.decoys, &o.decoys}, {&t.messages, &o.messages}, {&t.refusals, &o.refusals}, {&t.crashes, &o.crashes},
		{&t.puts, &o.puts}, {&t.clashes, &o.clashes}, {&t.refused, &o.refused}, {&t.owners, &o.owners}, {&t.anew, &o.anew},
		{&t.met, &o.met}, {&t.metOf, &o.metOf},
	} {
		*sum.to += *sum.from
	}
	for s, n := range o.signs {
		t.signs[s] += n
	}
	for s, n := range o.silent {
		t.silent[s] += n
	}
	t.delays = append(t.delays, o.delays...)
	t.quietSeeds = append(t.quietSeeds, o.quietSeeds...)
}

// String is a table for people.
func (t *historyTally) String() string {
	var b strings.Builder
	row := func(name, format string, args ...any) {
		fmt.Fprintf(&b, "  %-58s "+format+"\n", append([]any{name}, args...)...)
	}
	row("histories without a copy, false alarms", "%d, 0", t.histories[honest])
	for k := oldVault; k < thefts; k++ {
		row(k.String()+": histories, told of", "%d, %d", t.judged[k], t.toldOf[k])
	}
	for _, why := range slices.Sorted(maps.Keys(t.silent)) {
		row("silent: "+why, "%d", t.silent[why])
	}
	slices.Sort(t.delays)
	if n := len(t.delays); n > 0 {
		row("rounds to the first alarm: median, 95 %, most", "%d, %d, %d", t.delays[n/2], t.delays[n*95/100], t.delays[n-1])
		row("told, the owner among them", "%d of %d", t.owners, n)
	}
	for _, s := range slices.Sorted(maps.Keys(t.signs)) {
		row("shown "+s+", and said so", "%d", t.signs[s])
	}
	row("linked anew after it, and messages flow", "%d", t.anew)
	row("openings, of the decoy, power cuts", "%d, %d, %d", t.openings, t.decoys, t.crashes)
	row("messages taken, not taken, writes that left", "%d, %d, %d", t.messages, t.refusals, t.puts)
	row("writes of other bytes under an id, refused, taken", "%d, %d, 0", t.clashes, t.refused)
	row("histories where two sealings met under one id, told of", "%d, %d", t.met, t.metOf)
	return b.String()
}
