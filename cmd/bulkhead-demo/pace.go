package main

import (
	"fmt"
	"time"
)

// paceRounds is over how many rounds their length is looked at.
const paceRounds = 6

// pace watches how long rounds really last. It is the story's goroutine's.
type pace struct {
	marks   []mileage
	said    time.Duration // the length last told, or 0
	longest time.Duration // of a round, on average over paceRounds
}

// mileage is when, since the beginning, a round was first seen.
type mileage struct {
	round int
	at    time.Duration
}

// busyRound is a length that is worth telling: shorter ones need no patience.
const busyRound = time.Second

// at takes in that it is round n, so long after the beginning. It returns a
// sentence if rounds have become twice as long as was told last, or half.
func (p *pace) at(n int, since time.Duration) (sentence string, changed bool) {
	if last := len(p.marks) - 1; last >= 0 && n <= p.marks[last].round {
		return "", false
	}
	p.marks = append(p.marks, mileage{n, since})
	for len(p.marks) > 1 && n-p.marks[1].round >= paceRounds {
		p.marks = p.marks[1:]
	}
	rounds := n - p.marks[0].round
	if rounds < paceRounds {
		return "", false
	}
	length := (since - p.marks[0].at) / time.Duration(rounds)
	p.longest = max(p.longest, length)
	switch {
	case length >= busyRound && length >= 2*p.said:
		p.said = length
		return fmt.Sprintf("this machine is busy: rounds of %v from here on", length.Round(100*time.Millisecond)), true
	case p.said > 0 && 2*length <= p.said:
		p.said = max(length, busyRound/2)
		return fmt.Sprintf("this machine has more time again: rounds of %v", length.Round(10*time.Millisecond)), true
	}
	return "", false
}
