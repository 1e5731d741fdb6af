package device_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"time"

	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/internal/testworld"
	"bulkhead/notebook"
	"bulkhead/vault"
)

// history is one run of a plan.
type history struct {
	plan
	c      *rand.Rand
	w      *testworld.World
	people []*person // by number
	clone  *person   // the second phone of the victim, from the theft on
	copied backup
	now    int // step
	stolen bool
	seer   *observer
	fault  plantedFault
	tally  *historyTally
}

// person is one phone and what is known of it from outside.
type person struct {
	m    *testworld.Member
	who  int // the owner's number: a second phone's is the victim's
	mine ownTags
	told bool // was shown an alarm, or a frozen link

	floor  uint32   // of the pouch, when last looked at
	sealed *sealing // by an opening that may not have reached the pouch
	found  tag      // of the pouch before it
}

// ownTags are those of the sealings that a vault knows as its own.
type ownTags struct {
	all  map[tag]bool
	last tag
}

func (o ownTags) clone() ownTags { return ownTags{maps.Clone(o.all), o.last} }

type backup struct {
	vault, pouch []byte
	mine         ownTags // of the vault
}

var passes = struct{ decoy, duress, wrong string }{"the harmless one", "the last resort", "a slip of the finger"}

func secret(text string) *vault.Passphrase {
	p, err := vault.NewPassphrase([]byte(text))
	if err != nil {
		panic(err) // a constant of ours
	}
	return p
}

// liveHistory runs a history; the error names a promise that was broken.
func liveHistory(p plan, fault plantedFault) (*historyTally, error) {
	h := &history{plan: p, c: rand.New(rand.NewPCG(p.seed, 2)), fault: fault, tally: newHistoryTally()}
	h.w = testworld.New(testworld.Config{
		Seed: p.seed, Members: p.members, RoundLength: roundLength, Slots: 6, Keep: 8, Compartments: 3, Region: 192 << 10,
	})
	h.seer = newObserver(h)
	h.w.OnPut = h.seer.put
	err := h.live()
	if err == nil {
		err = h.seer.broken
	}
	if err != nil {
		return h.tally, fmt.Errorf("step %d: %w\n%v", h.now, err, p)
	}
	h.tally.histories[p.theft]++
	return h.tally, nil
}

func (h *history) live() error {
	if err := h.w.Meet(); err != nil {
		return err
	}
	for _, m := range h.w.Members {
		h.people = append(h.people, &person{m: m, who: m.Number, mine: ownTags{all: map[tag]bool{}}})
	}
	if err := h.prepare(h.people[h.victim].m); err != nil {
		return err
	}
	for _, p := range h.people {
		if err := h.sit(p); err != nil {
			return err
		}
	}
	h.w.Loss = h.loss
	for h.now = range h.steps {
		if err := h.step(); err != nil {
			return err
		}
	}
	if err := h.calmDown(); err != nil {
		return err
	}
	if err := h.reckon(); err != nil {
		return err
	}
	return h.beginAnew()
}

// prepare gives a member a decoy and a duress passphrase.
func (h *history) prepare(m *testworld.Member) error {
	if err := m.Unlock(); err != nil {
		return err
	}
	err := m.Device.AddDecoy(secret(passes.decoy), notebook.New())
	if err == nil {
		err = m.Device.AddDuress(secret(passes.duress))
	}
	return errors.Join(err, m.Lock())
}

func (h *history) step() error {
	if err := h.advance(); err != nil {
		return err
	}
	if h.now == h.copyAt && h.theft != honest {
		if err := h.takeCopy(); err != nil {
			return err
		}
	}
	if h.now == h.theftAt && h.theft != honest {
		h.steal()
	}
	if h.clone != nil && h.now == h.theftAt+h.stay {
		h.clone.m.SwitchOff()
	}
	for _, p := range h.awake() {
		if h.c.Float64() < h.idle {
			continue
		}
		if err := h.act(p); err != nil {
			return fmt.Errorf("member %d: %w", p.who, err)
		}
	}
	return h.seer.broken
}

