package device_test

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// theft is what befalls one member's device in a history, once.
type theft uint8

const (
	honest   theft = iota
	oldVault       // an earlier vault is put back; the pouch stays
	oldPouch       // an earlier pouch is put back; the vault stays
	oldBoth        // an earlier vault is put back, with its pouch
	cloned         // a second phone runs beside the first, from earlier copies of both
	thefts
)

func (t theft) String() string {
	return [...]string{"honest", "old vault", "old pouch", "old vault and pouch", "second phone"}[t]
}

// plan is one seed's history, as chances. Every chance lies in 0..1.
type plan struct {
	seed    uint64
	members int // 2 founders, or 4: two of them led by the first founder
	victim  int // has a decoy and a duress passphrase, and is whom the theft befalls
	steps   int // of about half a round each
	theft   theft
	copyAt  int  // the step at which the copy is taken
	midway  bool // between the vault's write and the pouch's
	theftAt int  // the step at which it is put back, or begins to run
	stay    int  // steps for which the second phone runs

	loss  float64 // of a request
	crash float64 // the power goes, at any operation of an opening or of the worker
	decoy float64 // an opening of the victim's is the decoy's
	wrong float64 // an opening is with a wrong passphrase
	off   float64 // the phone goes off or on instead
	skew  float64 // its clock is set wrong by up to one round, or right, instead
	idle  float64 // a member does nothing in a step
	write float64 // a message, per opening and other
	quick bool    // for planted faults: dense with what brings them out
}

// roundLength makes short pouches: 16 rounds.
const roundLength = 3 * time.Hour

func newHistoryPlan(seed uint64) plan {
	c := rand.New(rand.NewPCG(seed, 1))
	some := func(share, most float64) float64 {
		if c.Float64() >= share {
			return 0
		}
		return most * c.Float64()
	}
	p := plan{seed: seed, members: 2, steps: 20 + c.IntN(36), theft: theft(seed % uint64(thefts))}
	if c.IntN(4) == 0 {
		p.members = 4
	}
	p.victim = c.IntN(p.members)
	p.copyAt = 2 + c.IntN(p.steps*2/3)
	p.theftAt = p.copyAt + c.IntN(min(32, p.steps-p.copyAt))
	if c.IntN(4) == 0 {
		p.theftAt = min(p.copyAt+c.IntN(4), p.steps-1)
	}
	p.midway = c.IntN(3) == 0
	p.stay = 2 + c.IntN(16)
	p.loss, p.crash, p.decoy = some(.5, .3), some(.6, .3), some(.6, .5)
	p.wrong, p.off, p.skew = some(.3, .2), some(.5, .2), some(.3, .2)
	p.idle, p.write = .1+.6*c.Float64()*c.Float64(), c.Float64()
	return p
}

// String says what makes the history, and how to see it again.
func (p plan) String() string {
	return fmt.Sprintf("seed %d (%s, %d members, victim %d, copied at step %d (midway %t), used at %d, of %d): go test ./device -run OneHistory -history %d -v",
		p.seed, p.theft, p.members, p.victim, p.copyAt, p.midway, p.theftAt, p.steps, p.seed)
}
