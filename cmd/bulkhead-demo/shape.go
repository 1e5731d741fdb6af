package main

import (
	"strings"

	"bulkhead/cell"
)

// shape is who leads whom. Members are numbered from 0 in the order of joining,
// which is [cell.Founders].
type shape int

// minMembers is the fewest that make a story: the founders and one pair.
const minMembers = 4

// lead returns who leads member n, −1 for a founder.
func (shape) lead(n int) int { return int(cell.Founders.Lead(int32(n))) }

// partner returns the other one of n's pair; false if it is not there.
func (s shape) partner(n int) (int, bool) {
	p := int(cell.Founders.Partner(int32(n)))
	return p, p < int(s)
}

// led returns those whom n leads: two, one or none.
func (s shape) led(n int) (led []int) {
	first := int(cell.Founders.FirstLed(int32(n)))
	for m := first; m < min(first+2, int(s)); m++ {
		led = append(led, m)
	}
	return led
}

// level is how many leads stand above n.
func (s shape) level(n int) int {
	if n < 2 {
		return 0
	}
	return 1 + s.level(s.lead(n))
}

// levels lists the members by level, the founders first.
func (s shape) levels() (all [][]int) {
	for n := range int(s) {
		if l := s.level(n); l == len(all) {
			all = append(all, nil)
		}
		all[len(all)-1] = append(all[len(all)-1], n)
	}
	return all
}

// ties lists all whom n is tied to: partner, lead, led.
func (s shape) ties(n int) (all []int) {
	if p, ok := s.partner(n); ok {
		all = append(all, p)
	}
	if l := s.lead(n); l >= 0 {
		all = append(all, l)
	}
	return append(all, s.led(n)...)
}

// links lists every link of the shape once, the lower number first.
func (s shape) links() (all [][2]int) {
	for n := range int(s) {
		for _, m := range s.ties(n) {
			if n < m {
				all = append(all, [2]int{n, m})
			}
		}
	}
	return all
}

// name is what this program calls member n: A and B, their led A1, A2, B1, B2,
// and so on downwards.
func (s shape) name(n int) string {
	if n < 2 {
		return "AB"[n : n+1]
	}
	return s.name(s.lead(n)) + "12"[n&1:n&1+1]
}

// names joins the names of several.
func (s shape) names(all []int) string {
	var names []string
	for _, n := range all {
		names = append(names, s.name(n))
	}
	return strings.Join(names, ", ")
}

// role is what a seized member was in the group.
type role string

const (
	leaf    role = "leaf"    // leads nobody
	lead    role = "lead"    // leads a pair and is led
	founder role = "founder" // leads a pair, is led by nobody
)

// first returns the first member of a role with a full cell, −1 if there is
// none.
func (s shape) first(r role) int {
	for n := range int(s) {
		_, paired := s.partner(n)
		is := leaf
		switch {
		case n < 2:
			is = founder
		case len(s.led(n)) > 0:
			is = lead
		}
		if is == r && paired && (r == leaf || len(s.led(n)) == 2) {
			return n
		}
	}
	return -1
}

// reach counts the hops by which something that goes from a founder to partner
// and led, adopted ones too, comes to everybody else, around the members that
// are gone. Who is not in it is not reached.
func (s shape) reach(from int, gone map[int]bool, adopted map[int][]int) map[int]int {
	hops := map[int]int{from: 0}
	for queue := []int{from}; len(queue) > 0; queue = queue[1:] {
		n := queue[0]
		next := append(s.led(n), adopted[n]...)
		if p, ok := s.partner(n); ok {
			next = append(next, p)
		}
		for _, m := range next {
			if _, seen := hops[m]; !seen && !gone[m] {
				hops[m] = hops[n] + 1
				queue = append(queue, m)
			}
		}
	}
	return hops
}
