//go:build linux

package endtoend

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"bulkhead/box"
	"bulkhead/pouch"
)

// holding is what a folder holds as the program shows it, by opening.
type holding map[string]shown

// shown is what one opening shows, as far as commands change it. Whatever is
// no plain sight of a device in order (another exit code, a frozen link, an
// alarm) is neither the old state nor the new.
type shown struct {
	Exit     int
	Why      string // of an exit code that is not 0
	Messages []uint32
	Links    []link
	Alarms   int
	Unread   int
}

// link as status shows it.
type link struct{ Alias, Relation, Frozen string }

// opening is one way to look into a folder; it may change it.
type opening struct {
	name string
	look func(p *powered, folder string) shown
}

// normal is the opening by the normal passphrase.
const normal = "normal"

var openings = []opening{{normal, (*powered).status}}

// status is what the normal passphrase shows.
func (p *powered) status(folder string) shown {
	told, code := p.done(folder, "", "status")
	var s struct {
		Error    string
		Messages []struct{ Number uint32 }
		Links    []link
		Alarms   []any
		Unread   int
	}
	if err := json.Unmarshal(told, &s); err != nil {
		return shown{Exit: code, Why: fmt.Sprintf("no JSON (%v): %s", err, told)}
	}
	v := shown{Exit: code, Why: s.Error, Messages: []uint32{}, Links: s.Links, Alarms: len(s.Alarms), Unread: s.Unread}
	for _, m := range s.Messages {
		v.Messages = append(v.Messages, m.Number)
	}
	return v
}

// base is a folder from which commands begin, kept in scratch under its name.
type base string

const (
	emptied base = "emptied" // nothing
	bare    base = "bare"    // settings.json, with a cheap passphrase
	founded base = "founded" // a founder's device that has invited the other
)

// saving is a command that saves.
type saving struct {
	name   string
	begins base // "" goes on in the folder that the last cut left
	// line is the command, nil if what is held has nothing to do it with, and
	// what it reads.
	line func(p *powered, before holding) (args []string, stdin string)
	// becomes reports whether got is what the command makes of before, whole.
	// told is what it said if it ended with 0, else nil: then its own choices
	// are known from got alone.
	becomes func(before, got holding, told []byte) bool
}

// commands are cut in turns. The short form takes the first two.
var commands = []*saving{
	{name: "send", line: func(p *powered, before holding) ([]string, string) {
		return []string{"send", before[normal].Links[0].Alias}, strings.Repeat("where the water is ", 1+p.r.IntN(100))
	}, becomes: sends},
	{name: "rename", line: func(_ *powered, before holding) ([]string, string) {
		alias := before[normal].Links[0].Alias
		return []string{"rename", alias, otherAlias(alias)}, ""
	}, becomes: renames},
	{name: "init", begins: bare, line: initLine(), becomes: creates()},
	{name: "delete", line: func(_ *powered, before holding) ([]string, string) {
		all := before[normal].Messages
		if len(all) == 0 {
			return nil, ""
		}
		return []string{"delete", fmt.Sprint(all[len(all)-1])}, ""
	}, becomes: deletes},
	{name: "invite", begins: founded, line: func(*powered, holding) ([]string, string) {
		return []string{"invite", "--led", "--alias", "Clay"}, ""
	}, becomes: invites},
	{name: "join", begins: bare, line: func(p *powered, _ holding) ([]string, string) {
		return []string{"join", "--alias", "Ash"}, p.invited
	}, becomes: creates(link{Alias: "Ash", Relation: "not known yet"})},
	{name: "init --light", begins: emptied, line: initLine("--light"), becomes: creates()},
}

// initLine is the command that founds a group.
func initLine(more ...string) func(*powered, holding) ([]string, string) {
	return func(p *powered, _ holding) ([]string, string) {
		return append([]string{"init", "--drop", p.drop, "--pouch-rounds", "16"}, more...), ""
	}
}

// otherAlias turns one alias into the other.
func otherAlias(alias string) string {
	if alias == "Bell" {
		return "Heron"
	}
	return "Bell"
}

// changed reports whether got is before, but for what change does to what the
// normal passphrase shows.
func changed(before, got holding, change func(*shown)) bool {
	want := maps.Clone(before)
	v := want[normal]
	v.Messages, v.Links = slices.Clone(v.Messages), slices.Clone(v.Links)
	change(&v)
	want[normal] = v
	return reflect.DeepEqual(want, got)
}