// awake are the phones that somebody holds, the second one in its time.
func (h *history) awake() []*person {
	all := slices.Clone(h.people)
	if h.clone != nil && h.now < h.theftAt+h.stay {
		all = append(all, h.clone)
	}
	h.c.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

// advance lets about half a round pass; a worker may lose its power in it.
func (h *history) advance() error {
	d := time.Duration((.05 + .9*h.c.Float64()) * float64(roundLength))
	p := h.people[h.c.IntN(len(h.people))]
	if h.c.Float64() >= h.crash || !p.m.IsOn() {
		h.w.Advance(d)
		return nil
	}
	return h.underCuts(p, func(func() bool) error {
		h.w.Advance(d)
		return nil
	})
}

// underCuts does something while the power of a phone goes at one of the next
// operations on its disk, if there are so many.
func (h *history) underCuts(p *person, do func(cut func() bool) error) error {
	mem, gone, on := p.m.Mem(), false, p.m.IsOn()
	at := mem.Ops() + 1 + h.c.IntN(8)
	fault := []durable.Fault{durable.CutDuring, durable.CutAfter}[h.c.IntN(2)]
	mem.SetHook(func(n int, _ durable.Op) durable.Fault {
		if n == at {
			gone = true
			return fault
		}
		return durable.NoFault
	})
	err := do(func() bool { return gone })
	mem.SetHook(nil)
	if gone {
		p.m.Crash()
		h.seer.settle(p)
		p.sealed = nil
		h.tally.crashes++
		if on {
			p.m.SwitchOn()
		}
	}
	return err
}

func (h *history) act(p *person) error {
	switch x := h.c.Float64(); {
	case x < h.off:
		if p.m.IsOn() {
			p.m.SwitchOff()
		} else {
			p.m.SwitchOn()
		}
		return nil
	case x < h.off+h.skew:
		ahead := []time.Duration{0, roundLength, -roundLength / 2, roundLength / 2}
		if h.quick {
			ahead = ahead[:2]
		}
		p.m.SetClock(ahead[h.c.IntN(len(ahead))])
		return nil
	}
	if h.c.Float64() >= h.crash {
		return h.opening(p, func() bool { return false })
	}
	return h.underCuts(p, func(cut func() bool) error { return h.opening(p, cut) })
}

// calmDown lets quiet rounds pass, in which everybody but the second phone
// opens their device and nothing is lost.
func (h *history) calmDown() error {
	const quiet = 10
	h.w.Loss = 0
	if h.clone != nil {
		h.clone.m.SwitchOff()
	}
	for _, p := range h.people {
		p.m.SetClock(0)
		p.m.SwitchOn()
	}
	for range quiet {
		h.now++
		h.w.NextRound()
		for _, p := range h.people {
			if err := h.sit(p); err != nil {
				return fmt.Errorf("member %d: %w", p.who, err)
			}
		}
	}
	return h.seer.broken
}

// opening is one attempt with some passphrase.
func (h *history) opening(p *person, cut func() bool) error {
	var err error
	switch {
	case p.who == h.victim && h.c.Float64() < h.decoy:
		err = h.look(p)
	case h.c.Float64() < h.wrong:
		_, err = device.Unlock(p.m.Env, secret(passes.wrong))
		if errors.Is(err, vault.ErrNoMatch) {
			err = nil
		}
	default:
		err = h.sit(p)
	}
	switch {
	case err == nil || isBroken(err):
		return err
	case cut():
		return nil
	}
	return broken("a device that is whole opens", "%v", err)
}

// look opens the decoy, and writes in it or not.
func (h *history) look(p *person) error {
	h.tally.decoys++
	u, err := device.Unlock(p.m.Env, secret(passes.decoy))
	if err != nil {
		return err
	}
	if u.Notebook == nil {
		return broken("the decoy's passphrase opens the notebook", "it opened the device")
	}
	if _, err := u.Notebook.Book().Write("batteries", h.w.Now()); err != nil {
		return err
	}
	if h.c.IntN(2) == 0 {
		u.Notebook.Abandon()
	} else if err := u.Notebook.Close(); err != nil {
		return err
	}
	h.plantRewrite(p)
	h.seer.pouch(p)
	return nil
}

// sit is one opening of the device: take in, write, refill.
func (h *history) sit(p *person) error {
	h.tally.openings++
	seen, err := h.seer.before(p)
	if err != nil {
		return err
	}
	h.plantTag(p, seen)
	if err := p.m.Unlock(); err != nil {
		return err
	}
	d := p.m.Device
	defer func() {
		d.Abandon()
		p.m.Device = nil
	}()
	if d.Status().ClockJumped { // nothing was taken by the drop for long: nothing is taken in before the answer
		d.ConfirmClock()
	}
	h.seer.status(p, d, seen)
	if err := d.TakeIn(); err != nil {
		return err
	}
	if err := h.seer.after(p, d, seen); err != nil {
		return err
	}
	if err := h.writeSome(p, d); err != nil {
		return err
	}
	err = d.Refill()
	h.seer.sealed(p, d, seen)
	return err
}

func (h *history) writeSome(p *person, d *device.Device) error {
	for n := range h.people {
		tie, tied := p.m.Ties[n]
		if !tied || h.c.Float64() >= h.write {
			continue
		}
		st, _ := d.LinkStatus(tie)
		_, err := d.Send(tie, fmt.Sprintf("from %d to %d at step %d", p.who, n, h.now))
		if errors.Is(err, device.ErrFrozen) != (st.Frozen != 0) {
			return broken("a frozen link takes no message, another does", "the other way round")
		}
		if err != nil {
			h.tally.refusals++ // the rules, or the room, do not allow it
			continue
		}
		h.tally.messages++
	}
	if h.c.IntN(3) == 0 {
		return d.Save()
	}
	return nil
}
