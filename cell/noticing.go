package cell

import (
	"math"
	"slices"
	"time"

	"bulkhead/box"
	"bulkhead/round"
)

// Noticing says when somebody who is taken is missed, by a group's calendar and its
// check-in. Without hours that is what is left of the time between two check-ins, and
// the grace. In a group with hours people open their devices as a span begins, and again
// in it if the check-in is shorter, as seldom as that lets them; and they are missed by the rule of [State.Tick], in a round:
// so a missed span is the soonest. The zero Noticing notices at once.
type Noticing struct {
	every, grace time.Duration
	habits       []habit // with hours: the spans that people may open their devices in
}

// habit is one choice of spans to open one's device in, which comes again and again.
type habit struct {
	period   time.Duration // whole days
	absences []absence     // in order; together as long as the period
}

// absence is the time between two unlocks, since some midnight, and when others miss
// somebody who was taken in it.
type absence struct{ from, to, missed time.Duration }

// NoticingOf weighs check-in times in a calendar; one without length is one without
// hours. Times below 0 are 0.
func NoticingOf(c round.Calendar, every, grace time.Duration) Noticing {
	n := Noticing{every: max(every, 0), grace: max(grace, 0)}
	if !c.HasHours() {
		return n
	}
	in := CheckInOf(c, every, grace)
	s := spans{c, c.Whole()}
	for first := range s.whole {
		n.habits = append(n.habits, s.habit(first, in))
	}
	return n
}

// spans are a calendar's, those of a day.
type spans struct {
	calendar round.Calendar
	whole    []round.Span
}

// someDay is a midnight from which on days are counted here.
var someDay = time.Unix(0, 0).UTC().AddDate(0, 0, 1000)

const oneDay = 24 * time.Hour

// begin returns when the k-th span begins, since midnight of the first day.
func (s spans) begin(k int) time.Duration {
	return time.Duration(k/len(s.whole))*oneDay + s.whole[k%len(s.whole)].From
}

// habit returns the unlocks of somebody who opens their device in the given span, from
// where on they come again: always in the last span that the check-in lets them wait for.
func (s spans) habit(first int, in CheckIn) habit {
	m, seen := len(s.whole), map[int]int{}
	var unlocks []time.Duration
	for k := first; ; {
		if at, again := seen[k%m]; again {
			h := habit{period: s.begin(k) - unlocks[at]}
			for i, from := range unlocks[at:] {
				to := s.begin(k)
				if at+i+1 < len(unlocks) {
					to = unlocks[at+i+1]
				}
				h.absences = append(h.absences, absence{from, to, s.missed(from, in)})
			}
			return h
		}
		seen[k%m] = len(unlocks)
		for u := s.begin(k); u < s.begin(k)+s.whole[k%m].Length; u += s.time(in.Every) {
			unlocks = append(unlocks, u)
		}
		k = s.next(k, unlocks[len(unlocks)-1]+s.time(in.Every))
	}
}

// next returns the span after the k-th that somebody may wait for who is due at a time.
func (s spans) next(k int, due time.Duration) int {
	next := max(k+1, int(due/oneDay-1)*len(s.whole))
	for s.begin(next+1) <= due {
		next++
	}
	return next
}

func (s spans) time(lengths uint32) time.Duration {
	return time.Duration(lengths) * s.calendar.Length
}

// missed returns when somebody is missed at the soonest who last unlocked at a time: as
// the round ends in which the grace is over, and in which others have listened for long
// enough since an unlock was due.
func (s spans) missed(unlocked time.Duration, in CheckIn) time.Duration {
	c, at := s.calendar, someDay.Add(unlocked)
	heard := c.At(c.Next(at.Add(s.time(in.Every))))
	late := c.At(c.Next(at.Add(s.time(in.Every) + s.time(in.Grace))))
	return c.End(max(late, heard-1+box.Round(min(listenFor, in.Grace)))).Sub(someDay)
}

// PEff returns the probability that a captured person's contact is taken too before
// anybody notices; see the function [PEff].
func (n Noticing) PEff(p float64, mean time.Duration) float64 {
	if len(n.habits) == 0 || mean <= 0 {
		return PEff(p, n.every, n.grace, mean)
	}
	noticed := 0.0 // the mean of e^(−wait/θ) over the time of the capture
	for _, w := range n.habits {
		sum := 0.0
		for _, a := range w.absences { // ∫ e^(−(missed − x)/θ) dx / θ
			sum += math.Exp(-ratio(a.missed-a.to, mean)) - math.Exp(-ratio(a.missed-a.from, mean))
		}
		noticed += sum / ratio(w.period, mean)
	}
	return min(max(p, 0), 1) * (1 - noticed/float64(len(n.habits)))
}

// After returns how long it takes until somebody is missed who is taken at a time since
// some midnight. drawn, 0 to 1, decides what is chance: without hours, how long ago the
// last unlock was; with hours, in which spans they open their device.
func (n Noticing) After(at time.Duration, drawn float64) time.Duration {
	if len(n.habits) == 0 {
		return n.grace + time.Duration(drawn*float64(n.every))
	}
	chosen := drawn * float64(len(n.habits))
	w := n.habits[min(int(chosen), len(n.habits)-1)]
	days := int(w.period / oneDay)
	at += time.Duration(min(int((chosen-math.Floor(chosen))*float64(days)), days-1)) * oneDay
	first := w.absences[0].from
	at = first + ((at-first)%w.period+w.period)%w.period
	i, _ := slices.BinarySearchFunc(w.absences, at, func(a absence, at time.Duration) int {
		if a.to <= at {
			return -1
		}
		return 1
	})
	return w.absences[i].missed - at
}

// Longest returns the longest that somebody who was taken is not missed: the check-in
// and the grace, or longer where no span is then.
func (n Noticing) Longest() time.Duration {
	longest := n.every + n.grace
	if len(n.habits) > 0 {
		longest = 0
	}
	for _, w := range n.habits {
		for _, a := range w.absences {
			longest = max(longest, a.missed-a.from)
		}
	}
	return longest
}

// Late returns how late somebody may open their device after they were to at the latest
// without being missed: the grace without hours, or less or more as rounds are.
func (n Noticing) Late() time.Duration {
	if len(n.habits) == 0 {
		return n.grace
	}
	least := time.Duration(math.MaxInt64)
	for _, h := range n.habits {
		for _, a := range h.absences {
			least = min(least, a.missed-a.to)
		}
	}
	return least
}

// PerDay returns how often a day somebody opens their device at least.
func (n Noticing) PerDay() float64 {
	if len(n.habits) == 0 {
		return float64(oneDay) / float64(n.every)
	}
	sum := 0.0
	for _, w := range n.habits {
		sum += float64(len(w.absences)) / (float64(w.period) / float64(oneDay))
	}
	return sum / float64(len(n.habits))
}
