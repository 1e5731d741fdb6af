package endtoend

import (
	"fmt"
	"time"
)

// ending is how a run went on once nothing was killed any more.
type ending struct {
	backlog         int           // texts kept and not yet arrived when the killing ended
	drained         time.Duration // until all had arrived and were confirmed
	failing, failed float64       // percent of requests without an answer, before and since
}

// awaitDrain waits until everything kept has arrived and is confirmed. How long
// that may take is counted in rounds whose requests were answered: on a busy
// machine most are not.
func (w *world) awaitDrain() (e ending) {
	from := time.Now()
	kept, arrived, confirmed := w.journal.counts()
	e.backlog, e.failing = kept-arrived, w.journal.failedShare()
	enough := w.drain * len(w.people) * 2 * slots
	for w.journal.answeredSince() < enough && (arrived < kept || !confirmed) && !w.t.Failed() {
		time.Sleep(roundLength / 4)
		kept, arrived, confirmed = w.journal.counts()
	}
	e.drained, e.failed = time.Since(from), w.journal.failedShare()
	return e
}

// conclude opens the vaults and says what came of it all.
func (w *world) conclude(e ending) {
	vaults := map[*member]found{}
	for _, m := range w.people {
		vaults[m] = m.open(w.t)
	}
	v := w.journal.judge(vaults)
	for _, text := range v.wrong {
		w.t.Error(text)
	}
	_, _, confirmed := w.journal.counts()
	wall := time.Since(w.began)
	fmt.Printf("drop killed %d times, members' processes %d times, in %.0f s (%d rounds of %v)\n"+
		"%d of the members' in the midst of replacing the vault or the pouch\n"+
		"%d texts acknowledged as kept, %d of %d more arrived unacknowledged; lost %d, late %d, doubled %d\n"+
		"the last %d texts arrived within %.1f s of the last kill; all confirmed: %t; %d inboxes looked at after restarts\n"+
		"requests without an answer: %.0f %% during the killing, %.0f %% afterwards\n",
		w.kills, w.kills, wall.Seconds(), int(wall/roundLength), roundLength,
		w.torn, v.kept, v.unasked, len(w.journal.texts)-v.kept, v.lost, v.late, v.doubled,
		e.backlog, e.drained.Seconds(), confirmed, w.journal.holds, e.failing, e.failed)
	w.detail()
	if v.kept == 0 {
		w.t.Error("nothing was ever kept: nothing was tried")
	}
}

// detail says more with -v.
func (w *world) detail() {
	for _, from := range w.people {
		for to := range from.ties {
			if d := w.journal.delays(from, to); len(d) > 0 {
				w.t.Logf("%s to %s: %d texts, half of them within %.1f rounds, 95 %% within %.1f, all within %.1f", from.name, to.name,
					len(d), inRounds(d[len(d)/2]), inRounds(d[len(d)*95/100]), inRounds(d[len(d)-1]))
			}
		}
	}
	for why, n := range w.journal.troubles {
		w.t.Logf("%d refills failed and were tried again: %s", n, why)
	}
}

func inRounds(d time.Duration) float64 { return float64(d) / float64(roundLength) }
