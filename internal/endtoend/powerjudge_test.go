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

// state is a folder as it is found.
type state struct {
	files map[string][]byte
	shows holding
}

// look opens a folder's copies in every way that there is.
func (p *powered) look(folder string) state {
	s := state{p.files(folder), holding{}}
	for _, o := range openings {
		p.copy(p.at(copyFolder), folder)
		s.shows[o.name] = o.look(p, p.at(copyFolder))
	}
	return s
}

// judge compares a folder before a cut with what is there after it, counts the
// outcome and returns what is wrong.
func (p *powered) judge(c *saving, name string, before, after state, e lastWords) (wrong []string) {
	o := oldState
	switch {
	case reflect.DeepEqual(before.shows, after.shows):
		if e.code == 0 {
			wrong = append(wrong, fmt.Sprintf("it said that it was done, and the old state is there: %v", after.shows))
		}
	case c.becomes(before.shows, after.shows, e.told):
		o = newState
	default:
		o = neither
		wrong = append(wrong, fmt.Sprintf("from\n%v\nto\n%v", before.shows, after.shows))
	}
	wrong = append(wrong, p.judgeFiles(before.files, after.files, e.code == 0)...)
	if other := p.others(name); other != "" {
		wrong = append(wrong, other)
	}
	if o == oldState && len(wrong) == 0 {
		wrong = append(wrong, p.again(c, name, after)...)
	}
	p.count(c.name, e.when, o)
	return wrong
}

// judgeFiles looks at what the openings do not show. A pouch that is not the
// old one is whole, and never stands beside a vault that does not know it.
func (p *powered) judgeFiles(before, after map[string][]byte, done bool) (wrong []string) {
	vault, pouch := device.VaultFile, device.PouchFile
	sameVault, samePouch := bytes.Equal(before[vault], after[vault]), bytes.Equal(before[pouch], after[pouch])
	if before[vault] != nil && len(before[vault]) != len(after[vault]) {
		wrong = append(wrong, fmt.Sprintf("the vault had %d bytes and has %d", len(before[vault]), len(after[vault])))
	}
	if !samePouch {
		if err := soundPouch(after[pouch]); err != nil {
			wrong = append(wrong, err.Error())
		}
		if sameVault && before[vault] != nil {
			wrong = append(wrong, "a new pouch stands beside the old vault")
		}
	}
	if done && (samePouch || sameVault) {
		wrong = append(wrong, fmt.Sprintf("it said that it was done, and a file is as it was: vault %t, pouch %t", sameVault, samePouch))
	}
	for n, was := range before {
		if n != vault && n != pouch && !strings.HasSuffix(n, ".new") && !bytes.Equal(was, after[n]) {
			wrong = append(wrong, n+" is damaged")
		}
	}
	if _, was := before[settingsFile]; !was && after[settingsFile] != nil && !bytes.Equal(after[settingsFile], p.light) {
		wrong = append(wrong, "the new "+settingsFile+" is not whole")
	}
	return wrong
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
	args, stdin := c.line(p, after.shows)
	told, code := p.done(folder, stdin, args...)
	if code != 0 {
		return []string{fmt.Sprintf("the same command again: exit code %d, %s", code, told)}
	}
	if shows := p.look(folder).shows; !c.becomes(after.shows, shows, told) {
		return []string{fmt.Sprintf("the same command again: from\n%v\nto\n%v", after.shows, shows)}
	}
	return nil
}
