package testworld

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"reflect"
	"sync"
	"testing"
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/internal/seeds"
	"bulkhead/report"
	"bulkhead/report/place"
	"bulkhead/report/seal"
	"bulkhead/vault"
)

// Who is who where reports go far: two founders; under the first a lead, under it a middle,
// under that a leaf; under the second founder two liaisons, to both of whom the desk's device is
// tied. So a report goes over six links: leaf, middle, lead, founder, founder, liaison, desk.
const (
	firstFounder, secondFounder, aLead, aMiddle, aLeaf, aLiaison, otherLiaison, atDesk = 0, 1, 2, 3, 4, 5, 6, 7
	farMembers                                                                         = 8
)

// farOffice is a world with a desk far from a leaf, made once and lived on from there.
type farOffice struct {
	kept   *Snapshot
	seed   seal.Seed
	digest seal.Digest
	record seal.Record
}

var theFarOffice = sync.OnceValues(newFarOffice)

var errNotYet = errors.New("not so after 60 rounds")

func newFarOffice() (*farOffice, error) {
	const meeting = 1 << 40
	w := New(Config{Seed: meeting, Members: farMembers, RoundLength: 3 * time.Hour, Slots: 6, Keep: 8, Region: 96 << 10})
	w.Config.Members = 2
	err := w.Meet()
	w.Config.Members = farMembers
	for _, level := range [][][2]int{
		{{firstFounder, aLead}, {secondFounder, aLiaison}, {secondFounder, otherLiaison}},
		{{aLead, aMiddle}},
		{{aMiddle, aLeaf}},
	} {
		if err == nil {
			err = w.join(level, cell.Led)
		}
	}
	if err == nil {
		err = w.join([][2]int{{aLiaison, atDesk}}, cell.Desk)
	}
	if err == nil {
		err = w.secondLiaison()
	}
	if err != nil {
		return nil, err
	}
	f := &farOffice{}
	var public [seal.PublicSize]byte
	if f.seed, public, err = seal.NewSeed(source(meeting, 1<<42)); err != nil {
		return nil, err
	}
	heard := 0
	for range 60 {
		w.Advance(openEvery * w.RoundLength)
		for n, m := range w.Members {
			err := m.use(func(d *device.Device) (err error) {
				desks := d.Desks()
				switch {
				case n == firstFounder && f.digest == seal.Digest{}:
					f.digest, err = d.AddDesk(public, "Central desk", 3000)
				case n == secondFounder && len(desks) == 1 && !desks[0].Counts:
					err = d.SignDesk(f.digest)
				case n == atDesk && f.digest != seal.Digest{}:
					err = d.ServeDesk([]seal.Name{f.digest.Name()})
				case n == aLeaf && len(desks) == 1 && desks[0].Counts:
					f.record, heard = desks[0].Record, heard+1
				}
				return err
			})
			if err != nil {
				return nil, err
			}
		}
		if heard == 6 { // by then the word over which ties the desk is reached is with both founders
			f.kept, err = w.Snapshot()
			return f, err
		}
	}
	return nil, errNotYet
}

