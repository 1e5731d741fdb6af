package main

import (
	"fmt"
	"time"
)

// table shows the figures and the promises.
func (p *page) table(r *report) {
	p.round = nil
	p.act("The table", "")
	rows := [][2]string{
		{"members, links", fmt.Sprintf("%d, %d", r.Members, r.Links)},
		{"messages, one for each reader", fmt.Sprintf("%d sent, %d shown, %d twice, %d said to be undelivered, %d lost",
			r.Sent, r.Delivered, r.Duplicated, r.Undelivered, r.Lost)},
		{"rounds per link, accepted to shown", fmt.Sprintf("half within %.1f, 95 %% within %.1f, at most %.1f", r.HopRoundsP50, r.HopRoundsP95, r.HopRoundsMax)},
	}
	if len(r.Seizures) > 0 && r.Seizures[0].CutBy > 0 {
		rows = append(rows, [2]string{"seized to cut off by all who knew it", fmt.Sprintf("%.0f rounds", r.Seizures[0].CutRounds)})
	}
	if r.Healed > 0 {
		rows = append(rows, [2]string{"cut off to a new lead for all orphans", fmt.Sprintf("%.0f rounds", r.HealRounds)})
	}
	rows = append(rows, [][2]string{
		{"requests", fmt.Sprintf("%d, each on a TLS connection of its own; %d unanswered, %d refused, %d late", r.Requests, r.FailedRequests, r.RefusedRequests, r.LateRequests)},
		{"on the wire, per device and round", fmt.Sprintf("%.1f kB for %d writes and %d reads", r.BytesPerDeviceRound/1000, slots, slots)},
		{"time", fmt.Sprintf("%v, %d rounds of %.2f s on average, of %.2f s where they took longest",
			time.Duration(r.WallSeconds*float64(time.Second)).Round(100*time.Millisecond), r.Rounds, r.RoundSeconds, r.LongestRoundSeconds)},
	}...)
	for _, row := range rows {
		p.line("   %-38s %s", row[0], row[1])
	}
	p.line("")
	for _, promise := range r.Promises {
		verdict := p.in(green, "held  ")
		if !promise.Held {
			verdict = p.in(red, "BROKEN")
		}
		p.line("   %s %-62s %s", verdict, promise.What, promise.Found)
	}
	for _, problem := range r.Problems {
		p.line("   %s %s", p.in(red, "·"), problem)
	}
	for what, n := range r.Troubled {
		p.line("   %s", p.in(faint, fmt.Sprintf("tried again %d times: %s", n, what)))
	}
	p.line("")
	p.line("   %s", p.in(faint, "Not shown here: who is questioned long enough leads on from person to person, if nobody severs in time."))
}
