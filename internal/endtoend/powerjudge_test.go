//go:build linux

package endtoend

import (
	"bytes"
	"fmt"
	"maps"
	"path/filepath"
	"reflect"
	"strings"

	"bulkhead/device"
)

// judge compares a folder before a cut with what is there after it, counts the
// outcome and returns what is wrong.
func (p *powered) judge(c *saving, name string, before, after state, e lastWords) (flaws []string) {
	o, done := oldState, e.code == c.exit && (e.when == "after its end" || !c.shows)
	if !done {
		e.told = nil
	}
	same := reflect.DeepEqual(before.shows, after.shows)
	if c.unseen {
		same = same && bytes.Equal(before.files[device.VaultFile], after.files[device.VaultFile])
	}
	switch {
	case same:
		if done && !c.still {
			flaws = append(flaws, fmt.Sprintf("it said that it was done, and the old state is there: %v", after.shows))
		}
	case c.becomes(before.shows, after.shows, e.told):
		o = newState
	default:
		o = neither
		flaws = append(flaws, fmt.Sprintf("from\n%v\nto\n%v", before.shows, after.shows))
	}
	flaws = append(flaws, p.judgeFiles(c, before.files, after.files, done)...)
	flaws = append(flaws, p.judgeLids(c, before, after, o)...)
	if other := p.others(name); other != "" {
		flaws = append(flaws, other)
	}
	between := o == newState && bytes.Equal(before.files[device.PouchFile], after.files[device.PouchFile])
	if between {
		p.between++
	}
	if (o == oldState || between && c.repeat) && len(flaws) == 0 {
		flaws = append(flaws, p.again(c, name, after)...)
	}
	p.count(c.name, e.when, o)
	return flaws
}

// judgeFiles looks at what the openings do not show. A pouch that is not the
// old one is whole, and never stands beside a vault that does not know it.
func (p *powered) judgeFiles(c *saving, before, after map[string][]byte, done bool) (flaws []string) {
	vault, pouch := device.VaultFile, device.PouchFile
	sameVault, samePouch := bytes.Equal(before[vault], after[vault]), bytes.Equal(before[pouch], after[pouch])
	if before[vault] != nil && len(before[vault]) != len(after[vault]) {
		flaws = append(flaws, fmt.Sprintf("the vault had %d bytes and has %d", len(before[vault]), len(after[vault])))
	}
	if !samePouch {
		if err := soundPouch(after[pouch]); err != nil {
			flaws = append(flaws, err.Error())
		}
		if sameVault && before[vault] != nil {
			flaws = append(flaws, "a new pouch stands beside the old vault")
		}
	}
	if done && (samePouch || sameVault) && !c.still || c.still && !(samePouch && sameVault) {
		flaws = append(flaws, fmt.Sprintf("exit code as it should be: %t; as they were: vault %t, pouch %t", done, sameVault, samePouch))
	}
	// A shelf is written in place: what a cut leaves of a turn is made good by
	// the next, which the tests of room shelf hold it to.
	if was := before[device.ShelfFile]; len(was) != len(after[device.ShelfFile]) && was != nil {
		flaws = append(flaws, "the shelf has another length")
	}
	for n, was := range before {
		if n != vault && n != pouch && n != device.ShelfFile && !strings.HasSuffix(n, ".new") && !bytes.Equal(was, after[n]) {
			flaws = append(flaws, n+" is damaged")
		}
	}
	if _, was := before[settingsFile]; !was && after[settingsFile] != nil && !bytes.Equal(after[settingsFile], p.light) {
		flaws = append(flaws, "the new "+settingsFile+" is not whole")
	}
	return flaws
}

// judgeLids: wherever the power went, every opening that shows a notebook
// leaves other lids in the pouch than it found; where the alarm is raised,
// other ones than there were before the command, and a pouch that the command
// itself left has them already.
func (p *powered) judgeLids(c *saving, before, after state, o outcome) (flaws []string) {
	was := after.files[device.PouchFile]
	if c.alarm {
		was = before.files[device.PouchFile]
	}
	pouches := map[string][]byte{}
	for _, opening := range []string{decoy, duress} {
		if v := after.shows[opening]; len(v.Pages) > 0 && !v.Face {
			pouches[opening] = after.pouches[opening]
		}
	}
	if now := after.files[device.PouchFile]; c.alarm && o == newState && !bytes.Equal(was, now) {
		pouches["itself"] = now
	}
	if c.alarm && o == newState && pouches[decoy] == nil {
		flaws = append(flaws, "no opening is left that raises the alarm")
	}
	for opening, is := range pouches {
		if err := restarted(was, is); err != nil {
			flaws = append(flaws, opening+": "+err.Error())
		}
	}
	return flaws
}

// others reports damage in the folder on the disk where nothing was done.
func (p *powered) others(name string) string {
	for other, was := range p.known {
		if other != name && !maps.EqualFunc(was.files, p.files(filepath.Join(p.disk.path, other)), bytes.Equal) {
			return "another folder is damaged"
		}
	}
	return ""
}

// again does on a copy what the cut had prevented: nobody is stuck.
func (p *powered) again(c *saving, name string, after state) []string {
	folder := p.at(againFolder)
	p.copy(folder, filepath.Join(p.disk.path, name))
	told, code := p.done(folder, c.line(p, after.shows))
	if code != c.exit {
		return []string{fmt.Sprintf("the same command again: exit code %d, %s", code, told)}
	}
	if shows := p.look(folder, c.by()).shows; !c.becomes(after.shows, shows, told) {
		return []string{fmt.Sprintf("the same command again: from\n%v\nto\n%v", after.shows, shows)}
	}
	if c.repeat {
		if err := restarted(after.files[device.PouchFile], p.files(folder)[device.PouchFile]); err != nil {
			return []string{"the same command again: " + err.Error()}
		}
	}
	return nil
}
