package device_test

import (
	"crypto/sha256"
	"testing"

	"bulkhead/device"
)

// plantedFault is a mistake that a device could make, played by changing its
// pouch from outside, to show that the histories would see it.
type plantedFault uint8

const (
	noFault      plantedFault = iota
	ignoresTag                // the vault takes any pouch for its own
	resetsFloor               // a rewritten pouch forgets which rounds it has run
	repeatsFresh              // another start begins with the fresh bytes of the one before
)

// plantTag makes the pouch's tag the one that the vault expects.
func (h *history) plantTag(p *person, l *glimpse) {
	if h.fault == ignoresTag && l.tag != p.mine.last && p.mine.last != (tag{}) {
		h.patch(p, func(file []byte) { copy(file[184:], p.mine.last[:]) })
	}
}

// plantRewrite changes what an opening of a decoy has rewritten.
func (h *history) plantRewrite(p *person) {
	switch h.fault {
	case resetsFloor:
		h.patch(p, func(file []byte) { clear(file[512:516]) })
	case repeatsFresh:
		h.patch(p, func(file []byte) {
			n, at := writesOf(file)
			for i := range n {
				file[at+4096*i+32] ^= 1
			}
		})
	}
}

// patch changes a pouch's head and makes its checks fit (docs/protocol/pouch.md).
func (h *history) patch(p *person, change func(file []byte)) {
	file, err := p.m.Env.Dir.ReadFile(device.PouchFile)
	if err != nil {
		return // the power is gone
	}
	change(file)
	sum := sha256.Sum256(file[:192])
	copy(file[192:200], sum[:])
	floor := append([]byte("floor"), file[184:192]...)
	sum = sha256.Sum256(append(floor, file[512:516]...))
	copy(file[516:524], sum[:])
	h.replace(p, device.PouchFile, file)
}

// TestPlantedFaultsOfADeviceAreSeen: within so many histories, each.
func TestPlantedFaultsOfADeviceAreSeen(t *testing.T) {
	if testing.Short() {
		t.Skip("takes several histories for each fault")
	}
	const patience = 60
	for name, f := range map[string]struct {
		fault plantedFault
		theft theft
	}{
		"the vault takes any pouch for its own":     {ignoresTag, oldVault},
		"a rewritten pouch forgets what it has run": {resetsFloor, honest},
		"another start repeats the fresh bytes":     {repeatsFresh, honest},
	} {
		t.Run(name, func(t *testing.T) {
			for seed := uint64(1); seed <= patience; seed++ {
				p := newHistoryPlan(seed)
				p.quicken(f.theft)
				if _, err := liveHistory(p, f.fault); isBroken(err) {
					t.Logf("seen in history %d: %v", seed, err)
					return
				} else if err != nil {
					t.Fatal(err)
				}
			}
			t.Fatalf("unseen in %d histories", patience)
		})
	}
}

// quicken makes a history small, and dense with what brings faults out.
func (p *plan) quicken(kind theft) {
	p.members, p.victim, p.theft = 2, int(p.seed%2), kind
	p.steps = max(p.theftAt+6, 30)
	p.loss, p.crash, p.wrong, p.off = 0, 0, 0, 0
	p.decoy, p.skew, p.idle, p.quick = .5, .2, .3, true
}
