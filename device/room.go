package device

import (
	"slices"

	"bulkhead/cell"
	"bulkhead/link"
	"bulkhead/mail"
	"bulkhead/round"
)

// How the room of a vault is divided (docs/protocol/cell.md, "Who can make what
// grow"). What a link has to remember, the cell's state and all shares (package mail)
// fit into a compartment together, whatever anybody sends; what is passed on for
// others takes what is left, and goes, told to whoever sent it, where it is
// needed.

const (
	// maxPaced is how many paced links there is room for, besides lifelines. Five
	// can be there, with a lead that adopted; but a device has one lead, and the
	// room of the slot that this one has not got is larger than a paced link's.
	maxPaced = cell.MaxAdopted

	// lifelineRoom is what a lifeline takes in the vault once it has lived for
	// long, in bytes: 5,101 at most in 330 refills with absences, measured.
	lifelineRoom = 7 << 10

	// headRoom is what a device's state has besides: rounds, tags, lengths, and
	// what its person is told without a text.
	headRoom = 4<<10 + mail.ToldRoom

	// perRound is what a link may have to remember of a round during an absence,
	// in bytes: two candidates each way, a key and an id seed each.
	perRound = 4 * 64

	// margin is what a sealing may add to a state, in bytes.
	margin = 16 << 10
)

// bare returns what all else may take at most that is no message: of every link
// that fits into the slots, and of the paced ones that there are. Lifelines are
// not among it: they take what those do not use, and where all of them use all
// they may, lifelines go before a save fails. Where a vault is too small for that,
// it is what links take now and usually come to take.
func (d *Device) bare() int {
	n, paced := bareShape(&d.group), 0
	for _, l := range d.lines() {
		if p := d.cell.Pace(l.tie); p != nil && !l.dead && d.adopted(l.tie) {
			paced++
		}
	}
	n += min(max(1, paced), maxPaced) * adoptedRoom(&d.group)
	if n+allShares(&d.group) <= d.vault.Capacity() {
		return n
	}
	payload, err := d.marshal()
	if err != nil {
		return n
	}
	defer clear(payload)
	messages := d.mail.Bytes() + d.keptForDesks()
	for _, held := range d.held() {
		messages += held
	}
	return min(n, max(0, len(payload)-messages)+d.growth())
}

// adoptedRoom is what a paced link of an adopted member, or to the lead that
// adopted, takes at most besides its messages. It carries no parcels.
func adoptedRoom(g *cell.Group) int { return link.MaxBare(g.PacedPouch()) - link.MaxParcelState }

// growth is what links usually come to have to remember during an absence, for
// each a pouch length of retained round keys, and lifelines that are not there yet:
// others make them, and there is no telling when.
func (d *Device) growth() int {
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
	return d.mail.ToldFree() + 32<<10 + int(d.group.Slots)*int(d.group.PouchRounds)*perRound/2 + max(0, lifelines)
}

// allShares is what everybody can always take, in bytes, all together.
func allShares(g *cell.Group) int { return mail.AllShares(int(g.Slots)-round.SpareSlots, maxPaced) }

func (d *Device) adopted(tie cell.TieID) bool {
	t, ok := d.cell.Tie(tie)
	return ok && t.Adopted
}

// bareShape is what a device keeps at most besides messages and paced links. Those
// carry nothing by hand.
func bareShape(g *cell.Group) int {
	slotted := int(g.Slots) - round.SpareSlots
	return headRoom + parcelRoom(int(g.Slots)) + g.MaxState() + slotted*(link.MaxBare(int(g.PouchRounds))+link.HandCost)
}

// room returns a vault's room for messages as it is now.
func (d *Device) room() mail.Room {
	pool := d.vault.Capacity() - d.bare() - allShares(&d.group)
	return mail.Room{Pool: max(0, pool), Own: d.keptForDesks(), Held: d.held(), Tie: func(tie cell.TieID) (share int, led bool) {
		t, ok := d.cell.Tie(tie)
		if !ok {
			return 0, false
		}
		return mail.Share(t, d.cell.Pace(tie) != nil), t.Relation == cell.Led
	}}
}

// keptForDesks is what the owner keeps besides messages: reports, and at a desk what came for it
// and what it says.
func (d *Device) keptForDesks() int {
	_, replies := d.ownReplies()
	return d.reports.Bytes() + d.arrivedBytes() + replies
}

// held returns how many bytes of cells each tie's link holds that wait for the rest
// of their message; cells still to come before one that is here are among them.
func (d *Device) held() map[cell.TieID]int {
	held := map[cell.TieID]int{}
	for _, l := range d.lines() {
		held[l.tie] += l.link.Status().Claimed * link.HeldCost
	}
	return held
}

// Longest returns how many bytes a text to one other may have now: at most
// cell.MaxText, and less where what is kept leaves less room.
func (d *Device) Longest() int { return mail.Longest(d.ownRoom()) }

// ownRoom returns how many bytes the owner's messages can still take.
func (d *Device) ownRoom() int {
	r := d.room()
	return d.mail.OwnRoom(&r)
}

// makeRoom gives up what is passed on for others where it is in the way, before
// a sealing: what is sealed can hardly be called back.
func (d *Device) makeRoom() {
	payload, err := d.marshal()
	if err != nil {
		return
	}
	defer clear(payload)
	d.mail.Shed(post{d}, len(payload)+margin-d.vault.Capacity(), true)
}

// fitted returns the state's bytes, made to fit into the vault whatever others
// have sent: what is passed on for others goes, then covers, then lifelines.
func (d *Device) fitted() ([]byte, error) {
	for step := 0; ; step++ {
		payload, err := d.marshal()
		surplus := len(payload) - d.vault.Capacity()
		if err != nil || surplus <= 0 {
			return payload, err
		}
		switch {
		case step < 4:
			d.mail.Shed(post{d}, surplus, step > 1)
		case len(d.dead) > 0:
			d.dead[0].link.Erase()
			d.dropParcel(d.dead[0].tie, parcelIn, anyParcel)
			d.dead = slices.Delete(d.dead, 0, 1)
			d.linksChanged()
		default:
			all := d.cell.Lifelines(d.known)
			if len(all) == 0 {
				return payload, nil
			}
			effects, err := d.cell.Sever(all[len(all)-1].Tie, false, d.known)
			d.follow(0, effects, err)
		}
		clear(payload)
	}
}
