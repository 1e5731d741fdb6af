package testworld

import (
	"errors"
	"fmt"

	"bulkhead/cell"
	"bulkhead/device"
)

// Meet lets everybody join, level by level, as people would: a lead shows an
// invitation, the newcomer joins by it, both are unlocked every second round until
// the link is secured and the welcome has come, and then the lead introduces
// its two. All phones are on meanwhile. It ends when every link of the shape is
// secured in both directions.
func (w *World) Meet() error {
	founder := w.Members[0]
	d, err := device.Found(founder.Env, founder.pass, w.founding())
	if err != nil {
		return err
	}
	d.Abandon()
	founder.SwitchOn()
	if err := w.join([][2]int{{0, 1}}, cell.Partner); err != nil {
		return err
	}
	for first := 2; first < w.Config.Members; {
		level := w.nextLevel(first)
		if err := w.join(level, cell.Led); err != nil {
			return err
		}
		if err := w.introduce(level); err != nil {
			return err
		}
		first += len(level)
	}
	return nil
}

// nextLevel pairs the next newcomers with those who will lead them: each member
// leads at most one pair, in the order of joining.
func (w *World) nextLevel(first int) (level [][2]int) {
	end := min(int(cell.Founders.FirstLed(int32(first))), w.Config.Members)
	for n := first; n < end; n++ {
		level = append(level, [2]int{LeadOf(n), n})
	}
	return level
}

// LeadOf returns who leads member n; -1 for the founders. Members 2 and 3 are
// led by 0, 4 and 5 by 1, and so on.
func LeadOf(n int) int { return int(cell.Founders.Lead(int32(n))) }

// join has pairs of inviter and newcomer meet and waits until they are secured.
func (w *World) join(pairs [][2]int, r cell.Relation) error {
	for _, p := range pairs {
		if err := w.invite(w.Members[p[0]], w.Members[p[1]], r); err != nil {
			return err
		}
	}
	return w.secure(pairs)
}

func (w *World) invite(host, guest *Member, r cell.Relation) error {
	if err := host.Unlock(); err != nil {
		return err
	}
	inv, tie, err := host.Device.Invite(r, "")
	named := host.Device.CardForJoining()
	if err := errors.Join(err, host.Lock()); err != nil {
		return fmt.Errorf("member %d invites member %d: %w", host.Number, guest.Number, err)
	}
	host.Ties[guest.Number] = tie
	joined, err := device.Join(guest.Env, guest.pass, inv, &named, "")
	if err != nil {
		return fmt.Errorf("member %d joins: %w", guest.Number, err)
	}
	joined.Abandon()
	guest.Ties[host.Number] = 1
	guest.SwitchOn()
	return nil
}

// introduce has each lead introduce the two it leads.
func (w *World) introduce(level [][2]int) error {
	var pairs [][2]int
	for i := 0; i+1 < len(level); i += 2 {
		lead, a, b := w.Members[level[i][0]], level[i][1], level[i+1][1]
		if err := lead.Unlock(); err != nil {
			return err
		}
		err := lead.Device.Introduce(lead.Ties[a], lead.Ties[b])
		if err := errors.Join(err, lead.Lock()); err != nil {
			return fmt.Errorf("member %d introduces: %w", lead.Number, err)
		}
		pairs = append(pairs, [2]int{a, b})
	}
	return w.secure(pairs)
}

// securingVisits is how often people open their devices for a link at most: with a
// tenth of the requests lost, twice the usual is plenty.
const securingVisits = 60

// securingPace is how many rounds lie between two visits: what was sealed at one is
// written and read in the round after, so in every second round a key exchange takes
// the fewest openings.
const securingPace = 2

