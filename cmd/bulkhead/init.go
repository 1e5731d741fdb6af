package main

import (
	"fmt"
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/drop"
	"bulkhead/round"
	"bulkhead/tell"
	"bulkhead/term"
)

type initCmd struct {
	Drop        string        `required:"" placeholder:"ADDRESS" help:"init_drop"`
	Slots       int           `default:"${slots}" help:"init_slots"`
	Round       time.Duration `placeholder:"15m" help:"init_round"`
	CheckIn     time.Duration `default:"12h" help:"init_check_in"`
	Grace       time.Duration `default:"4h" help:"init_grace"`
	Light       bool          `help:"init_light"`
	Language    string        `placeholder:"CODE" help:"init_language"`
	PouchRounds uint8         `hidden:"" help:"init_pouch_rounds"`
}

// Run founds a group.
func (c *initCmd) Run(a *app) error {
	if c.CheckIn <= 0 || c.Grace <= 0 {
		return usage(said(a.say.StartTimesWrong()), a.say.StartTimesWrongHint())
	}
	group, err := c.group(a)
	if err != nil {
		return err
	}
	if err := a.plan(c.Light, int(group.Slots)); err != nil {
		return err
	}
	a.warnOfLanguage(c.Language)
	pass, err := a.newPassphrase(a.saying().PassphraseOfDevice())
	if err != nil {
		return err
	}
	defer pass.Erase()
	var d *device.Device
	_, env, err := a.create(c.Light, int(group.Slots), c.Language, a.say.StartMaking(), func(env device.Env) (err error) {
		d, err = device.FoundWith(env, pass, group, cell.CheckInOf(group.Period, c.CheckIn, c.Grace))
		return err
	})
	if err != nil {
		return err
	}
	d.Abandon() // Found kept and sealed everything
	r := tell.FoundedOf(group, env.Params, c.CheckIn, c.Grace)
	return show(a, &r, term.Founded)
}

// group asks the drop and decides what every invitation will carry. Round 0 of
// every drop begins with the Unix epoch.
func (c *initCmd) group(a *app) (cell.Group, error) {
	addr, err := drop.ParseAddress(c.Drop)
	if err != nil {
		return cell.Group{}, usage(err, a.say.StartAddressHint())
	}
	if c.Slots < round.MinSlots || c.Slots > round.MaxSlots {
		return cell.Group{}, usage(said(a.say.StartSlotsWrong(round.MaxSlots, round.MinSlots)), "")
	}
	info, err := a.askDrop(addr)
	if err != nil {
		return cell.Group{}, err
	}
	length := info.RoundLength()
	if c.Round != 0 && c.Round != length {
		return cell.Group{}, refuse(said(a.say.StartDropRounds(c.Round, length)), "")
	}
	if info.Slots != c.Slots {
		return cell.Group{}, refuse(said(a.say.StartDropSlots(info.Slots, c.Slots)), a.say.StartDropSlotsHint(fmt.Sprintf("--slots %d", info.Slots)))
	}
	if length%time.Millisecond != 0 || length > round.MaxLength {
		return cell.Group{}, refuse(said(a.say.StartDropLength()), a.say.StartDropLengthHint())
	}
	if err := a.checkClock(info); err != nil {
		return cell.Group{}, err
	}
	if c.PouchRounds == 0 {
		c.PouchRounds = uint8(round.PouchRounds(length))
	}
	where, err := addr.MarshalBinary()
	if err != nil {
		return cell.Group{}, err
	}
	return cell.Group{Period: uint32(length.Milliseconds()), Slots: uint8(c.Slots), PouchRounds: c.PouchRounds, Drop: where}, nil
}