func sends(before, got holding, told []byte) bool {
	var r struct{ Number uint32 }
	if told != nil {
		if json.Unmarshal(told, &r) != nil || r.Number == 0 {
			return false
		}
	} else if all := got[normal].Messages; len(all) > 0 {
		r.Number = all[len(all)-1]
	}
	if slices.Contains(before[normal].Messages, r.Number) {
		return false
	}
	return changed(before, got, func(v *shown) { v.Messages = append(v.Messages, r.Number) })
}

func renames(before, got holding, _ []byte) bool {
	return changed(before, got, func(v *shown) { v.Links[0].Alias = otherAlias(v.Links[0].Alias) })
}

func deletes(before, got holding, _ []byte) bool {
	return changed(before, got, func(v *shown) { v.Messages = v.Messages[:len(v.Messages)-1] })
}

func invites(before, got holding, _ []byte) bool {
	return changed(before, got, func(v *shown) { v.Links = append(v.Links, link{Alias: "Clay", Relation: "led"}) })
}

// creates is what init and join do, with these links.
func creates(links ...link) func(before, got holding, told []byte) bool {
	return func(before, got holding, _ []byte) bool {
		return changed(before, got, func(v *shown) { *v = shown{Messages: []uint32{}, Links: append([]link{}, links...)} })
	}
}

// make makes a base in scratch, with power that stays.
func (b base) make(p *powered) {
	folder := p.at(string(b))
	must(p.t, os.Mkdir(folder, 0o700))
	if b == emptied {
		return
	}
	must(p.t, os.WriteFile(filepath.Join(folder, settingsFile), cheapSettings(p.t, p.light), 0o600))
	if b == bare {
		return
	}
	args, _ := initLine()(p, nil)
	p.must(folder, args...)
	var r struct{ Invitation string }
	must(p.t, json.Unmarshal(p.must(folder, "invite", "--partner", "--alias", "Bell"), &r))
	p.invited = r.Invitation
}

// lightSettings returns the settings.json that init --light writes.
func (p *powered) lightSettings() []byte {
	p.t.Helper()
	args, _ := initLine("--light")(p, nil)
	p.must(p.at(lightFolder), args...)
	data, err := os.ReadFile(filepath.Join(p.at(lightFolder), settingsFile))
	must(p.t, err)
	return data
}

// cheapSettings makes an attempt with a passphrase cost next to nothing.
func cheapSettings(t *testing.T, light []byte) []byte {
	t.Helper()
	var s map[string]any
	must(t, json.Unmarshal(light, &s))
	for key, value := range map[string]int{"argon2_memory_kib": 1024, "argon2_passes": 1, "argon2_lanes": 1} {
		if s[key] == nil {
			t.Fatalf("%s has no %s", settingsFile, key)
		}
		s[key] = value
	}
	data, err := json.Marshal(s)
	must(t, err)
	return data
}

// must runs a command that does what it is told.
func (p *powered) must(folder string, args ...string) []byte {
	p.t.Helper()
	told, code := p.done(folder, "", args...)
	if code != 0 {
		p.t.Fatalf("%s: exit code %d: %s", args[0], code, told)
	}
	return told
}

// settingsFile is the file beside the vault.
const settingsFile = "settings.json"

// soundPouch returns what is wrong with a pouch as docs/protocol/pouch.md has
// it: what a disk never wrote reads as zeros, and there are none among the ids
// and the boxes. The round that was in progress is left out: a first sealing
// has none.
func soundPouch(data []byte) error {
	p, err := pouch.Parse(data)
	if err != nil {
		return err
	}
	const head, meta, ids, sector = 4096, 128, 64, 512
	slots, n := p.Plan().Slots, (p.Plan().Rounds+1)*p.Plan().Slots
	boxes := (head + meta*n + 4095) / 4096 * 4096
	for i := slots; i < n; i++ {
		if zero(data[head+meta*i:][:ids]) {
			return errors.New("the new pouch has no ids where there must be some")
		}
		for at := boxes + box.Size*i; at < boxes+box.Size*(i+1); at += sector {
			if zero(data[at:][:sector]) {
				return errors.New("a box in the new pouch is not whole")
			}
		}
	}
	return nil
}

func zero(b []byte) bool { return len(bytes.TrimLeft(b, "\x00")) == 0 }
