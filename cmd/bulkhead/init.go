package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"bulkhead/box"
	"bulkhead/card"
	"bulkhead/carrier/cause"
	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/drop"
	"bulkhead/home"
	"bulkhead/round"
	"bulkhead/tell"
	"bulkhead/term"
)

type initCmd struct {
	Drop        string         `required:"" placeholder:"ADDRESS" help:"init_drop"`
	Slots       int            `placeholder:"${slots}" help:"init_slots"`
	Round       time.Duration  `placeholder:"15m" help:"init_round"`
	Calendar    string         `placeholder:"NAME" help:"init_calendar"`
	CheckIn     *time.Duration `placeholder:"12h" help:"init_check_in"`
	Grace       *time.Duration `placeholder:"4h" help:"init_grace"`
	Light       bool           `help:"init_light"`
	Language    string         `placeholder:"CODE" help:"init_language"`
	PouchRounds uint8          `hidden:"" help:"init_pouch_rounds"`
}

// Run founds a group.
func (c *initCmd) Run(a *app) error {
	if c.CheckIn != nil && *c.CheckIn <= 0 || c.Grace != nil && *c.Grace <= 0 {
		return usage(said(a.say.SetupTimesWrong()), a.say.SetupTimesWrongHint())
	}
	if a.home.HasDevice() { // nothing is asked of the drop then
		return home.ErrDevice
	}
	founding, err := c.founding(a)
	if err != nil {
		return err
	}
	group := cell.GroupOf(&founding)
	if err := a.plan(c.Light, int(group.Slots)); err != nil {
		return err
	}
	a.warnOfLanguage(c.Language)
	pass, err := a.newPassphrase(a.saying().PassphraseOfDevice())
	if err != nil {
		return err
	}
	defer pass.Erase()
	in := c.checkIn(group.Calendar)
	var d *device.Device
	_, env, err := a.create(c.Light, int(group.Slots), c.Language, a.say.SetupMaking(), func(env device.Env) (err error) {
		d, err = device.FoundWith(env, pass, &founding, in)
		return err
	})
	if err != nil {
		return err
	}
	d.Abandon() // Found saved and sealed everything
	if err := a.home.StoreCard(a.ctx, founding.Places[0].Drop, &card.Signed{Card: founding}); err != nil {
		why, _ := a.say.Error(err)
		a.warn("%s", a.say.PlacesNotKept(why))
	}
	r := tell.FoundedOf(group, env.Params, in, a.now(), time.Local)
	return show(a, &r, term.Founded)
}

// founding asks the drop, and makes the card that names the group.
func (c *initCmd) founding(a *app) (card.Card, error) {
	addr, err := drop.ParseAddress(c.Drop)
	if err != nil {
		return card.Card{}, usage(said(a.say.ErrorsAddress()), a.say.SetupAddressHint())
	}
	usable := func(slots int) bool { return slots >= round.MinSlots && slots <= round.MaxSlots }
	if c.Slots != 0 && !usable(c.Slots) {
		return card.Card{}, usage(said(a.say.SetupSlotsWrong(round.MaxSlots, round.MinSlots)), "")
	}
	if err := a.warnOfWayTo(addr); err != nil {
		return card.Card{}, err
	}
	info, err := a.askDrop(addr)
	if err != nil {
		return card.Card{}, err
	}
	if c.Calendar != "" && c.Calendar != info.Calendar {
		if addr, err = c.choose(a, addr, info); err != nil {
			return card.Card{}, err
		}
		if info, err = a.askDrop(addr); err != nil {
			return card.Card{}, err
		}
	}
	length := info.RoundLength()
	if c.Round != 0 && c.Round != length {
		return card.Card{}, refuse(said(a.say.SetupDropRounds(c.Round, length)), "")
	}
	switch {
	case c.Slots == 0 && usable(info.Slots):
		c.Slots = info.Slots
	case c.Slots == 0:
		return card.Card{}, refuse(said(a.say.SetupDropSlots(info.Slots, round.DefaultSlots)), "")
	case info.Slots != c.Slots:
		return card.Card{}, refuse(said(a.say.SetupDropSlots(info.Slots, c.Slots)), a.say.SetupDropSlotsHint(fmt.Sprintf("--slots %d", info.Slots)))
	}
	calendar, err := info.When()
	if err != nil {
		return card.Card{}, refuse(said(a.say.SetupDropLength()), a.say.SetupDropLengthHint())
	}
	if err := a.checkClock(info); err != nil {
		return card.Card{}, err
	}
	if c.PouchRounds == 0 {
		c.PouchRounds = uint8(calendar.PouchRounds())
	}
	return card.Found(calendar, uint8(c.Slots), c.PouchRounds, calendar.At(a.now()), []card.Place{{Drop: addr.Server()}})
}

