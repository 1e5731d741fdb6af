package round

import "time"

// The geometry of a group: T, S and PL. An invitation fixes all three for the
// whole group, and whatever bounds them stands here once.
const (
	// MinLength and MaxLength bound T, the length of a round. Rounds are counted from
	// 1970 in 32 bits: those of half a second end in January 2038, shorter ones have
	// ended already. Above MaxLength a pouch of the fewest rounds would outlast any
	// promise of how long a message takes.
	MinLength = 500 * time.Millisecond
	MaxLength = 24 * time.Hour

	// MinSlots and MaxSlots bound S, how many boxes a device writes and how many
	// it reads in a round. MinSlots is one link's; with MaxSlots and the most
	// rounds a pouch takes 26 MB. DefaultSlots is a lead's four links and the
	// spare ones.
	MinSlots     = 1 + SpareSlots
	MaxSlots     = 16
	DefaultSlots = 4 + SpareSlots

	// SpareSlots is how many of a device's slots carry no link (docs/design.md,
	// "Rounds": S ≥ links + 2), so that the loops hide how many do.
	SpareSlots = 2

	// MinPouchRounds and MaxPouchRounds bound PL, how many rounds a pouch holds
	// (docs/design.md, "Rounds"): enough that short rounds survive a pause, few
	// enough that the file stays near 10 MB with the usual slots.
	MinPouchRounds = 16
	MaxPouchRounds = 192

	// pouchTime is how long a pouch lasts (docs/design.md, "Pouch"): a phone not
	// unlocked by then goes silent, and its cell sees it overdue. In hours a phone
	// is off for most of the day, and may stay away for one.
	pouchTime      = 48 * time.Hour
	pouchTimeHours = 72 * time.Hour
)

// PouchRounds returns PL: the rounds of 48 hours, or of three days if the group has
// hours, within MinPouchRounds and MaxPouchRounds.
func (c Calendar) PouchRounds() int {
	d := pouchTime
	if c.HasHours() {
		d = pouchTimeHours
	}
	return int(min(max(c.Rounds(d), MinPouchRounds), MaxPouchRounds))
}