// secure has the pairs' devices opened in every second round until their link is
// secured on both sides and its welcome has come.
func (w *World) secure(pairs [][2]int) error {
	for range securingVisits {
		if len(pairs) == 0 {
			return nil
		}
		for range securingPace {
			w.NextRound()
		}
		err := w.visit(w.awake(pairs))
		if err != nil {
			return err
		}
		left := pairs[:0:0]
		for _, p := range pairs {
			if !w.Members[p[0]].secured(p[1]) || !w.Members[p[1]].secured(p[0]) {
				left = append(left, p)
			}
		}
		pairs = left
	}
	return fmt.Errorf("after %d visits, %d links are not secured", securingVisits, len(pairs))
}

// elderVisits is how often at most in a pouch's length those who joined before, and whom
// nothing keeps busy, unlock while others join.
const elderVisits = 6

// awake returns those who unlock in this round while pairs are being secured:
// the pairs' members, those who lead them, and of all others who have joined a
// part, each once, in ascending order.
func (w *World) awake(pairs [][2]int) (all []*Member) {
	every, now := max(w.calendar.PouchRounds()/elderVisits, 4), int(w.calendar.At(w.now))
	in := map[int]bool{}
	for _, p := range pairs {
		for _, n := range []int{p[0], p[1], LeadOf(p[0]), LeadOf(p[1])} {
			in[n] = true
		}
	}
	for _, m := range w.Members {
		if in[m.Number] || len(m.Ties) > 0 && (now+m.Number)%every == 0 {
			all = append(all, m)
		}
	}
	return all
}

// visit has members unlock, look and lock again, side by side.
func (w *World) visit(members []*Member) error {
	failed := make([]error, len(w.Members))
	sideBySide(members, func(m *Member) { failed[m.Number] = m.SitDown() })
	for _, m := range members {
		w.listen(m)
	}
	return errors.Join(failed...)
}

// Rejoin has a lead cut its link with a member whom it leads, and the two meet:
// the member begins anew, with an empty disk, by an invitation of the lead's.
// It ends when the new link is secured.
func (w *World) Rejoin(host, guest *Member) error {
	if err := host.sever(guest.Number); err != nil {
		return err
	}
	guest.SwitchOff()
	for _, name := range []string{device.VaultFile, device.PouchFile} {
		if err := guest.Env.Dir.Remove(name); err != nil {
			return err
		}
	}
	clear(guest.Ties)
	clear(guest.read)
	if err := w.invite(host, guest, cell.Led); err != nil {
		return err
	}
	return w.secure([][2]int{{host.Number, guest.Number}})
}

// MakeDesk has a member begin anew as a desk's device, with an empty disk, by an invitation of
// a liaison's: its lead has cut their link. It ends when the new link is secured.
func (w *World) MakeDesk(lead, liaison, guest *Member) error {
	if err := lead.sever(guest.Number); err != nil {
		return err
	}
	guest.SwitchOff()
	for _, name := range []string{device.VaultFile, device.PouchFile} {
		if err := guest.Env.Dir.Remove(name); err != nil {
			return err
		}
	}
	clear(guest.Ties)
	clear(guest.read)
	if err := w.invite(liaison, guest, cell.Desk); err != nil {
		return err
	}
	return w.secure([][2]int{{liaison.Number, guest.Number}})
}

// Reintroduce has the lead of two make them a pair again, after the one that
// did not begin anew has cut what it had.
func (w *World) Reintroduce(lead, a, b *Member) error {
	for _, m := range []*Member{a, b} {
		if _, tied := m.Ties[partnerOf(m.Number)]; tied {
			if err := m.sever(partnerOf(m.Number)); err != nil {
				return err
			}
		}
	}
	return w.introduce([][2]int{{lead.Number, a.Number}, {lead.Number, b.Number}})
}

// sever cuts a link of the member's own.
func (m *Member) sever(other int) error {
	if err := m.Unlock(); err != nil {
		return err
	}
	err := m.Device.Sever(m.Ties[other], false)
	delete(m.Ties, other)
	if locked := m.Lock(); err == nil {
		err = locked
	}
	if err != nil {
		return fmt.Errorf("member %d severs: %w", m.Number, err)
	}
	return nil
}
