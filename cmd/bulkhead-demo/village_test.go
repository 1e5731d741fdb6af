package main

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/carrier"
	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/internal/testworld"
	"bulkhead/pouch"
	"bulkhead/vault"
)

// Here the members live in a simulated world of long rounds, so that a
// message's lifetime of a week passes in a second; the captor is the demo's.

const (
	simRound    = 8 * time.Hour // a pouch of 16 rounds
	simLifetime = int(7 * 24 * time.Hour / simRound)
)

// village is a simulated group and what a drop that was hostile from the first
// day would know of it: every box that it ever took.
type village struct {
	t *testing.T
	*testworld.World
	shape
	canary []string
	noted  []string // the canaries of everybody's notes
	log    []logged
	read   map[int]map[box.Ref]bool
	passes map[int]map[vault.Role]*vault.Passphrase
	gone   map[int]bool
}

type logged struct {
	ref     box.Ref
	content *box.Content
}

func newVillage(t *testing.T, members int) *village {
	t.Helper()
	v := &village{
		t: t, shape: shape(members), read: map[int]map[box.Ref]bool{}, passes: map[int]map[vault.Role]*vault.Passphrase{}, gone: map[int]bool{},
		World: testworld.New(testworld.Config{Seed: 23, Members: members, RoundLength: simRound, Slots: slots, Keep: keepRounds, Compartments: 3}),
	}
	t.Log(v.World.Config)
	v.OnPut = func(a testworld.Attempt) {
		if a.Outcome == carrier.Stored {
			v.log = append(v.log, logged{a.Ref, new(*a.Content)})
		}
	}
	if err := v.Meet(); err != nil {
		t.Fatal(err)
	}
	taken := map[string]bool{}
	for n, m := range v.Members {
		v.canary = append(v.canary, v.draw(taken))
		v.noted = append(v.noted, v.draw(taken))
		v.read[n] = map[box.Ref]bool{}
		v.passes[n] = map[vault.Role]*vault.Passphrase{vault.Normal: v.passphrase(fmt.Sprintf("passphrase of member %d", m.Number))}
	}
	return v
}

func (v *village) draw(taken map[string]bool) string {
	v.t.Helper()
	c, err := newCanary(v.Members[0].Env.Rand, taken)
	if err != nil {
		v.t.Fatal(err)
	}
	return c
}

func (v *village) passphrase(text string) *vault.Passphrase {
	v.t.Helper()
	p, err := vault.NewPassphrase([]byte(text))
	if err != nil {
		v.t.Fatal(err)
	}
	return p
}

// visit unlocks a member's device, does something and locks it.
func (v *village) visit(n int, do func(*device.Device) error) {
	v.t.Helper()
	m := v.Members[n]
	if err := m.Unlock(); err != nil {
		v.t.Fatal(err)
	}
	if err := do(m.Device); err != nil {
		v.t.Fatal(err)
	}
	if err := m.Lock(); err != nil {
		v.t.Fatal(err)
	}
}

// live lets rounds go by; in each, everybody unlocks once.
func (v *village) live(rounds int) {
	v.t.Helper()
	for range rounds {
		v.NextRound()
		for n, m := range v.Members {
			if !v.gone[n] {
				v.note(n, m)
				v.visit(n, func(*device.Device) error { return nil })
			}
		}
	}
}

// note takes down what a member's worker has read, which it takes in now.
func (v *village) note(n int, m *testworld.Member) {
	v.t.Helper()
	p, err := pouch.Load(m.Env.Dir, device.PouchFile)
	if err != nil {
		v.t.Fatal(err)
	}
	for res := range p.Results(1<<32 - 1) {
		if res.Read.State == pouch.ReadFound {
			v.read[n][box.Ref{Round: res.Round, ID: res.Read.ID}] = true
		}
	}
}

func (v *village) each(yield func(box.Ref, *box.Content) error) error {
	for _, l := range v.log {
		if err := yield(l.ref, l.content); err != nil {
			return err
		}
	}
	return nil
}

func (v *village) now() box.Round { return box.Round(v.Now().UnixMilli() / simRound.Milliseconds()) }

// talk has everybody name and write to everybody they know, with their canary,
// and everybody but the founders send a note up, with a canary of its own. The
// messages' marks count from first.
func (v *village) talk(first int) {
	v.t.Helper()
	for n := range v.Members {
		if v.gone[n] {
			continue
		}
		v.visit(n, func(d *device.Device) error {
			for i, t := range d.Status().Ties {
				if t.Alias == "" {
					continue // cut, or nameless
				}
				if first == 0 {
					if err := d.Rename(t.ID, t.Alias+"-"+v.canary[n]); err != nil {
						return err
					}
				}
				if _, err := d.Send(t.ID, marked(texts[i], mark(v.canary[n], first+i))); err != nil {
					return err
				}
			}
			if n < 2 || v.gone[v.lead(n)] {
				return nil
			}
			_, err := d.Note(marked("a note", mark(v.noted[n], first)))
			return err
		})
	}
}

// marksOf lists the marks of everything written in one talk.
func (v *village) marksOf(first int) (marks []string) {
	for n := range v.Members {
		for i := range slots {
			marks = append(marks, "["+mark(v.canary[n], first+i)+"]")
		}
		marks = append(marks, "["+mark(v.noted[n], first)+"]")
	}
	return marks
}

// prepare gives a member a notebook and a duress passphrase, and returns the
// notebook's canary.
func (v *village) prepare(n int) (canary string) {
	v.t.Helper()
	canary = v.draw(map[string]bool{})
	passes := v.passes[n]
	passes[vault.Decoy], passes[vault.Duress] = v.passphrase("a harmless one"), v.passphrase("the last resort")
	note, err := lived(v.Members[n].Env, passes[vault.Decoy], canary, v.Now())
	if err != nil {
		v.t.Fatal(err)
	}
	defer note.Abandon()
	book := note.Book()
	v.visit(n, func(d *device.Device) error {
		return errors.Join(d.AddDecoy(passes[vault.Decoy], book), d.AddDuress(passes[vault.Duress]))
	})
	return canary
}

// seize copies a member's files.
func (v *village) seize(n int) *captor {
	v.t.Helper()
	m := v.Members[n]
	c := &captor{number: n, passes: v.passes[n], env: m.Env, takenIn: func(r box.Ref) bool { return v.read[n][r] }}
	c.env.Dir = durable.NewMem(m.Env.Rand)
	if err := c.copyFrom(m.Env.Dir); err != nil {
		v.t.Fatal(err)
	}
	return c
}

// talkTo has everybody who knows n write to it.
func (v *village) talkTo(n int) {
	v.t.Helper()
	for _, m := range v.ties(n) {
		if v.gone[m] {
			continue
		}
		v.visit(m, func(d *device.Device) error {
			_, err := d.Send(v.Members[m].Ties[n], marked("are you there?", mark(v.canary[m], 99)))
			return err
		})
	}
}

// sever has everybody who knows n cut the link.
func (v *village) sever(n int) {
	v.t.Helper()
	for _, m := range v.ties(n) {
		if !v.gone[m] {
			v.visit(m, func(d *device.Device) error { return d.Sever(v.Members[m].Ties[n], false) })
		}
	}
}
