package device

import (
	"bulkhead/box"
	"bulkhead/card"
	"bulkhead/cell"
)

// Places returns what a person may see of where the group's boxes are.
func (d *Device) Places() cell.PlacesView { return d.cell.Places(d.known) }

// ProposeCard makes a card with other places for both founders to sign, and sends it to
// the other one: see [cell.State.ProposeCard].
func (d *Device) ProposeCard(places []card.Place, gateways []string, begins box.Round) error {
	d.readClock()
	effects, err := d.cell.ProposeCard(places, gateways, begins, d.known)
	return d.carryOut(effects, err)
}

// SignCard signs what the other founder has proposed, by the code that the owner has seen
// beside it (see [Device.Places]), and sends it to everybody. It returns the card: who joins
// fetches it from its places. Errors are those of [cell.State.SignCard].
func (d *Device) SignCard(code cell.ProposalCode) (card.Signed, error) {
	d.readClock()
	effects, err := d.cell.SignCard(code, d.known)
	if err := d.carryOut(effects, err); err != nil {
		return card.Signed{}, err
	}
	return d.cell.NewestOfBoth(), nil
}

// ChangePlaces makes and signs a card by this founder alone: see
// [cell.State.ChangePlaces].
func (d *Device) ChangePlaces(places []card.Place, gateways []string, begins box.Round) error {
	d.readClock()
	effects, err := d.cell.ChangePlaces(places, gateways, begins, d.known)
	return d.carryOut(effects, err)
}

// RevokeCard takes back what the other founder signed alone, or may sign.
func (d *Device) RevokeCard() error {
	d.readClock()
	effects, err := d.cell.RevokeCard(d.known)
	return d.carryOut(effects, err)
}

// TakeCard takes in a card that came by hand. cell.ErrCardOld, cell.ErrCardUnsigned,
// cell.ErrGroup, cell.ErrJoining.
func (d *Device) TakeCard(c *card.Signed) error {
	d.readClock()
	effects, err := d.cell.TakeCard(c, d.known)
	return d.carryOut(effects, err)
}
