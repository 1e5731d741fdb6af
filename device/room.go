package device

import "bulkhead/cell"

const (
	// perRound is what a link may have to remember of a round during an absence,
	// in bytes: two candidates each way, a key and an id seed each.
	perRound = 4 * 64

	// lifelineRoom is what a lifeline takes in the vault once it has lived for
	// long, in bytes: 5,101 at most in 330 turns with absences, measured.
	lifelineRoom = 6 << 10
)

// reserve is what a device keeps free for what its links, live and dead, may
// have to remember during an absence, for each a pouch length of retained round
// keys; for all that its person may have to be told; and for the lifelines that it has not got yet: others make them, and
// there is no telling when.
func (d *Device) reserve() int {
	lifelines := cell.MaxLifelines * lifelineRoom
	for _, l := range d.lines() {
		if !d.paces.paced[l.tie] {
			continue
		}
		if kept, err := l.link.Marshal(); err == nil {
			lifelines -= len(kept)
			clear(kept)
		}
	}
	untold := (maxTold - len(d.mail.told)) * toldSize
	return untold + 32<<10 + int(d.group.Slots)*int(d.group.PouchRounds)*perRound/2 + max(0, lifelines)
}

// room returns how many bytes of messages the vault can still take. It never
// lets the state outgrow its compartment: what finds no room is refused here,
// or left at the sender.
func (d *Device) room() int {
	payload, err := d.marshal()
	if err != nil {
		return 0
	}
	defer clear(payload)
	return max(0, d.vault.Capacity()-len(payload)-d.reserve())
}
