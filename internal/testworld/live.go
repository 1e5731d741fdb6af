package testworld

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/mail"
)

// message is one line from one member to another, and what became of it.
type message struct {
	from, to  int
	text      string
	sent      box.Round
	number    uint32    // at the sender's
	came      box.Round // first arrival at the other's phone
	arrivals  int
	confirmed bool // the sender's device says: received by the other
	given     bool // the sender's device says: not delivered
	kept      bool // the sender's device still shows it
	refused   bool // the sender's device would not write it: see World.Drilling
}

// Live lets people live as their Config says: phones go on and off, owners
// unlock, write and read. Phones are all on, and everything has been secured,
// when it begins.
func (w *World) Live() error {
	start := w.calendar.Next(w.now)
	w.runUntil(start)
	end := start.Add(w.Traffic + w.Drain)
	for _, m := range w.Members {
		m.startHabits()
	}
	visits := w.planVisits(start, end)
	for _, t := range sortedTimes(visits) {
		w.runUntil(t)
		writing := t.Before(start.Add(w.Traffic))
		if err := w.unlockAll(visits[t], writing); err != nil {
			return err
		}
	}
	w.runUntil(end)
	return w.unlockAll(w.Members, false)
}

// startHabits puts the phone somewhere in its life of times on and off.
func (m *Member) startHabits() {
	if m.w.Off == 0 {
		return
	}
	if m.chance.Float64() < float64(m.w.Off)/float64(m.w.On+m.w.Off) {
		m.goOff()
	} else {
		m.goOn()
	}
}

func (m *Member) goOn() {
	m.SwitchOn()
	power := m.power
	m.w.at(m.w.now.Add(m.lasts(m.w.On)), func() {
		if m.power == power {
			m.goOff()
		}
	})
}

func (m *Member) goOff() {
	m.SwitchOff()
	power := m.power
	m.w.at(m.w.now.Add(m.lasts(m.w.Off)), func() {
		if m.power == power {
			m.goOn()
		}
	})
}

// lasts draws an exponential time.
func (m *Member) lasts(mean time.Duration) time.Duration {
	return time.Duration(-math.Log(1-m.chance.Float64()) * float64(mean))
}

// planVisits draws when everybody unlocks: once in each of Unlocks equal parts
// of every day, a quarter into some round, so that members who unlock in the
// same round can be served side by side.
func (w *World) planVisits(start, end time.Time) map[time.Time][]*Member {
	part := 24 * time.Hour / time.Duration(w.Unlocks)
	visits := map[time.Time][]*Member{}
	for _, m := range w.Members {
		for from := start; from.Before(end); from = from.Add(part) {
			at := from.Add(time.Duration(m.chance.Float64() * float64(part))).Truncate(w.RoundLength).Add(w.RoundLength / 4)
			if !at.Before(start) && at.Before(end) {
				visits[at] = append(visits[at], m)
			}
		}
	}
	return visits
}

func sortedTimes(visits map[time.Time][]*Member) []time.Time {
	times := make([]time.Time, 0, len(visits))
	for t := range visits {
		times = append(times, t)
	}
	slices.SortFunc(times, time.Time.Compare)
	return times
}

// unlockAll has members take up their phones, unlock, write if they do, refill,
// read and lock.
func (w *World) unlockAll(members []*Member, writing bool) error {
	for _, m := range members {
		if m.worker == nil {
			m.goOn()
		}
		if writing {
			for range w.Lines {
				m.draft()
			}
		}
	}
	failed := make([]error, len(w.Members))
	sideBySide(members, func(m *Member) { failed[m.Number] = m.SitDown() })
	for _, m := range members {
		w.collect(m)
	}
	return errors.Join(failed...)
}

// draft decides what the member will write at this unlock, and to whom.
func (m *Member) draft() {
	var others []int
	for n := range m.w.Members {
		if _, tied := m.Ties[n]; tied {
			others = append(others, n)
		}
	}
	to := others[m.chance.IntN(len(others))]
	msg := &message{from: m.Number, to: to, text: fmt.Sprintf("line %d from %d to %d ", len(m.w.messages), m.Number, to)}
	for range m.chance.IntN(40) {
		msg.text += "and so on "
	}
	m.w.messages = append(m.w.messages, msg)
	m.drafts = append(m.drafts, msg)
}

// SitDown is one unlock: it touches nothing but this member's own.
func (m *Member) SitDown() error {
	if err := m.Unlock(); err != nil {
		return err
	}
	defer func() {
		m.Device.Abandon()
		m.Device = nil
	}()
	if err := m.wish(); err != nil {
		return err
	}
	if err := m.write(); err != nil {
		return err
	}
	if err := m.Device.Refill(); err != nil {
		return fmt.Errorf("member %d refills its pouch: %w", m.Number, err)
	}
	if err := m.lookAround(); err != nil {
		return err
	}
	m.outcomes = m.Device.Sent()
	return nil
}

// wish has the member read what came and do what it wants done, if anything.
func (m *Member) wish() error {
	if len(m.wishes) == 0 {
		return nil
	}
	if err := m.Device.TakeIn(); err != nil {
		return fmt.Errorf("member %d takes in: %w", m.Number, err)
	}
	for _, w := range m.wishes {
		if err := w(m.Device); err != nil {
			return fmt.Errorf("a wish of member %d: %w", m.Number, err)
		}
	}
	m.wishes = nil
	return nil
}

// wish is what an owner wants of the open device, after reading and before
// writing.
type wish func(*device.Device) error

// write gives the device what the member has drafted.
func (m *Member) write() error {
	for _, msg := range m.drafts {
		var err error
		msg.number, err = m.Device.Send(m.Ties[msg.to], msg.text)
		switch {
		case err == nil:
			msg.sent = m.Device.Status().Now
		case m.w.Drilling && (errors.Is(err, cell.ErrQuarantined) || errors.Is(err, cell.ErrConfirmed) || errors.Is(err, cell.ErrNoTie)):
			msg.refused = true
		default:
			return fmt.Errorf("member %d writes: %w", m.Number, err)
		}
	}
	m.drafts = nil
	return nil
}

// collect is the referee's part of an unlock.
func (w *World) collect(m *Member) {
	for _, text := range m.troubles {
		w.problem("member %d: %s", m.Number, text)
	}
	m.troubles = nil
	for _, r := range m.arrived {
		w.arrival(m, r)
	}
	m.arrived = nil
	w.listen(m)
	byNumber := map[uint32]mail.Stage{}
	for i := range m.outcomes {
		stage, _ := m.outcomes[i].Stage()
		byNumber[m.outcomes[i].Number] = stage
	}
	for _, msg := range w.messages {
		if msg.from != m.Number || msg.number == 0 {
			continue
		}
		var stage mail.Stage
		if stage, msg.kept = byNumber[msg.number]; msg.kept { // else its lifetime has ended
			msg.confirmed, msg.given = stage == mail.ReceivedBy, stage == mail.Undelivered
		}
	}
}

func (w *World) arrival(m *Member, r mail.Received) {
	for _, msg := range w.messages {
		if msg.to == m.Number && msg.text == r.Text {
			msg.arrivals++
			if msg.arrivals == 1 {
				msg.came = r.Came
			}
			return
		}
	}
	w.problem("member %d received what nobody wrote to it", m.Number)
}