// checkIn returns the check-in as asked for, and the calendar's where nothing was.
func (c *initCmd) checkIn(calendar round.Calendar) cell.CheckIn {
	every, grace := cell.DefaultTimes(calendar)
	if c.CheckIn != nil {
		every = *c.CheckIn
	}
	if c.Grace != nil {
		grace = *c.Grace
	}
	return cell.CheckInOf(calendar, every, grace)
}

// choose returns the address of the calendar that was asked for.
func (c *initCmd) choose(a *app, addr drop.Address, info drop.Info) (drop.Address, error) {
	var names []string
	for _, o := range info.Calendars {
		prefix, err := drop.ParsePrefix(o.Prefix)
		if err == nil && o.Name == c.Calendar {
			return addr.WithPrefix(prefix), nil
		}
		names = append(names, o.Name)
	}
	if len(names) == 0 && info.Calendar != "" {
		names = []string{info.Calendar}
	}
	return addr, refuse(said(a.say.SetupNoCalendar()), a.say.SetupNoCalendarHint(strings.Join(names, ", ")))
}

// warnOfWayTo warns of the way to a drop: before the first byte leaves.
func (a *app) warnOfWayTo(addr drop.Address) error {
	proxy, err := a.home.ProxyTo(addr)
	if err == nil {
		a.warnOfWay(proxy)
	}
	return err
}

// askDrop asks a drop what it is.
func (a *app) askDrop(addr drop.Address) (drop.Info, error) {
	info, err := a.home.AskDrop(a.ctx, addr)
	if err != nil {
		said, hint := a.say.Error(err)
		var none *home.NoAnswer
		if _, pinned := addr.Pin(); !pinned && errors.As(err, &none) && none.Cause == cause.Untrusted {
			hint = a.say.CauseNoPin()
		}
		return drop.Info{}, refuse(errors.New(said), hint)
	}
	return info, nil
}

// warnOfWay says what the way to the drop shows, at every start. proxy is the
// variable that names one, "" without.
func (a *app) warnOfWay(proxy string) {
	if proxy == "" {
		a.warn("%s", a.say.TravelDirect())
		return
	}
	a.warn("%s", a.say.TravelByProxy(proxy))
}

// checkClock compares the drop's clock with ours: a drop takes boxes of the
// current round and its neighbours alone.
func (a *app) checkClock(info drop.Info) error {
	now := a.now()
	calendar, err := info.When()
	if err != nil {
		return err
	}
	d := between(now, time.Unix(info.Time, 0))
	if apart(calendar.At(now), info.CurrentRound) > 1 || calendar.HasHours() && d > calendar.Length { // outside the hours the round is the same for a long time
		return refuse(said(a.say.RunClockApart(d)), a.say.RunClockApartHint())
	}
	if d > tell.ClockSlack(info.RoundLength()) {
		a.warn("%s", a.say.RunClockSkewed(d))
	}
	return nil
}

func apart(a, b box.Round) box.Round { return max(a, b) - min(a, b) }

func between(a, b time.Time) time.Duration { return a.Sub(b).Abs().Round(time.Second) }