// secondLiaison ties the desk's device to another liaison.
func (w *World) secondLiaison() error {
	host, guest := w.Members[otherLiaison], w.Members[atDesk]
	var inv *cell.Invitation
	err := host.use(func(d *device.Device) (err error) {
		inv, host.Ties[atDesk], err = d.Invite(cell.Desk, "")
		return err
	})
	if err != nil {
		return err
	}
	err = guest.use(func(d *device.Device) error {
		before := map[cell.TieID]bool{}
		for _, t := range d.Status().Ties {
			before[t.ID] = true
		}
		if err := d.Rejoin(inv, nil, ""); err != nil {
			return err
		}
		for _, t := range d.Status().Ties {
			if !before[t.ID] {
				guest.Ties[otherLiaison] = t.ID
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return w.secure([][2]int{{otherLiaison, atDesk}})
}

// use opens the member's device, does something, refills the pouch and locks it.
func (m *Member) use(do func(*device.Device) error) error {
	if err := m.Unlock(); err != nil {
		return err
	}
	if err := errors.Join(m.Device.TakeIn(), do(m.Device)); err != nil {
		m.Device.Abandon()
		m.Device = nil
		return err
	}
	return m.Lock()
}

// mark is bytes that only the writer's device and the desk may hold.
type mark struct {
	what             string
	bytes            []byte
	onDisk, inMemory bool // it was found there on the writer's
}

// openEvery is how many rounds lie between two openings: as in meeting, what is sealed at one
// is there for the next.
const openEvery = securingPace

// journey is a report on its way in a world, and what is known of it.
type journey struct {
	*World
	t      *testing.T
	office *farOffice
	opener *seal.Opener
	marks  []*mark
	ways   map[int]map[seal.Way]bool // by member: which ways its device was seen to hold
	sent   map[seal.Way]bool         // the ways of all packets that the writer's device sealed
	cuts   float64                   // how likely a hop's power goes while it is open
	cut    int
	chance *rand.Rand
	quiet  bool // no device is seized

	came  uint16 // the newest revision at the desk
	again int    // packets of revisions that were there

	most   seal.Stage // no stage beyond it is true yet, whatever hops say
	number uint32     // the report's, at the writer's
}

func setOut(t *testing.T, seed uint64) *journey {
	t.Helper()
	f, err := theFarOffice()
	if err != nil {
		t.Fatal(err)
	}
	w, err := f.kept.World(seed)
	if err != nil {
		t.Fatal(err)
	}
	j := &journey{World: w, t: t, office: f, ways: map[int]map[seal.Way]bool{}, sent: map[seal.Way]bool{}, chance: rand.New(source(seed, 1<<42))}
	for n := range w.Members {
		j.ways[n] = map[seal.Way]bool{}
	}
	j.opener, err = seal.NewOpener(&f.seed, &f.record)
	j.must(err)
	return j
}

func (j *journey) must(err error) {
	j.t.Helper()
	if err != nil {
		j.t.Fatal(err)
	}
}

// round lets a round go by; everybody whose turn it is opens and does something. Then every
// device but the writer's is seized and searched.
func (j *journey) round(do func(n int, d *device.Device)) {
	j.t.Helper()
	j.NextRound()
	for n, m := range j.Members {
		if !m.IsOn() || int(j.calendar.At(j.now))%openEvery != 0 {
			continue
		}
		hop := n != aLeaf && n != atDesk
		j.must(j.perhapsCut(m, hop, func(d *device.Device) error {
			if do != nil {
				do(n, d)
			}
			if n == aLeaf {
				j.atLeaf(d)
			}
			j.search(n, false, func(look func([]byte)) { memory(reflect.ValueOf(d), map[spot]bool{}, look) })
			return nil
		}))
		j.search(n, true, func(look func([]byte)) {
			plain, err := m.plaintext()
			j.must(err)
			for _, b := range plain {
				look(b)
			}
		})
	}
}

// perhapsCut uses a device; a hop's power may go at any operation on its disk meanwhile.
func (j *journey) perhapsCut(m *Member, hop bool, do func(*device.Device) error) error {
	if !hop || j.chance.Float64() >= j.cuts {
		return m.use(do)
	}
	at, cut := m.Mem().Ops()+1+j.chance.IntN(8), false
	m.Mem().SetHook(func(op int, _ durable.Op) durable.Fault {
		if op == at {
			cut = true
			return durable.CutDuring
		}
		return durable.NoFault
	})
	err := m.use(do)
	m.Mem().SetHook(nil)
	if !cut {
		return err
	}
	j.cut++
	m.Crash()
	m.SwitchOn()
	return nil
}

// search looks for the marks in what a member's device has, and for the ways of packets. The
// writer's is where they are to be found.
func (j *journey) search(n int, disk bool, all func(look func([]byte))) {
	j.t.Helper()
	if j.quiet {
		return
	}
	all(func(b []byte) {
		for _, m := range j.marks {
			switch {
			case n == aLeaf && (disk && m.onDisk || !disk && m.inMemory) || !bytes.Contains(b, m.bytes):
			case n != aLeaf:
				j.t.Fatalf("member %d has %s (on its disk: %v)", n, m.what, disk)
			case disk:
				m.onDisk = true
			default:
				m.inMemory = true
			}
		}
		for way := range j.sent {
			if !j.ways[n][way] && bytes.Contains(b, way[:]) {
				j.ways[n][way] = true
			}
		}
	})
}

// atLeaf judges what the writer is told: no more than is true.
func (j *journey) atLeaf(d *device.Device) {
	j.t.Helper()
	for _, e := range d.Reports() {
		for _, p := range e.Pending {
			j.sent[p.Way] = true
		}
		stage := e.Stage()
		if stage > j.most {
			j.t.Fatalf("the writer is told %v, and at most %v is true", stage, j.most)
		}
		if len(e.Pending) == 0 || j.quiet {
			continue
		}
		if p := e.Pending[len(e.Pending)-1]; p.Passed && !j.ways[aMiddle][p.Way] {
			j.t.Fatal("the writer is told that it was passed on, and the next hop has no way of it")
		}
	}
}

// until lets rounds go by until something holds of one device, and returns how many.
func (j *journey) until(most int, who int, holds func(d *device.Device) bool) int {
	j.t.Helper()
	for n := range most {
		done := false
		j.round(func(n int, d *device.Device) { done = done || n == who && holds(d) })
		if done {
			return n + 1
		}
	}
	j.t.Fatalf("it does not come to that in %d rounds", most)
	return 0
}

// stage is reached when the writer is told so.
func (j *journey) stage(most int, s seal.Stage) int {
	j.t.Helper()
	return j.until(most, aLeaf, func(d *device.Device) bool {
		e, err := d.Report(j.number)
		return err == nil && e.Stage() == s
	})
}

// writes has the leaf write a report and send it.
func (j *journey) writes() {
	j.t.Helper()
	exact, err := place.Degrees(51.8376, 9.7413)
	j.must(err)
	coarse, err := exact.Coarsen(place.HundredMetres)
	j.must(err)
	lat, lon := coarse.Steps()
	j.hide("the place", steps(lat, lon))
	j.hide("the place's name", []byte("canary mill"))
	j.hide("the text", []byte("canary beds"))
	r := report.Report{
		Kind: report.Site, Type: 1, How: report.Seen, Confidence: report.Sure,
		Where: place.Place{Cell: coarse, Name: "canary mill"}, Text: "canary beds",
	}
	j.must(j.Members[aLeaf].use(func(d *device.Device) (err error) {
		if j.number, err = d.NewReport(r); err != nil {
			return err
		}
		if err = d.SendReport(j.number, j.office.digest, false); err != nil {
			return err
		}
		e, err := d.Report(j.number)
		if err == nil {
			j.hide("the report's id", e.Sent.ID[:])
		}
		if err == nil && e.Stage() != seal.Waiting {
			j.t.Error("what has just been sealed does not wait")
		}
		j.atLeaf(d)
		return err
	}))
	j.most = seal.PassedOn
}

func (j *journey) hide(what string, b []byte) {
	j.marks = append(j.marks, &mark{what: what, bytes: bytes.Clone(b)})
}

// steps is a place as a report and a vault have it.
func steps(lat, lon int) []byte {
	return binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, uint32(int32(lat))), uint32(int32(lon)))
}

// arrives waits for a letter at the desk, which opens it.
func (j *journey) arrives(most int) (l *report.Letter, way seal.Way, rounds int) {
	j.t.Helper()
	rounds = j.until(most, atDesk, func(d *device.Device) bool {
		packets := d.Arrived()
		if len(packets) == 0 {
			return false
		}
		var err error
		l, err = j.opener.Open(packets[0])
		j.must(err)
		way, err = seal.WayOf(packets[0])
		j.must(err)
		d.Took(1)
		if l.Revision > j.came {
			j.came = l.Revision
			return true
		}
		j.again++ // sealed anew, since the desk's word had not come back yet
		return false
	})
	return l, way, rounds
}

// says has the desk reply to a letter.
func (j *journey) says(l *report.Letter, way seal.Way, r seal.Reply, then seal.Stage) {
	j.t.Helper()
	packet, err := seal.SealReply(j.Members[atDesk].Env.Rand, &l.Key, l.ID, way, &r)
	j.must(err)
	j.must(j.Members[atDesk].use(func(d *device.Device) error { return d.SendDeskReply(packet) }))
	j.most = then
}

// story is a report, "at the desk", a question and its answer.
func (j *journey) story(most int) {
	j.t.Helper()
	j.writes()
	passed := j.stage(most, seal.PassedOn)
	l, way, there := j.arrives(most)
	if l.What != report.AReport || l.Report.Text != "canary beds" || l.Report.Where.Name != "canary mill" {
		j.t.Fatal("the desk reads something else")
	}
	j.hide("the key of the replies", l.Key.Bytes())
	j.says(l, way, seal.Reply{Number: 1, Word: seal.SaysAtDesk, About: 1, Keep: 7}, seal.AtDesk)
	told := j.stage(most, seal.AtDesk)
	j.hide("the question", []byte("canary floors"))
	j.says(l, way, seal.Reply{Number: 2, Word: seal.SaysQuestion, About: 1, Keep: 7, Text: "How many canary floors?"}, seal.ReadThere)
	asked := j.stage(most, seal.ReadThere)
	j.hide("the answer", []byte("canary two"))
	j.must(j.Members[aLeaf].use(func(d *device.Device) error {
		e, err := d.Report(j.number)
		if err == nil && (len(e.Replies) != 1 || e.Replies[0].Text != "How many canary floors?") {
			err = errors.New("the question is not there")
		}
		if err == nil {
			err = d.AnswerReport(j.number, 2, "They are canary two.", false)
		}
		return err
	}))
	j.most = seal.PassedOn
	answer, way, back := j.arrives(most)
	if answer.What != report.AnAnswer || answer.Text != "They are canary two." || answer.Answers != 2 || answer.ID != l.ID {
		j.t.Fatal("the answer is another")
	}
	j.says(answer, way, seal.Reply{Number: 3, Word: seal.SaysRead, About: 2, Keep: 7}, seal.ReadThere)
	j.stage(most, seal.ReadThere)
	j.t.Logf("rounds: passed on after %d, at the desk after %d more, told so after %d, asked after %d, answered after %d; %d power cuts", passed, there, told, asked, back, j.cut)
}

// control shows that the search finds what is there: the marks on the writer's device, and the
// ways on each device that the packets went over.
func (j *journey) control() {
	j.t.Helper()
	leaf := j.Members[aLeaf]
	for _, m := range j.marks {
		if !m.onDisk || !m.inMemory {
			j.t.Errorf("the search does not find %s on the writer's own device: disk %v, memory %v", m.what, m.onDisk, m.inMemory)
		}
	}
	for _, n := range []int{aMiddle, aLead, firstFounder, secondFounder} {
		if len(j.ways[n]) < 2 {
			j.t.Errorf("member %d was seen with %d ways, and the report and its answer went over it", n, len(j.ways[n]))
		}
	}
	if len(j.ways[aLiaison])+len(j.ways[otherLiaison]) < 2 {
		j.t.Error("no liaison was seen with the ways")
	}
	// A text with a mark, to the middle: the same search now finds it there.
	j.must(leaf.use(func(d *device.Device) error {
		_, err := d.Send(leaf.Ties[aMiddle], "canary beds")
		return err
	}))
	for range 8 {
		j.NextRound()
		for _, n := range []int{aLeaf, aMiddle} {
			j.must(j.Members[n].use(func(*device.Device) error { return nil }))
		}
		plain, err := j.Members[aMiddle].plaintext()
		j.must(err)
		if holds(plain, []byte("canary beds")) {
			return
		}
	}
	j.t.Error("the search does not find what is planted on a hop")
}

func holds(all [][]byte, b []byte) bool {
	for _, a := range all {
		if bytes.Contains(a, b) {
			return true
		}
	}
	return false
}

// plaintext returns all that somebody reads who takes the locked device and has its passphrase:
// the files, and what every compartment of the vault holds, with what lies ready in it.
func (m *Member) plaintext() (all [][]byte, err error) {
	files, err := m.files()
	if err != nil {
		return nil, err
	}
	disk := durable.NewMem(source(m.w.Seed, 1<<43))
	disk.Share(true)
	for name, data := range files {
		all = append(all, data)
		if err := disk.Replace(name, data); err != nil {
			return nil, err
		}
	}
	v, err := vault.Open(disk, device.VaultFile, m.pass, m.Env.Vault, m.Env.Params, source(m.w.Seed, 1<<44))
	if err != nil {
		return nil, err
	}
	defer v.Close()
	all = append(all, bytes.Clone(v.Payload()), bytes.Clone(v.Ready()))
	for _, r := range []vault.Role{vault.Decoy, vault.Duress} {
		if c, ok := v.Other(r); ok {
			all = append(all, bytes.Clone(c.Payload), bytes.Clone(c.Ready))
		}
	}
	return all, nil
}

// spot is a place in memory that was looked at, as a type.
type spot struct {
	at  uintptr
	of  reflect.Type
	len int
}

var (
	cellType = reflect.TypeFor[place.Cell]()
	diskType = reflect.TypeFor[*durable.Mem]()
)

// memory looks at every run of bytes that can be reached from v: all that an open device has.
// The disk is not followed: it is looked at by itself.
func memory(v reflect.Value, seen map[spot]bool, look func([]byte)) {
	if !v.IsValid() || v.Type() == diskType {
		return
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		if v.IsNil() {
			return
		}
		at := spot{uintptr(v.UnsafePointer()), v.Type(), 0}
		if v.Kind() == reflect.Slice {
			at.len = v.Len()
		}
		if seen[at] {
			return
		}
		seen[at] = true
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		memory(v.Elem(), seen, look)
	case reflect.String:
		look([]byte(v.String()))
	case reflect.Slice, reflect.Array:
		switch v.Type().Elem().Kind() {
		case reflect.Uint8:
			look(bytesOf(v))
		case reflect.Bool, reflect.Int, reflect.Int64, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		default:
			for i := range v.Len() {
				memory(v.Index(i), seen, look)
			}
		}
	case reflect.Map:
		for k, e := range v.Seq2() {
			memory(k, seen, look)
			memory(e, seen, look)
		}
	case reflect.Struct:
		if v.Type() == cellType {
			look(steps(int(v.FieldByName("lat").Int()), int(v.FieldByName("lon").Int())))
		}
		for i := range v.NumField() {
			memory(v.Field(i), seen, look)
		}
	}
}

// bytesOf returns a slice or an array of bytes, to its capacity.
func bytesOf(v reflect.Value) []byte {
	switch {
	case v.Kind() == reflect.Slice:
		b := v.Bytes()
		return b[:cap(b)]
	case v.CanAddr():
		return v.Bytes()
	}
	b := make([]byte, v.Len())
	for i := range b {
		b[i] = byte(v.Index(i).Uint())
	}
	return b
}

func moreIfLong(short, many int) int {
	if *long {
		return many
	}
	return short
}

// Promise: a report that goes over six links, what the desk says to it, and its answer are in the
// plaintext of no device on the way, whenever one is opened, neither on its disk nor in its
// memory; and the writer is told at each step what is true. With -long six seeds.
func TestNoHopHoldsAReportThatItPassesOn(t *testing.T) {
	seeds.Each(t, moreIfLong(1, 6), func(t *testing.T, seed uint64) {
		j := setOut(t, seed)
		j.story(40)
		j.control()
	})
}

// Promise: the same where a tenth of the requests are lost and the hops' power goes in the midst
// of what they do.
func TestReportsSurviveLossAndCrashesOfHops(t *testing.T) {
	if !*long {
		t.Skip("without -long")
	}
	seeds.Each(t, 4, func(t *testing.T, seed uint64) {
		j := setOut(t, seed)
		j.Loss, j.cuts = .10, .10
		j.story(200)
		j.control()
		if j.cut == 0 {
			t.Error("no hop's power went")
		}
	})
}

// Promise: a liaison has a report and is off from then on. Without a word of anybody's, the
// writer's device seals it anew after 2 days, and it comes over another liaison within 6 days.
func TestAReportGetsAroundADeadHop(t *testing.T) {
	seeds.Each(t, moreIfLong(1, 6), func(t *testing.T, seed uint64) {
		j := setOut(t, seed)
		j.writes()
		dead := 0
		for range 40 {
			for _, n := range []int{aLiaison, otherLiaison} {
				if len(j.ways[n]) > 0 {
					dead = n
				}
			}
			if dead != 0 {
				break
			}
			j.round(nil)
		}
		if dead == 0 {
			t.Fatal("no liaison has it")
		}
		j.Members[dead].SwitchOff()
		j.quiet = true
		l, way, took := j.arrives(6 * 8)
		t.Logf("liaison %d off; at the desk after %d rounds of 3 hours", dead, took)
		if took < 6 {
			t.Error("it got there at once: nothing was lost with the liaison")
		}
		j.says(l, way, seal.Reply{Number: 1, Word: seal.SaysAtDesk, About: 1, Keep: 7}, seal.AtDesk)
		j.stage(30, seal.AtDesk)
	})
}

// Promise: where there is no way around a hop that is off, the writer is never told more than
// "passed on", and is told after six sealings that nothing more is sent.
func TestTheWriterIsToldOfADeadHop(t *testing.T) {
	if !*long {
		t.Skip("without -long")
	}
	seeds.Each(t, 1, func(t *testing.T, seed uint64) {
		j := setOut(t, seed)
		j.quiet = true
		j.Members[firstFounder].SwitchOff()
		j.writes()
		const most = 6 * (16 + 10) // six times two days, and what a packet takes to the next hop
		told := j.until(most, aLeaf, func(d *device.Device) bool {
			e, err := d.Report(j.number)
			j.must(err)
			return e.Pending[0].GaveUp
		})
		t.Logf("told after %d rounds of 3 hours", told)
	})
}

// Promise: where the very next hop is off, the writer sees "waiting" and no more, and once a
// packet's lifetime of 7 days is over, at the next opening, that it went no further.
func TestTheWriterIsToldThatTheNextHopIsOff(t *testing.T) {
	seeds.Each(t, 1, func(t *testing.T, seed uint64) {
		j := setOut(t, seed)
		j.quiet = true
		for n, m := range j.Members {
			if n != aLeaf {
				m.SwitchOff()
			}
		}
		j.writes()
		j.most = seal.Waiting
		const lifetime = 7 * 8
		told := j.until(lifetime+2*openEvery, aLeaf, func(d *device.Device) bool {
			e, err := d.Report(j.number)
			j.must(err)
			return e.Pending[0].Stop != 0
		})
		if told < lifetime {
			t.Errorf("told after %d rounds, before its lifetime was over", told)
		}
	})
}
