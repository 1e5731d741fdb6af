package phrase

import (
	"strings"
	"testing"
	"time"

	"bulkhead/cell"
	"bulkhead/tell"
)

// Promise: whoever was taken, the drill says whom to meet, by the owner's own
// aliases, sends nobody to the person taken, and promises nothing that there is
// nobody for.
func TestADrillFitsWhoWasTaken(t *testing.T) {
	s := New("en", time.UTC)
	full := tell.Circle{Partner: "Ash", Lead: "Elm", Other: "Dune", Leads: true}
	for _, c := range []struct {
		who  string
		from tell.Drill
		want []string
		not  []string
	}{
		{"partner", of(full, cell.Partner), []string{"Elm is the lead of both of you", "those whom Heron leads; nobody whom you lead", "A new partner comes by Elm"}, []string{"Dune", "you have no lead"}},
		{"lead", of(full, cell.Lead), []string{"Ash has lost the same lead", "Heron's own partner and own lead, if any", "Then you have no lead", "'bulkhead join', on this device", "notes stop at you"}, []string{"Elm", "Dune"}},
		{"led", of(full, cell.Led), []string{"Dune is the other one of the pair", "They ask Ash's device, then Elm's", "gives Dune a partner again"}, []string{"you have no lead"}},
		{"who invited, before the welcome", tell.Drill{Alias: "Heron"}, []string{"Then you have no lead"}, []string{"lost the same lead", "Those whom you lead"}},
		{"partner, nobody else there", tell.Drill{Alias: "Heron", Relation: cell.Partner}, []string{"Then you have neither partner nor lead"}, []string{"is the lead of both"}},
		{"a desk", tell.Drill{Alias: "Heron", Relation: cell.Desk, Circle: tell.Circle{Lead: "Elm", Partner: "Ash", Leads: true}}, []string{"the desk's other liaisons", "only a founder takes a desk back", "Reports to Heron"}, []string{"you have no lead", "Ash", "Elm", "bulkhead join"}},
		{"a liaison", tell.Drill{Alias: "Heron", Relation: cell.Liaison}, []string{"Heron's own partner, lead and led", "invite this desk's device"}, []string{"you have no lead"}},
		{"the other founder", tell.Drill{Alias: "Heron", Relation: cell.Partner, Circle: tell.Circle{Leads: true, Founder: true}}, []string{"the only founder now", "bulkhead revoke", "their devices ask yours"}, []string{"A new partner comes"}},
		{"led by a founder", tell.Drill{Alias: "Heron", Relation: cell.Led, Circle: tell.Circle{Partner: "Ash", Founder: true}}, []string{"They ask Ash's device for a new lead"}, []string{"introduce", "Elm"}},
		{"led by a founder alone", tell.Drill{Alias: "Heron", Relation: cell.Led, Circle: tell.Circle{Founder: true}}, []string{"invites them anew"}, []string{"ask"}},
	} {
		t.Run(c.who, func(t *testing.T) {
			said := strings.Join(append(append(s.DrillOwner(&c.from), s.DrillThen(&c.from)...), s.DrillKnown(&c.from)), "\n")
			for _, want := range append(c.want, "Do not write to Heron, do not call, do not ask around") {
				if !strings.Contains(said, want) {
					t.Errorf("%q is missing in\n%s", want, said)
				}
			}
			for _, not := range c.not {
				if strings.Contains(strings.ReplaceAll(said, "do not ask around", ""), not) {
					t.Errorf("%q has no place in\n%s", not, said)
				}
			}
			if strings.Contains(said, "%!") || strings.Contains(said, "  ") {
				t.Errorf("broken words:\n%s", said)
			}
		})
	}
}

func of(c tell.Circle, taken cell.Relation) tell.Drill {
	switch taken {
	case cell.Partner:
		c.Partner, c.Other = "", ""
	case cell.Lead:
		c.Lead, c.Other = "", ""
	}
	return tell.Drill{Alias: "Heron", Relation: taken, Circle: c}
}
