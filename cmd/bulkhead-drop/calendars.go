package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"bulkhead/drop/dropserver"
	"bulkhead/drop/pebblestore"
	"bulkhead/round"
)

// calendarsFolder holds a folder for each calendar but the first: its prefix and boxes.
const calendarsFolder = "calendars"

// offered is a calendar as the operator asked for it.
type offered struct {
	name     string // "" for the one of --round
	calendar round.Calendar
}

// calendarFile says which calendar a folder's prefix and boxes are of.
const calendarFile = "calendar"

// keepsTo returns an error if the folder's prefix was another calendar's: the groups that
// have it would be silent. The folder of a drop that never started is this one's from now on.
// A name is no part of it: a drop of --round can offer others later, and name its own then.
func (f *folder) keepsTo(o offered) error {
	is := o.calendar.Text()
	was, err := f.once(calendarFile, func() (string, error) { return is + "\n", nil })
	if err != nil {
		return err
	}
	if was = strings.TrimSpace(was); was != is {
		return fmt.Errorf("the boxes and the address in this folder are of another calendar: %q, not %q; groups that have the address would be silent. "+
			"Name the calendars as before, the first one first; or begin another drop, in an empty folder", was, is)
	}
	return nil
}

var calendarName = regexp.MustCompile(`^[a-z][a-z0-9-]{0,15}$`)

// calendars reads --calendar, or --round without any.
func (v *serve) calendars() ([]offered, error) {
	if len(v.Calendar) == 0 {
		c := round.Calendar{Length: v.Round}
		if c.Check() != nil {
			return nil, fmt.Errorf("--round %v: 500ms to 24h are possible, of which 24 h have a whole number, as %v", v.Round, round.AtLeast(v.Round))
		}
		return []offered{{"", c}}, nil
	}
	if len(v.Calendar) > dropserver.MaxOffers {
		return nil, fmt.Errorf("--calendar: %d at most, so that groups share them", dropserver.MaxOffers)
	}
	var all []offered
	seen := map[string]bool{}
	for _, text := range v.Calendar {
		name, c, err := round.ParseCalendar(text)
		if err != nil && calendarName.MatchString(name) {
			return nil, fmt.Errorf("--calendar %q: %w", text, err)
		}
		if err != nil || !calendarName.MatchString(name) || seen[name] {
			return nil, fmt.Errorf("--calendar %q: a name, a round and perhaps hours, as always:15m or evenings:2m:18:00-20:00", text)
		}
		seen[name] = true
		all = append(all, offered{name, c})
	}
	return all, nil
}

// tellLeft warns of calendars that were offered before and are not named now.
func (v *serve) tellLeft(e edge, all []offered) {
	folders, _ := os.ReadDir(filepath.Join(v.Dir, calendarsFolder)) // none, or none that can be read: opening them says so
	for _, f := range folders {
		if !slices.ContainsFunc(all[1:], func(o offered) bool { return o.name == f.Name() }) {
			fmt.Fprintf(e.err, "WARNING: the folder has an address of the calendar %q, which --calendar does not name, or names first: its groups are cut off.\n", f.Name())
		}
	}
}

// folderOf returns the folder of a calendar that is not the first.
func (v *serve) folderOf(o offered) string { return filepath.Join(v.Dir, calendarsFolder, o.name) }

// mayBegin returns an error if a calendar without an address would get one in a folder that
// was a drop's before, and --new-calendar does not name it: its folder may be lost, and then
// its groups would be silent at the old address.
func (v *serve) mayBegin(old bool, all []offered) error {
	for _, name := range v.NewCalendar {
		if !slices.ContainsFunc(all[1:], func(o offered) bool { return o.name == name }) {
			return fmt.Errorf("--new-calendar %q: no --calendar but the first has this name", name)
		}
	}
	for _, o := range all[1:] {
		_, err := os.Lstat(filepath.Join(v.folderOf(o), prefixFile))
		switch {
		case err == nil && slices.Contains(v.NewCalendar, o.name):
			return fmt.Errorf("--new-calendar %q: the folder has an address of it already", o.name)
		case !old || !errors.Is(err, fs.ErrNotExist) || slices.Contains(v.NewCalendar, o.name):
		default:
			return fmt.Errorf("the folder has no address of the calendar %q, and was a drop's before: "+
				"if groups have one, put the folder %q back from its backup; if the calendar is new, say so once: --new-calendar %s",
				o.name, filepath.Join(calendarsFolder, o.name), o.name)
		}
	}
	return nil
}

// openOthers opens the boxes of all calendars but the first; old says whether the folder was a
// drop's before. close closes them.
func (v *serve) openOthers(e edge, old bool, all []offered) (offers []dropserver.Offer, close func() error, err error) {
	var open []io.Closer
	close = func() error {
		var errs []error
		for _, c := range open {
			errs = append(errs, c.Close())
		}
		return errors.Join(errs...)
	}
	v.tellLeft(e, all)
	if err := v.mayBegin(old, all); err != nil {
		return nil, nil, err
	}
	for _, o := range all[1:] {
		path := v.folderOf(o)
		f, err := openFolder(path, e.rand)
		if err != nil {
			return nil, nil, errors.Join(err, close())
		}
		if err := f.keepsTo(o); err != nil {
			return nil, nil, errors.Join(fmt.Errorf("the calendar %q: %w", o.name, err), f.locked.Close(), close())
		}
		store, err := pebblestore.Open(path, pebblestore.Options{Now: o.calendar.At(e.now()), Keep: v.Keep, Old: f.old})
		if err != nil {
			return nil, nil, errors.Join(fmt.Errorf("opening the boxes of %q: %w", o.name, err), f.locked.Close(), close())
		}
		open = append(open, store, f.locked)
		tellFound(e.err, store.Found())
		offers = append(offers, dropserver.Offer{Name: o.name, Calendar: o.calendar, Prefix: f.prefix, Store: store})
	}
	return offers, close, nil
}
