package linktest

import (
	"bulkhead/box"
	"bulkhead/link"
)

// base is the round in which every world begins.
const base box.Round = 1000

// Plan is one seed's history, as chances. Every chance lies in 0..1.
type Plan struct {
	Seed   uint64
	Rounds int // rounds of trouble, before the quiet ones at the end
	PL     int // pouch length in rounds

	LosePut    float64 // a PUT never reaches the drop
	LoseAnswer float64 // a PUT is stored, but its answer is lost
	LoseGet    float64 // a GET fails, both times
	Crash      float64 // the power goes, at any one step between two saves

	Unlock    [2]float64 // by role: a locked device is unlocked, per third of a round
	Stay      [2]float64 // an unlocked device stays so for the next third
	Off       [2]float64 // a phone that is on goes off, per round
	On        [2]float64 // a phone that is off comes on, per round
	Absence   float64    // a member is away for days, beginning in a round
	Split     float64    // half of a half-round's requests are made, and then a device may be unlocked
	Long      bool       // the shower is away for longer than a clock may jump, once
	SaveOnly  float64    // an unlocked device saves its vault and leaves its pouch
	Late      float64    // a pouch is replaced only in the next third of a round
	Short     float64    // only some of the pouch's rounds are sealed
	Shuffle   float64    // results are taken in in any order
	Repeat    float64    // a result is taken in twice
	NoSpare   float64    // a second candidate finds no place in a round
	LostPouch float64    // the pouch's file is gone, per round
	Skew      bool       // a device's clock is up to one round off

	Relid  float64 // an opening without keys gives unsent boxes other lids, per third of a round
	Spoil  float64 // those are random
	Forget float64 // such an opening forgets the rounds that are over

	Write    float64 // a message is written, per unlocking
	Large    float64 // a message is of up to 65,536 bytes, not of a few
	Lifetime [2]int  // of a message, in rounds, from and to
	Room     float64 // the vault is nearly full when a box is opened

	Hand    Hand    // boxes that are carried
	Parcels Parcels // what takes more than one box

	Theft   kind // what befalls one device, once
	Victim  int  // its role
	CopyAt  int  // the round in which it is copied, from the first
	TheftAt int  // the round in which the copy is put to use
}

// kind is what befalls one device in a history that is not an honest one.
type kind uint8

const (
	honest   kind = iota
	oldVault      // an older vault is put back, the pouch stays
	oldPouch      // an older pouch is put back, the vault stays
	oldBoth       // an older vault is put back with its pouch
	copied        // a second device runs from a copy of vault and pouch
)

// NewPlan draws an honest history from a seed: crashes and lost files, and
// nobody who copies or puts back anything.
func NewPlan(seed uint64) Plan {
	c := newChance(seed, 1)
	p := Plan{
		Seed: seed, Rounds: c.between(150, 500),
		PL:       []int{16, 16, 16, 16, 16, 16, 16, 17, 18, 20, 24, 24, 32, 32, 48, 192}[c.IntN(16)],
		Skew:     c.hit(.4),
		Lifetime: [2]int{8, 2000},
	}
	c.IntN(5) // of nothing any more: a seed goes on to name the history that it named
	p.Write, p.Large = c.Float64()*.5, c.Float64()*c.Float64()*.1
	p.trouble(c)
	p.habits(c)
	p.openings(newChance(seed, 5))
	if p.Long = c.hit(.04); p.Long {
		p.Rounds += 2 * link.MaxJump
	}
	p.Hand = newHand(&p)
	p.Parcels = newParcels(&p)
	return p
}

// trouble draws what the network, the power and the disk do.
func (p *Plan) trouble(c chance) {
	some := func(share, most float64) float64 {
		if !c.hit(share) {
			return 0
		}
		return c.Float64() * most
	}
	p.LosePut, p.LoseAnswer, p.LoseGet = some(.6, .5), some(.6, .3), some(.6, .5)
	p.Crash = some(.6, .1)
	p.Absence = some(.5, .01)
	p.Shuffle, p.Repeat = some(.5, 1), some(.3, .3)
	p.NoSpare = some(.2, .3)
	p.Split = some(.25, 1)
	p.LostPouch = some(.15, .01)
	p.Room = some(.2, .3)
}

// openings draws how often somebody opens a device without the link's keys.
func (p *Plan) openings(c chance) {
	if c.hit(.6) {
		p.Relid = c.Float64() * c.Float64() * .3
	}
	if c.hit(.6) {
		p.Spoil = c.Float64()
	}
	if c.hit(.7) {
		p.Forget = c.Float64()
	}
}

// habits draws how the two members use their phones.
func (p *Plan) habits(c chance) {
	for role := range 2 {
		p.Unlock[role] = []float64{.6, .2, .1, .08, .05, .03, .02}[c.IntN(7)]
		p.Stay[role] = []float64{0, 0, 0, .3, .7}[c.IntN(5)]
		if c.hit(.4) {
			p.Off[role], p.On[role] = c.Float64()*.3, .05+c.Float64()*.4
		}
	}
	if c.hit(.3) {
		p.SaveOnly = c.Float64() * .5
	}
	if c.hit(.4) {
		p.Late = c.Float64() * .4
	}
	if c.hit(.2) {
		p.Short = c.Float64() * .3
	}
	if c.hit(.3) {
		p.Lifetime[1] = 100
	}
}
