package endtoend

import (
	"fmt"
	"slices"
	"testing"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/mail"
)

// found is what a vault holds at the end, as the parent opens it.
type found struct {
	inbox  []string        // whole texts, as often as they are there
	stages map[string]stop // of own texts, by whole text
	odd    []string        // what should never have been shown, and frozen links
}

// stop is how far a text has come as its sender's device says.
type stop struct {
	stage  mail.Stage
	reason mail.Reason
}

// open reads a member's vault. No process works on it any more.
func (m *member) open(t *testing.T) found {
	t.Helper()
	d, err := device.Open(m.env(t), newPass())
	if err != nil {
		t.Fatalf("opening the vault of %s at the end: %v", m.name, err)
	}
	defer d.Abandon()
	f := found{stages: map[string]stop{}}
	for _, r := range d.Inbox() {
		switch r.What {
		case cell.TextArrived:
			f.inbox = append(f.inbox, r.Text)
		case mail.Alarm:
			switch r.Alarm {
			case mail.AlarmNothingFound, mail.AlarmPouchBefore: // absence, and a kill before the pouch is replaced, cause them
				continue
			case mail.AlarmNothingTaken: // so does a machine too busy for two rounds of half a second: the drop refuses what is late
				continue
			}
			f.odd = append(f.odd, fmt.Sprintf("%s was alarmed: %s", m.name, r.Alarm))
		case cell.Refused, cell.NewerPacket, cell.OverdueBegan, cell.TieSevered:
			f.odd = append(f.odd, fmt.Sprintf("%s was shown %d: %s", m.name, r.What, r.Text))
		}
	}
	for _, s := range d.Sent() {
		stage, reason := s.Stage()
		f.stages[s.Text] = stop{stage, reason}
	}
	for _, tie := range d.Status().Ties {
		if tie.Frozen != 0 {
			f.odd = append(f.odd, fmt.Sprintf("%s has a frozen link: %s", m.name, tie.Frozen))
		}
	}
	return f
}

// verdict is the outcome of a run. Lost is what was kept once and is nowhere;
// late what its sender still holds and shows as not yet received.
type verdict struct {
	kept, lost, late, doubled, unasked int
	wrong                              []string
}

// judge compares what was acknowledged with what the vaults hold.
func (j *journal) judge(vaults map[*member]found) verdict {
	v := verdict{wrong: slices.Clone(j.wrong)}
	for m, f := range vaults {
		v.wrong = append(v.wrong, f.odd...)
		for _, whole := range f.inbox {
			if x := j.texts[name(whole)]; x == nil || x.to != m || x.whole != whole || x.refused {
				v.wrong = append(v.wrong, m.name+" has what nobody wrote to it")
			}
		}
	}
	for word, x := range j.texts {
		v.weigh(word, x, count(vaults[x.to].inbox, x.whole), vaults[x.from].stages[x.whole])
	}
	return v
}

// weigh judges one text, by how often its receiver has it and by what its
// sender says.
func (v *verdict) weigh(word string, x *text, times int, own stop) {
	switch {
	case x.kept:
		v.kept++
	case times > 0:
		v.unasked++ // killed between keeping it and saying so
	}
	switch {
	case times > 1:
		v.doubled++
		v.wrong = append(v.wrong, word+" is there twice")
	case times == 1 || !x.kept && !x.arrived && own.stage != mail.ReceivedBy:
	case !x.arrived && own.stage >= mail.Saved && own.stage < mail.ReceivedBy:
		v.late++
		v.wrong = append(v.wrong, fmt.Sprintf("%s did not arrive in time; its sender says: %s", word, own.stage))
	default:
		v.lost++
		v.wrong = append(v.wrong, fmt.Sprintf("%s is lost; its sender says: %s %s", word, own.stage, own.reason))
	}
}

func count(all []string, one string) (n int) {
	for _, s := range all {
		if s == one {
			n++
		}
	}
	return n
}

// A judge that never finds anything proves nothing.
func TestTheJudgeSeesWhatIsLostAndWhatIsDoubled(t *testing.T) {
	a, b := &member{name: "a"}, &member{name: "b"}
	j := newJournal()
	var words []string
	for range 5 {
		x := j.draft(a, b, 10)
		words = append(words, name(x.whole))
		j.hear(a, "kept "+name(x.whole))
	}
	whole := func(i int) string { return j.texts[words[i]].whole }
	j.draft(a, b, 10) // never acknowledged, never there
	vaults := map[*member]found{
		a: {stages: map[string]stop{whole(3): {mail.ReceivedBy, mail.NoReason}, whole(4): {mail.AtDrop, mail.NoReason}}},
		b: {inbox: []string{whole(0), whole(1), whole(1)}, odd: []string{"an alarm"}},
	}
	v := j.judge(vaults)
	if v.kept != 5 || v.lost != 2 || v.late != 1 || v.doubled != 1 || len(v.wrong) != 5 {
		t.Errorf("of 5 kept texts with 2 lost, 1 late, 1 doubled and 1 alarm, the judge saw %+v", v)
	}
	j.hear(b, "holds "+words[0]+" "+words[0])
	if again := j.judge(vaults); len(again.wrong) != 6 {
		t.Errorf("a text held twice after a restart was not seen: %+v", again)
	}
}
