package device_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"

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
