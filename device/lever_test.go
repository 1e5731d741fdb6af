package device_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"bulkhead/carrier"
	"bulkhead/device"
	"bulkhead/internal/seeds"
	"bulkhead/internal/testworld"
	"bulkhead/mail"
)

// held is a couple whose first member's locked phone somebody else holds, for a
// moment now and then.
type held struct {
	t    testing.TB
	w    *testworld.World
	m, b *testworld.Member
	e    *editor
	sent int    // messages, to number them
	bad  uint64 // conflicts in rounds that began after the last opening
	puts uint64 // writes of the first member
	from uint64 // the round of the last opening
	anew bool   // the worker began on what was edited
	last [2]looked
}

func newHeld(t testing.TB, seed uint64) *held {
	t.Helper()
	w := begun(t, testworld.Config{Seed: seed, Members: 2, RoundLength: 3 * time.Hour, Slots: 6, Keep: 8, Region: 192 << 10}, "", nil)
	h := &held{t: t, w: w, m: w.Members[0], b: w.Members[1], e: &editor{Rand: rand.New(rand.NewPCG(seed, 5))}}
	w.OnPut = func(a testworld.Attempt) {
		if a.Member != 0 {
			return
		}
		h.puts++
		if a.Outcome == carrier.Conflict && uint64(a.Ref.Round) > h.from {
			h.bad++
		}
	}
	h.e.foreign = h.pouch(h.b)
	for range 4 {
		h.e.earlier = append(h.e.earlier, h.pouch(h.m))
		h.pass(1)
	}
	return h
}

func (h *held) round() uint32 { return uint32(h.w.Now().Unix() / int64(3*time.Hour/time.Second)) }

func (h *held) pouch(m *testworld.Member) []byte {
	data, err := m.Env.Dir.ReadFile(device.PouchFile)
	if err != nil {
		return nil
	}
	return bytes.Clone(data)
}

// pass lets rounds go by, in each of which both open their devices; whoever's
// worker could not start is started again.
func (h *held) pass(rounds int) {
	for range rounds {
		h.w.NextRound()
		for _, m := range h.w.Members {
			h.visit(m, "")
		}
	}
}

// visit opens a device, writes a text, if there is one, and locks it.
func (h *held) visit(m *testworld.Member, text string) {
	h.t.Helper()
	if err := m.Unlock(); err != nil {
		h.t.Fatal(err)
	}
	if err := m.Device.TakeIn(); err != nil {
		h.t.Errorf("taking in: %v", err)
	}
	if text != "" {
		if _, err := m.Device.Send(m.Ties[1-m.Number], text); err != nil {
			h.t.Errorf("sending: %v", err)
		}
	}
	err := m.Device.Refill()
	d := m.Device
	h.last[m.Number] = looked{alarms(d), texts(d), d.Sent(), frozen(d)}
	d.Abandon()
	m.Device = nil
	if err != nil {
		h.t.Errorf("locking: %v", err)
	}
	m.SwitchOn()
	if m == h.m {
		h.from = uint64(h.round())
	}
}

// edit has somebody edit the locked pouch, now and in the midst of what its
// worker does, or while the phone is off.
func (h *held) edit(ed edit) {
	file := h.pouch(h.m)
	h.e.earlier = append(h.e.earlier, bytes.Clone(file))
	if len(h.e.earlier) > 6 {
		h.e.earlier = h.e.earlier[1:]
	}
	h.e.now = h.round()
	h.anew = h.e.IntN(2) == 0
	if h.anew {
		h.m.SwitchOff()
	}
	after := ed.do(h.e, pouchFile(file))
	if len(after) >= metaStart {
		pouchFile(after).mend()
	}
	if after == nil {
		if err := h.m.Env.Dir.Remove(device.PouchFile); err != nil {
			h.t.Fatal(err)
		}
	} else {
		put(h.t, h.m.Env.Dir, device.PouchFile, after)
	}
	if h.anew {
		h.m.SwitchOn() // the owner's worker starts on what it finds
	}
}

// try makes an edit, which may be several, has the owner open the device some time later
// and write, and holds what comes of it against the promise.
func (h *held) try(ed edit, edits int) {
	t := h.t
	t.Helper()
	h.w.Advance(time.Duration(h.e.Float64() * float64(3*time.Hour)))
	h.edit(ed)
	h.w.Advance(time.Duration(h.e.Float64() * 2.5 * float64(3*time.Hour)))
	if h.e.IntN(3) == 0 {
		if _, err := device.Open(h.m.Env, passOf(t, "a slip of the finger")); err == nil {
			t.Fatal("a wrong passphrase opened the device")
		}
	}
	before := h.last[0].alarms
	h.sent++
	text := fmt.Sprintf("message %d", h.sent)
	h.visit(h.m, text)
	h.bad = 0
	if h.anew { // as the alarm says
		h.m.SwitchOff()
		h.m.SwitchOn()
	}
	shown := slices.DeleteFunc(slices.Clone(h.last[0].alarms), func(a string) bool { return slices.Contains(before, a) })
	if ed.told && len(shown) == 0 {
		t.Errorf("nobody tells the owner")
	} else if len(shown) > 1+edits {
		t.Errorf("the owner is shown %d alarms: %q", len(shown), shown)
	}
	t.Logf("%s: the owner is shown %q", ed.name, shown)
	patience := 3
	if ed.patient {
		patience += 16
	}
	puts, spoke := h.puts, -1
	for r := range patience + 8 {
		h.pass(1)
		if spoke < 0 && h.puts-puts >= 6 {
			spoke = r
		}
		if slices.Contains(h.last[1].texts, text) {
			break
		}
	}
	if spoke < 0 || spoke >= patience {
		t.Errorf("the phone speaks to its drop again after %d rounds, want less than %d", spoke, patience)
	}
	h.arrived(ed, text)
	if h.bad != 0 {
		t.Errorf("%d boxes lie under an id that was taken", h.bad)
		h.bad = 0
	}
	for _, m := range h.w.Members { // what was told is deleted, so that it is told again
		if err := m.Unlock(); err != nil {
			t.Fatal(err)
		}
		for _, r := range m.Device.Inbox() {
			m.Device.Delete(r.Number)
		}
		if err := m.Lock(); err != nil {
			t.Errorf("locking: %v", err)
		}
	}
	h.last[0].alarms = nil
}

