package device_test

import (
	"fmt"
	"slices"
)

// beginAnew is what ends an alarm: the link is cut and made anew in person, and
// messages flow. The founders' own link cannot be made anew; see the test's
// documentation.
func (h *history) beginAnew() error {
	if h.theft == honest || h.members < 4 || h.victim == 1 || !h.people[h.victim].told {
		return nil
	}
	lead, guests := h.w.Members[0], []int{2, 3}
	if h.victim != 0 {
		guests = []int{h.victim}
	}
	for _, g := range guests {
		if err := h.w.Rejoin(lead, h.w.Members[g]); err != nil {
			return broken("a new link ends an alarm", "%v", err)
		}
	}
	if err := h.w.Reintroduce(lead, h.w.Members[2], h.w.Members[3]); err != nil {
		return broken("a new link ends an alarm", "%v", err)
	}
	ways := [][2]int{{2, 3}, {3, 2}}
	for _, g := range guests {
		ways = append(ways, [2]int{0, g}, [2]int{g, 0})
	}
	if err := h.flow(ways); err != nil {
		return err
	}
	h.tally.anew++
	return nil
}

// flow has a message go each way given and arrive: mostly within a few rounds, but the
// cover of links that were cut may have the slots for as long as it lasts.
func (h *history) flow(ways [][2]int) error {
	text := func(w [2]int) string { return fmt.Sprintf("anew, from %d to %d", w[0], w[1]) }
	for _, w := range ways {
		m := h.w.Members[w[0]]
		if err := m.Unlock(); err != nil {
			return err
		}
		if _, err := m.Device.Send(m.Ties[w[1]], text(w)); err != nil {
			return broken("messages flow over the new link", "%d to %d: %v", w[0], w[1], err)
		}
		if err := m.Lock(); err != nil {
			return err
		}
	}
	left := slices.Clone(ways)
	for rounds := 0; len(left) > 0 && rounds < 24; rounds++ { // a pouch length and a half
		h.w.NextRound()
		for n, m := range h.w.Members {
			if err := m.Unlock(); err != nil {
				return err
			}
			got := texts(m.Device)
			left = slices.DeleteFunc(left, func(w [2]int) bool { return w[1] == n && slices.Contains(got, text(w)) })
			if err := m.Lock(); err != nil {
				return err
			}
		}
	}
	for _, w := range left {
		return broken("messages flow over the new link", "%d to %d: nothing came", w[0], w[1])
	}
	return nil
}
