package main

import (
	"errors"
	"fmt"
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/drop"
	"bulkhead/round"
	"bulkhead/term"
)

type initCmd struct {
	Drop        string        `required:"" placeholder:"ADDRESS" help:"${init_drop}"`
	Slots       int           `default:"${slots}" help:"${init_slots}"`
	Round       time.Duration `placeholder:"15m" help:"${init_round}"`
	CheckIn     time.Duration `default:"12h" help:"${init_check_in}"`
	Grace       time.Duration `default:"4h" help:"${init_grace}"`
	Light       bool          `help:"${init_light}"`
	PouchRounds uint8         `hidden:"" help:"${init_pouch_rounds}"`
}

type initResult struct {
	Created      bool    `json:"created"`
	RoundSeconds float64 `json:"round_seconds"`
	Slots        int     `json:"slots"`
	MaxLinks     int     `json:"max_links"`
	PouchRounds  int     `json:"pouch_rounds"`
	PouchSeconds float64 `json:"pouch_seconds"`
	Attempt      string  `json:"passphrase_attempt"`
	CheckIn      float64 `json:"check_in_seconds"`
	Grace        float64 `json:"grace_seconds"`
	TooSlow      bool    `json:"check_in_too_slow"`
}

func (r initResult) lines(p *term.Page) {
	length := time.Duration(r.RoundSeconds * float64(time.Second))
	p.Line("A new group, and this is its first founder's device.")
	p.Line("  rounds      %v long, %d boxes each way in every one of them, so at most %d links", length, r.Slots, r.MaxLinks)
	p.Line("  pouch       goes on for %v without the device being opened", time.Duration(r.PouchSeconds*float64(time.Second)))
	p.Line("  passphrase  one attempt costs %s", r.Attempt)
	p.Line("  check-in    every %v, overdue %v after that", time.Duration(r.CheckIn*float64(time.Second)), time.Duration(r.Grace*float64(time.Second)))
	if r.TooSlow {
		p.Bad("If one of you is taken, a questioner can go from person to person faster than you notice, through all of you. 'bulkhead checkin' says from where on.")
	}
	p.Line("Next: 'bulkhead invite --partner --wait' with the second founder beside you, and 'bulkhead run' for as long as this machine is on.")
}

// Run founds a group.
func (c *initCmd) Run(a *app) error {
	if c.CheckIn <= 0 || c.Grace <= 0 {
		return usage(errors.New("--check-in and --grace are stretches of time, above 0"), "for instance 4h and 1h")
	}
	group, err := c.group(a)
	if err != nil {
		return err
	}
	if err := a.plan(c.Light, int(group.Slots)); err != nil {
		return err
	}
	pass, err := a.newPassphrase(ofDevice)
	if err != nil {
		return err
	}
	defer pass.Erase()
	var d *device.Device
	_, env, err := a.create(c.Light, int(group.Slots), a.say.StartMaking(), func(env device.Env) (err error) {
		d, err = device.FoundWith(env, pass, group, cell.CheckInOf(group.Period, c.CheckIn, c.Grace))
		return err
	})
	if err != nil {
		return err
	}
	d.Abandon() // Found kept and sealed everything
	length := group.Calendar().Length
	return a.show(initResult{
		Created: true, RoundSeconds: length.Seconds(), Slots: int(group.Slots), MaxLinks: int(group.Slots) - round.SpareSlots,
		PouchRounds: int(group.PouchRounds), PouchSeconds: (length * time.Duration(group.PouchRounds)).Seconds(),
		Attempt: attemptOf(env.Params), CheckIn: c.CheckIn.Seconds(), Grace: c.Grace.Seconds(),
		TooSlow: cell.PEff(1, c.CheckIn, c.Grace, usualMean) > cell.CriticalP(1),
	})
}

// group asks the drop and decides what every invitation will carry. Round 0 of
// every drop begins with the Unix epoch.
func (c *initCmd) group(a *app) (cell.Group, error) {
	addr, err := drop.ParseAddress(c.Drop)
	if err != nil {
		return cell.Group{}, usage(err, "put it in quotes: the shell reads '#' as the beginning of a comment")
	}
	if c.Slots < round.MinSlots || c.Slots > round.MaxSlots {
		return cell.Group{}, usage(fmt.Errorf("--slots must be %d to %d", round.MinSlots, round.MaxSlots), "")
	}
	info, err := a.askDrop(addr)
	if err != nil {
		return cell.Group{}, err
	}
	length := info.RoundLength()
	if c.Round != 0 && c.Round != length {
		return cell.Group{}, refuse(fmt.Errorf("the drop's rounds are %v long, not %v", length, c.Round), "")
	}
	if info.Slots != c.Slots {
		return cell.Group{}, refuse(fmt.Errorf("the drop was laid out for %d slots, not %d", info.Slots, c.Slots), fmt.Sprintf("--slots %d takes the drop's", info.Slots))
	}
	if length%time.Millisecond != 0 || length > round.MaxLength {
		return cell.Group{}, refuse(errors.New("the drop's rounds have a length that no group can have"), "100 ms to 24 h, in whole milliseconds")
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