// arrived wants the message to have arrived, or, where the link was frozen, to
// be shown as not delivered, and the owner to know why.
func (h *held) arrived(ed edit, text string) {
	h.t.Helper()
	l := h.last[0]
	if ed.rerun && l.frozen {
		for _, s := range l.sent {
			if stage, _ := s.Stage(); s.Text == text && stage != mail.Undelivered && stage != mail.ReceivedBy {
				h.t.Errorf("on a frozen link the message is shown as %q", stage)
			}
		}
		return
	}
	if !slices.Contains(h.last[1].texts, text) {
		h.t.Errorf("the message did not arrive: %v", l.sent)
	}
	for _, l := range h.last {
		if l.frozen {
			h.t.Errorf("a link is frozen: %q", l.alarms)
		}
	}
}

// looked is what a device's owner saw when it was last open.
type looked struct {
	alarms, texts []string
	sent          []mail.Sent
	frozen        bool
}

// TestEveryEditOfALockedPouchIsHarmless is every field of the file, one after
// the other, and the file as a whole: see
// TestNoEditOfALockedPouchIsALever for what is promised.
func TestEveryEditOfALockedPouchIsHarmless(t *testing.T) {
	const worlds = 4
	all := edits()
	for n := range worlds {
		t.Run(fmt.Sprintf("%d of %d", n+1, worlds), func(t *testing.T) {
			t.Parallel()
			var h *held
			for i := n; i < len(all); i += worlds {
				t.Run(all[i].name, func(t *testing.T) {
					if h == nil {
						h = newHeld(t, uint64(n+1))
					}
					h.t = t
					h.try(all[i], 1)
				})
				if h == nil || h.last[0].frozen || h.last[1].frozen {
					h = nil // made anew
				}
			}
		})
	}
}

// TestNoEditOfALockedPouchIsALever: whoever holds the locked phone for a moment
// makes up to three edits of its pouch, of any fields and of the file as a whole,
// and mends the sums. The worker runs what it finds; the owner opens the device some
// time later, writes, and goes on. Then:
//
//   - no opening, taking in, sending or refilling fails;
//   - the message arrives, or is shown as not delivered where the edit made the
//     phone repeat an earlier sealing's boxes and the others took it for a copy;
//   - the phone speaks to its drop again in the next round, and after one
//     pouch length if the pouch was gone, or said that it was ahead;
//   - the owner is told where anything was silenced or changed: by two alarms at most of
//     one edit, and by one more for each further edit;
//   - no box that is sealed after the opening lies under an id that was taken;
//   - no link freezes but in that one case.
func TestNoEditOfALockedPouchIsALever(t *testing.T) {
	t.Parallel()
	seeds.Each(t, 1, func(t *testing.T, seed uint64) {
		all := edits()
		h := newHeld(t, seed)
		for range 4 {
			var chosen []edit
			for range 1 + h.e.IntN(3) {
				chosen = append(chosen, all[h.e.IntN(len(all))])
			}
			h.try(together(chosen), len(chosen))
			if h.last[0].frozen || h.last[1].frozen {
				return
			}
		}
	}, 14927284950298787458,
		9411302309192720574, 13245314533167162031, 15251657865706990722) // three edits are told of by three alarms
}

// together is several edits, one after the other, as far as a file is left to
// edit. The later may undo what the earlier did, so the owner need not be told.
func together(all []edit) edit {
	if len(all) == 1 {
		return all[0]
	}
	sum := edit{name: "several"}
	for _, ed := range all {
		sum.name += ", " + ed.name
		sum.patient = sum.patient || ed.patient
		sum.rerun = sum.rerun || ed.rerun
	}
	sum.do = func(e *editor, f pouchFile) []byte {
		for _, ed := range all {
			if len(f) < metaStart || f.slots() < 3 || f.slots() > 16 || f.rounds() < 16 || f.rounds() > 192 || len(f) != f.boxes()+8192*f.entries()+65*4096 {
				break // no longer a file whose fields have their places
			}
			f = ed.do(e, f)
			if f == nil {
				return nil
			}
		}
		return f
	}
	return sum
}
