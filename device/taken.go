package device

import "bulkhead/cell"

// What a person asks for when somebody was taken. What comes of it is shown in
// the inbox, as everything that the cell's rules tell.

// Exposure says what a captor with the other side's open device learns, as far
// as this device can tell. It changes nothing. cell.ErrNoTie.
func (d *Device) Exposure(tie cell.TieID) (cell.Exposure, error) { return d.cell.Exposure(tie) }

// Suspect is the owner's word that the other side was taken, short of a
// confirmation; see [cell.State.Suspect]. cell.ErrNoTie, cell.ErrConfirmed.
func (d *Device) Suspect(tie cell.TieID) error {
	d.readClock()
	effects, err := d.cell.Suspect(tie, d.known)
	return d.carryOut(effects, err)
}

// TakeBack withdraws the owner's word; see [cell.State.TakeBack].
// cell.ErrNoTie, cell.ErrConfirmed, cell.ErrNotSuspected.
func (d *Device) TakeBack(tie cell.TieID) error {
	d.readClock()
	effects, err := d.cell.TakeBack(tie, d.known)
	return d.carryOut(effects, err)
}

// Drill is the owner's confirmation that the other side was taken. It answers
// as [Device.Exposure] does and carries all of it out. A lead's or a
// partner's link is cut at once, a led's within 16 rounds, by the first Turn or
// TakeIn after the round that was drawn; until then TakeBackDrill stops the cut.
// Nothing undoes a cut. cell.ErrNoTie, cell.ErrConfirmed.
func (d *Device) Drill(tie cell.TieID) (cell.Exposure, error) {
	d.readClock()
	exposure, effects, err := d.cell.Drill(tie, d.known, d.env.Rand)
	if err := d.carryOut(effects, err); err != nil {
		return cell.Exposure{}, err
	}
	return exposure, nil
}

// TakeBackDrill withdraws the owner's confirmation before the link is cut; see
// [cell.State.TakeBackDrill]. cell.ErrNoTie, cell.ErrNotConfirmed,
// cell.ErrConfirmed.
func (d *Device) TakeBackDrill(tie cell.TieID) error {
	d.readClock()
	effects, err := d.cell.TakeBackDrill(tie, d.known)
	return d.carryOut(effects, err)
}
