package device_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"
	"testing/cryptotest"
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/internal/testworld"
	"bulkhead/report"
	"bulkhead/report/book"
	"bulkhead/report/seal"
)

// office is a desk: the key, and the device, which is member 3. Its liaison is the second
// founder; member 2, who writes, is led by the first.
type office struct {
	*testworld.World
	t      *testing.T
	seed   seal.Seed
	opener *seal.Opener
	digest seal.Digest
}

// newOffice has both founders sign a desk, and everybody hear of it.
func newOffice(t *testing.T, seed uint64) *office {
	cryptotest.SetGlobalRandom(t, seed)
	o := &office{t: t}
	o.World = begun(t, testworld.Config{Seed: seed, Members: 4, RoundLength: 3 * time.Hour, Slots: 6, Keep: 8}, "a desk", func(w *testworld.World) {
		if err := w.MakeDesk(w.Members[0], w.Members[1], w.Members[3]); err != nil {
			t.Fatal(err)
		}
	})
	var public [seal.PublicSize]byte
	var err error
	o.seed, public, err = seal.NewSeed(o.Members[3].Env.Rand)
	o.must(err)
	opened(t, o.Members[0], 1, func(d *device.Device) {
		o.digest, err = d.AddDesk(public, "Central desk", 3000)
		o.must(err)
	})
	o.until(func(n int, d *device.Device) bool { return n == 1 && len(d.Desks()) == 1 }, nil)
	opened(t, o.Members[1], 1, func(d *device.Device) { o.must(d.SignDesk(o.digest)) })
	opened(t, o.Members[3], 1, func(d *device.Device) { o.must(d.ServeDesk([]seal.Name{o.digest.Name()})) })
	o.until(func(n int, d *device.Device) bool { return n == 2 && len(d.Desks()) == 1 && d.Desks()[0].Counts }, func(d *device.Device) {
		record := d.Desks()[0].Record
		o.opener, err = seal.NewOpener(&o.seed, &record)
		o.must(err)
	})
	return o
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// until has everybody open in every round, until something holds of one of them; then does
// something with that device.
func (o *office) until(holds func(n int, d *device.Device) bool, then func(*device.Device)) {
	o.t.Helper()
	for range 40 {
		o.NextRound()
		done := false
		for n, m := range o.Members {
			opened(o.t, m, 1, func(d *device.Device) {
				o.must(d.TakeIn())
				if !done && holds(n, d) {
					if done = true; then != nil {
						then(d)
					}
				}
			})
		}
		if done {
			return
		}
	}
	o.t.Fatal("it does not come to that in 40 rounds")
}

// arrives waits for a letter at the desk, which takes it.
func (o *office) arrives() (l *report.Letter, way seal.Way) {
	o.t.Helper()
	o.until(func(n int, d *device.Device) bool { return n == 3 && len(d.Arrived()) > 0 }, func(d *device.Device) {
		packets := d.Arrived()
		var err error
		l, err = o.opener.Open(packets[0])
		o.must(err)
		way, err = seal.WayOf(packets[0])
		o.must(err)
		d.Took(1)
	})
	return l, way
}

// says has the desk reply to a letter.
func (o *office) says(l *report.Letter, way seal.Way, r seal.Reply) {
	o.t.Helper()
	packet, err := seal.SealReply(o.Members[3].Env.Rand, &l.Key, l.ID, way, &r)
	o.must(err)
	opened(o.t, o.Members[3], 1, func(d *device.Device) { o.must(d.SendDeskReply(packet)) })
}

// is waits until the writer's first report is so far.
func (o *office) is(stage seal.Stage) {
	o.t.Helper()
	o.until(func(n int, d *device.Device) bool {
		return n == 2 && len(d.Reports()) == 1 && d.Reports()[0].Stage() == stage
	}, nil)
}

func aSite(text string) report.Report {
	return report.Report{Kind: report.Site, Type: 1, How: report.Seen, Confidence: report.Sure, Text: text}
}

// Promise: a report goes from its writer over both founders to the desk, whose words come back;
// how far it is, is told at each step, and no more than is known; what is asked is answered, and
// what is withdrawn is told. No device on the way has any of it.
func TestAReportGoesToADeskAndItsReplyComesBack(t *testing.T) {
	o := newOffice(t, 41)
	writer := o.Members[2]
	opened(t, writer, 1, func(d *device.Device) {
		n, err := d.NewReport(aSite("canary beds"))
		o.must(err)
		o.must(d.SendReport(n, o.digest, false))
		if done, err := d.WithdrawReport(n, report.Wrong, false); err != nil || done != device.Recalled {
			t.Fatalf("what nothing has left of is not recalled: %v", err)
		}
		o.must(d.SendReport(n, o.digest, false))
		if e, _ := d.Report(n); e.Stage() != seal.Waiting || len(d.Sent()) != 0 || d.Delete(e.Pending[0].Message) {
			t.Error("what waits is said to be farther, or is a message")
		}
	})
	o.is(seal.PassedOn)
	l, way := o.arrives()
	if l.What != report.AReport || l.Report.Text != "canary beds" {
		t.Fatal("the desk reads something else")
	}
	o.says(l, way, seal.Reply{Number: 1, Word: seal.SaysAtDesk, About: 1, Keep: 7})
	o.is(seal.AtDesk)
	o.says(l, way, seal.Reply{Number: 2, Word: seal.SaysQuestion, About: 1, Keep: 7, Text: "How many floors?"})
	o.is(seal.ReadThere)
	opened(t, writer, 1, func(d *device.Device) {
		if e := d.Reports()[0]; e.Unread() != 1 || e.Replies[0].Text != "How many floors?" {
			t.Fatal("the question is not there")
		}
		o.must(d.AnswerReport(1, 2, "Two.", false))
	})
	first := way
	answer, way := o.arrives()
	if answer.What != report.AnAnswer || answer.Text != "Two." || answer.Answers != 2 || answer.ID != l.ID {
		t.Fatal("the answer is another")
	}
	opened(t, writer, 1, func(d *device.Device) {
		if done, err := d.WithdrawReport(1, report.NotSafe, false); err != nil || done != device.DeskTold {
			t.Fatalf("withdrawn: %v, %v", done, err)
		}
	})
	withdrawal, last := o.arrives()
	if withdrawal.What != report.AWithdrawal || withdrawal.Why != report.NotSafe || withdrawal.Revision != 3 {
		t.Fatal("the withdrawal is another")
	}
	opened(t, writer, 1, func(d *device.Device) {
		kept := d.Kept()
		if bytes.Contains(kept, first[:]) || bytes.Contains(kept, way[:]) {
			t.Error("not safe to keep, the device says that it wrote the report and the answer")
		}
		if !bytes.Contains(kept, last[:]) {
			t.Error("the withdrawal's own way is not there")
		}
		o.must(d.DeleteReport(1))
		if bytes.Contains(d.Kept(), last[:]) {
			t.Error("deleted, the device says that it wrote the withdrawal")
		}
	})
	opened(t, o.Members[3], 0, func(d *device.Device) {
		if len(d.Arrived()) != 0 {
			t.Error("what was recalled has left")
		}
	})
	for n := range 2 {
		opened(t, o.Members[n], 0, func(d *device.Device) {
			if kept := d.Kept(); bytes.Contains(kept, []byte("canary")) || bytes.Contains(kept, []byte("floors")) || bytes.Contains(kept, l.ID[:]) {
				t.Errorf("founder %d has something of the report", n)
			}
		})
	}
}

// Promise: a report that went no further is told as such and sealed anew by itself, the same
// revision as another packet; once the desk is there again, it comes.
func TestAReportThatWentNoFurtherIsSealedAnew(t *testing.T) {
	o := newOffice(t, 42)
	name := o.digest.Name()
	serve := func(names ...seal.Name) {
		opened(t, o.Members[3], 1, func(d *device.Device) { o.must(d.ServeDesk(names)) })
	}
	o.until(func(n int, d *device.Device) bool { return n == 0 && d.DeskReached(name) }, nil)
	serve()
	opened(t, o.Members[2], 1, func(d *device.Device) {
		n, err := d.NewReport(aSite("beds"))
		o.must(err)
		o.must(d.SendReport(n, o.digest, false))
	})
	var first seal.Way
	pending := func(d *device.Device) book.Pending { return d.Reports()[0].Pending[0] }
	o.until(func(n int, d *device.Device) bool { return n == 2 && pending(d).Stop != 0 }, func(d *device.Device) {
		if first = pending(d).Way; pending(d).Tries != 1 {
			t.Fatal("it was sealed anew before it stopped")
		}
	})
	serve(name)
	o.until(func(n int, d *device.Device) bool { return n == 2 && pending(d).Tries == 2 }, func(d *device.Device) {
		if p := pending(d); p.Way == first || p.Revision != 1 || p.Stop != 0 {
			t.Fatal("the same packet is sent again, or another revision")
		}
	})
	if l, _ := o.arrives(); l.Revision != 1 || l.Report.Text != "beds" {
		t.Fatal("the desk gets something else")
	}
}

// Promise: a desk's device takes no more replies than it has room for, and says so; those that it
// took leave, and then there is room again.
func TestADesksDeviceTakesNoMoreRepliesThanItHasRoomFor(t *testing.T) {
	o := newOffice(t, 43)
	opened(t, o.Members[2], 1, func(d *device.Device) {
		n, err := d.NewReport(aSite("beds"))
		o.must(err)
		o.must(d.SendReport(n, o.digest, false))
	})
	l, way := o.arrives()
	next := uint16(0)
	packet := func() []byte {
		p, err := seal.SealReply(o.Members[3].Env.Rand, &l.Key, l.ID, way, &seal.Reply{Number: next + 1, Word: seal.SaysAtDesk, About: 1, Keep: 7})
		o.must(err)
		return p
	}
	const offered = 700 // a backlog: more than a vault of this size holds
	opened(t, o.Members[3], 1, func(d *device.Device) {
		for range offered {
			if err := d.SendDeskReply(packet()); errors.Is(err, device.ErrNoRoom) {
				break
			} else {
				o.must(err)
			}
			next++
		}
	})
	if next == 0 || next > 64 {
		t.Fatalf("%d of %d replies were taken at once", next, offered)
	}
	o.until(func(n int, d *device.Device) bool {
		return n == 3 && d.SendDeskReply(packet()) == nil
	}, nil)
	o.until(func(n int, d *device.Device) bool { return n == 2 && d.Reports()[0].Stage() == seal.AtDesk }, nil)
}

// Promise: an edit goes to no other desk than the one that has the report, and once a founder has
// taken that desk's record back, a withdrawal goes by another record of the same key; by none of a
// stranger's.
func TestWhatBelongsToAReportGoesToItsDeskAlone(t *testing.T) {
	o := newOffice(t, 44)
	opened(t, o.Members[2], 1, func(d *device.Device) {
		n, err := d.NewReport(aSite("beds"))
		o.must(err)
		o.must(d.SendReport(n, o.digest, false))
	})
	o.arrives()
	var same seal.Digest
	record := func(public [seal.PublicSize]byte, name string) (digest seal.Digest) {
		opened(t, o.Members[0], 1, func(d *device.Device) {
			var err error
			digest, err = d.AddDesk(public, name, 2000)
			o.must(err)
		})
		o.until(func(n int, d *device.Device) bool { return n == 1 && d.SignDesk(digest) == nil }, nil)
		o.until(func(n int, d *device.Device) bool {
			return n == 2 && slices.ContainsFunc(d.Desks(), func(s seal.Standing) bool { return s.Digest == digest && s.Counts })
		}, nil)
		return digest
	}
	_, strange, err := seal.NewSeed(o.Members[3].Env.Rand)
	o.must(err)
	other := record(strange, "Newsroom")
	opened(t, o.Members[2], 1, func(d *device.Device) {
		o.must(d.EditReport(1, aSite("more beds")))
		if err := d.SendReport(1, other, false); !errors.Is(err, book.ErrOtherDesk) {
			t.Fatalf("an edit goes to another desk: %v", err)
		}
	})
	opened(t, o.Members[0], 1, func(d *device.Device) { o.must(d.RevokeDesk(o.digest)) })
	o.until(func(n int, d *device.Device) bool { return n == 2 && len(d.Desks()) == 1 }, nil)
	opened(t, o.Members[2], 1, func(d *device.Device) {
		if _, err := d.WithdrawReport(1, report.Over, false); !errors.Is(err, cell.ErrNoDesk) {
			t.Fatalf("a withdrawal goes to another desk: %v", err)
		}
	})
	public, err := seal.Public(&o.seed)
	o.must(err)
	same = record(public, "Central desk, anew")
	opened(t, o.Members[2], 1, func(d *device.Device) {
		if _, err := d.WithdrawReport(1, report.NotSafe, false); err != nil {
			t.Fatal(err)
		}
		if e, _ := d.Report(1); e.Desk != same {
			t.Error("the withdrawal is sealed to another record")
		}
	})
}

// Promise: a report that is not safe to keep is erased, though its desk cannot be told any more,
// and its owner learns that; for another reason it stays, and can be withdrawn once it can be.
func TestWhatIsNotSafeIsErasedThoughNoDeskIsThere(t *testing.T) {
	o := newOffice(t, 45)
	opened(t, o.Members[2], 1, func(d *device.Device) {
		n, err := d.NewReport(aSite("canary beds"))
		o.must(err)
		o.must(d.SendReport(n, o.digest, false))
	})
	l, way := o.arrives()
	opened(t, o.Members[0], 1, func(d *device.Device) { o.must(d.RevokeDesk(o.digest)) })
	o.until(func(n int, d *device.Device) bool { return n == 2 && len(d.Desks()) == 0 }, nil)
	opened(t, o.Members[2], 1, func(d *device.Device) {
		if _, err := d.WithdrawReport(1, report.Over, false); !errors.Is(err, cell.ErrNoDesk) || len(d.Reports()) != 1 {
			t.Fatalf("a desk is told that nobody knows: %v", err)
		}
		if done, err := d.WithdrawReport(1, report.NotSafe, false); err != nil || done != device.ErasedHere {
			t.Fatalf("it is not erased: %v, %v", done, err)
		}
		if kept := d.Kept(); len(d.Reports()) != 0 || bytes.Contains(kept, []byte("canary")) || bytes.Contains(kept, way[:]) || bytes.Contains(kept, l.ID[:]) {
			t.Error("something of it is there")
		}
	})
}
