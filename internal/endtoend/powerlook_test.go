//go:build linux

package endtoend

import (
	"encoding/json"
	"fmt"

	"bulkhead/device"
)

// holding is what a folder holds as the program shows it, by opening.
type holding map[string]shown

// shown is what one opening shows, as far as commands change it. Whatever is
// no plain sight of a device in order or of a notebook (another exit code, a
// frozen link, an alarm) is neither the old state nor the new.
type shown struct {
	Exit     int
	Why      string   // of an exit code that is not 0
	Messages []uint32 // of a device
	Links    []link
	Alarms   int
	Unread   int
	Pages    []string // of a notebook: titles
	Face     bool     // the pages are the open ones: nothing opened
}

// link as status shows it.
type link struct{ Alias, Relation, Frozen string }

// Passphrases by the name of what they open, and so openings by name.
const (
	normal = "normal"
	decoy  = "decoy"
	duress = "duress"
	fresh  = "fresh" // opens nothing until a passphrase is changed to it
	wrong  = "wrong" // opens nothing
)

// passphrases are what each is.
var passphrases = map[string]string{
	normal: passphrase, decoy: "the pages have a passphrase", duress: "only if I must give one",
	fresh: "another one for the days to come", wrong: "no such passphrase is known here",
}

// state is a folder as it is found.
type state struct {
	files   map[string][]byte
	shows   holding
	pouches map[string][]byte // by opening, what it made of the pouch
}

// look opens copies of a folder with every passphrase that its base knows.
func (p *powered) look(folder string, b base) state {
	s := state{p.files(folder), holding{}, map[string][]byte{}}
	for _, pass := range b.openings() {
		p.copy(p.at(copyFolder), folder)
		s.shows[pass] = p.status(p.at(copyFolder), pass)
		s.pouches[pass] = p.files(p.at(copyFolder))[device.PouchFile]
	}
	return s
}

// status is what a passphrase shows.
func (p *powered) status(folder, pass string) shown {
	told, code := p.done(folder, call{args: []string{"status"}, pass: pass})
	var s struct {
		Error    string
		Messages []struct{ Number uint32 }
		Links    []link
		Alarms   []any
		Unread   int
		Pages    []struct{ Title string }
		Face     bool `json:"not_opened"`
	}
	if err := json.Unmarshal(told, &s); err != nil {
		return shown{Exit: code, Why: fmt.Sprintf("no JSON (%v): %s", err, told)}
	}
	v := shown{Exit: code, Why: s.Error, Messages: []uint32{}, Links: s.Links, Alarms: len(s.Alarms), Unread: s.Unread, Face: s.Face}
	for _, m := range s.Messages {
		v.Messages = append(v.Messages, m.Number)
	}
	for _, page := range s.Pages {
		v.Pages = append(v.Pages, page.Title)
	}
	return v
}
