package device

import (
	"testing"

	"bulkhead/cell"
	"bulkhead/mail"
)

// TestAnAlarmThatWasActedOnIsClosed: a drill closes what was told against the
// link, taking it back opens that again, and severing closes it for good. Alarms
// about others, and about nobody, stand.
func TestAnAlarmThatWasActedOnIsClosed(t *testing.T) {
	d := founder(t)
	inv, x, err := d.Invite(cell.Led, "Clay")
	if err != nil {
		t.Fatal(err)
	}
	inv.Secret.Erase()
	inv, y, err := d.Invite(cell.Led, "Dune")
	if err != nil {
		t.Fatal(err)
	}
	inv.Secret.Erase()
	for _, tie := range []cell.TieID{0, x, y} {
		d.alarm(tie, mail.AlarmUnreadable, 0)
	}
	d.show(cell.Show{What: cell.OwnerCoerced, Tie: x, Rel: cell.Led})
	d.show(cell.Show{What: cell.SaidTaken, Tie: x, Rel: cell.Led, By: y})
	stand := func(when string, want map[cell.What]mail.Closed) {
		t.Helper()
		for _, r := range d.Inbox() {
			expected := want[r.What]
			if r.Tie != x {
				expected = mail.NotClosed
			}
			if r.Closed != expected {
				t.Errorf("%s: %d about %d is closed by %q, want %q", when, r.What, r.Tie, r.Closed, expected)
			}
		}
	}
	by := func(c, coming mail.Closed) map[cell.What]mail.Closed {
		return map[cell.What]mail.Closed{mail.Alarm: c, cell.OwnerCoerced: c, cell.SaidTaken: c, cell.QuarantineBegan: c, cell.CutComing: coming}
	}
	stand("before", by(mail.NotClosed, mail.NotClosed))
	if _, err := d.Drill(x); err != nil {
		t.Fatal(err)
	}
	stand("after the drill", by(mail.ClosedByDrill, mail.NotClosed))
	if err := d.TakeBackDrill(x); err != nil {
		t.Fatal(err)
	}
	stand("taken back", by(mail.NotClosed, mail.ClosedByTakeBack))
	if err := d.Sever(x, true); err != nil {
		t.Fatal(err)
	}
	stand("severed", by(mail.ClosedByCut, mail.ClosedByCut))
	kept, err := d.marshal()
	if err != nil {
		t.Fatal(err)
	}
	s, err := unmarshal(kept)
	if err != nil {
		t.Fatal(err)
	}
	d.mail, d.cell = s.mail, s.cell
	stand("kept and opened", by(mail.ClosedByCut, mail.ClosedByCut))
}

// TestAClosedDeviceMayBeClosedAgain: whoever opened a device abandons it on every
// way out, also after it was closed.
func TestAClosedDeviceMayBeClosedAgain(t *testing.T) {
	d := founder(t)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	d.Abandon()
	d.Abandon()
}
