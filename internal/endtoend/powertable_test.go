//go:build linux

package endtoend

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// saving is a command that saves.
type saving struct {
	name   string
	begins base // "" goes on in the folder that the last cut left
	exit   int  // its exit code if nothing is cut
	// line is the command; without words, if what is held has nothing to do it
	// with.
	line func(p *powered, before holding) call
	// becomes reports whether got is what the command makes of before, whole.
	// told is what it said if it ended as it should, else nil: then its own
	// choices are known from got alone.
	becomes func(before, got holding, told []byte) bool

	unseen bool // nobody's opening shows what it does: the vault's bytes do
	shows  bool // a disk that refuses everything is no reason not to show it: only at its end it is done
	still  bool // it leaves every byte as it was
	repeat bool // it can be repeated once it is done, and then makes the pouch begin anew
	alarm  bool // every opening after it gives the pouch's unsent entries other lids than before it
}

// by is the base where a command begins.
func (c *saving) by() base {
	if c.begins == "" {
		return founded
	}
	return c.begins
}

// call is a command line without secrets, and what it reads.
type call struct {
	args  []string
	stdin string
	pass  string // whose passphrase: normal, if it is ""
	fresh string // the new passphrase's name; "": it asks for none
}

// plain are the commands of a device that knows one passphrase.
var plain = []*saving{
	{name: "send", line: func(p *powered, before holding) call {
		return call{args: []string{"send", before[normal].Links[0].Alias}, stdin: strings.Repeat("where the water is ", 1+p.r.IntN(100))}
	}, becomes: sends},
	{name: "rename", line: func(_ *powered, before holding) call {
		alias := before[normal].Links[0].Alias
		return call{args: []string{"rename", alias, otherAlias(alias)}}
	}, becomes: renames},
	{name: "init", begins: bare, line: initLine(), becomes: creates()},
	{name: "delete", line: func(_ *powered, before holding) call {
		all := before[normal].Messages
		if len(all) == 0 {
			return call{}
		}
		return call{args: []string{"delete", fmt.Sprint(all[len(all)-1])}}
	}, becomes: deletes},
	{name: "invite", begins: founded, line: func(*powered, holding) call {
		return call{args: []string{"invite", "--led", "--alias", "Clay"}}
	}, becomes: invites},
	{name: "join", begins: bare, line: func(p *powered, _ holding) call {
		return call{args: []string{"join", "--alias", "Ash"}, stdin: p.invited}
	}, becomes: creates(link{Alias: "Ash", Relation: "not known yet"})},
	{name: "init --light", begins: emptied, line: initLine("--light"), becomes: creates()},
}

// initLine is the command that founds a group.
func initLine(more ...string) func(*powered, holding) call {
	return func(p *powered, _ holding) call {
		return call{args: append([]string{"init", "--drop", p.drop, "--pouch-rounds", "16"}, more...)}
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
