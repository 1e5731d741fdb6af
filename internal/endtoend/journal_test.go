package endtoend

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// journal is what the parent knows, who is never killed. All of it may be used
// by several goroutines.
type journal struct {
	mu    sync.Mutex
	texts map[string]*text // by name
	open  map[*member]int  // as last told
	holds int              // inboxes told at a start
	wrong []string

	answered, failed int // requests, of rounds that were told of
	troubles         map[string]int
}

// text is one message and what became of it.
type text struct {
	from, to *member
	whole    string
	kept     bool          // its device said that it is kept
	refused  bool          // or that it is not accepted
	arrived  bool          // the other's device said that it has it, kept
	told     time.Time     // when it was said to be kept
	delay    time.Duration // from then until it was said to have arrived
}

func newJournal() *journal {
	return &journal{texts: map[string]*text{}, open: map[*member]int{}, troubles: map[string]int{}}
}

// draft writes down a text before anybody is told of it.
func (j *journal) draft(from, to *member, length int) *text {
	j.mu.Lock()
	defer j.mu.Unlock()
	x := &text{from: from, to: to, whole: fmt.Sprintf("%s%s%d %s", from.name, to.name, len(j.texts), strings.Repeat("and so on ", length/10))}
	j.texts[name(x.whole)] = x
	return x
}

// hear takes in a line that a member's process said.
func (j *journal) hear(m *member, line string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	verb, rest, _ := strings.Cut(line, " ")
	words := strings.Fields(rest)
	switch verb {
	case "kept":
		j.texts[words[0]].kept, j.texts[words[0]].told = true, time.Now()
	case "refused":
		j.texts[words[0]].refused = true
	case "arrived", "holds":
		if verb == "holds" {
			j.holds++
		}
		slices.Sort(words)
		for i, w := range words {
			if i > 0 && words[i-1] == w {
				j.wrong = append(j.wrong, "after a restart "+m.name+" holds twice: "+w)
			}
			j.arrived(m, w)
		}
	case "open":
		j.open[m], _ = strconv.Atoi(words[0])
	case "trouble":
		j.troubles[rest]++
	case "round":
		answered, _ := strconv.Atoi(words[0])
		failed, _ := strconv.Atoi(words[1])
		j.answered, j.failed = j.answered+answered, j.failed+failed
	default:
		j.wrong = append(j.wrong, m.name+" said something else: "+verb)
	}
}

func (j *journal) arrived(m *member, word string) {
	x := j.texts[word]
	if x == nil || x.to != m {
		j.wrong = append(j.wrong, m.name+" has what nobody wrote to it: "+word)
		return
	}
	if !x.arrived && x.kept {
		x.delay = time.Since(x.told)
	}
	x.arrived = true
}

// delays returns how long the texts from one member to another took, shortest
// first; from and to may be nil, for all.
func (j *journal) delays(from, to *member) (all []time.Duration) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, x := range j.texts {
		if x.kept && x.arrived && (from == nil || from == x.from && to == x.to) {
			all = append(all, x.delay)
		}
	}
	slices.Sort(all)
	return all
}

// counts returns how many texts are kept, kept and arrived, and whether
// everybody's own texts are confirmed.
func (j *journal) counts() (kept, arrived int, confirmed bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, x := range j.texts {
		if x.kept {
			kept++
			if x.arrived {
				arrived++
			}
		}
	}
	confirmed = true
	for _, n := range j.open {
		confirmed = confirmed && n == 0
	}
	return kept, arrived, confirmed
}

// answeredSince returns how many requests were answered since the last call of
// failedShare.
func (j *journal) answeredSince() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.answered
}

// failedShare returns how many of the requests told of since the last call had
// no answer, in percent.
func (j *journal) failedShare() float64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	share := 100 * float64(j.failed) / max(1, float64(j.answered+j.failed))
	j.answered, j.failed = 0, 0
	return share
}
