package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"bulkhead/desk"
	"bulkhead/home"
	"bulkhead/phrase"
	"bulkhead/report"
	"bulkhead/report/seal"
	"bulkhead/vault"
)

// opens opens the desk as its verbs do.
func (w *world) opens() *office {
	w.t.Helper()
	in, typed, err := os.Pipe()
	if err != nil {
		w.t.Fatal(err)
	}
	defer in.Close()
	fmt.Fprintln(typed, words)
	typed.Close()
	c := working{common: common{Dir: w.dir, PassphraseFD: int(in.Fd())}}
	o, err := c.work(w.t.Context(), edge{in: in, rand: rand.Reader, now: func() time.Time { return today }, panic: home.NewPanicKey(), cost: vault.Params{MemoryKiB: 64, Time: 1, Threads: 1}, say: phrase.New("en", time.UTC)})
	if err != nil {
		w.t.Fatal(err)
	}
	return o
}

// Promise: one bad file stops nothing. What lies beside it is taken in, and replies leave.
func TestOneBadFileStopsNothing(t *testing.T) {
	w := newWorld(t)
	refused := bytes.Repeat([]byte{25}, seal.ShortPacket)
	w.puts(strings.Repeat("a", 248)+packetFile, refused) // no ending fits behind this name
	w.puts("b.packet", refused)
	if err := os.Mkdir(filepath.Join(w.in, "b.packet.refused"), 0o700); err != nil {
		t.Fatal(err)
	}
	l := w.writes("d.packet", "the mill")
	w.run("take", "--in", w.in, "--out", w.out_)
	if said := w.replies(l); len(said) != 1 {
		t.Errorf("beside bad files a writer is told %v", said)
	}
	if left := files(t, w.in); slices.ContainsFunc(left, func(name string) bool { return strings.HasSuffix(name, "a"+packetFile) || name == "d.packet" }) {
		t.Errorf("in the folder are left %v", left)
	}
}

// Promise: a file that cannot be read is told, stays, and stops no other; one that somebody
// took away meanwhile is none.
func TestOneUnreadableFileStopsNothing(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a.packet", "b.packet", "c.packet"} {
		if err := os.WriteFile(filepath.Join(dir, name), bytes.Repeat([]byte{1}, seal.ShortPacket), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	l := &byHand{in: dir, rand: rand.Reader}
	if err := l.Look(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a.packet", "b.packet"} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("c.packet", filepath.Join(dir, "a.packet")); err != nil {
		t.Fatal(err)
	}
	packets, done, err := l.Receive(9)
	if err == nil || len(packets) != 1 {
		t.Fatalf("beside a file that cannot be read %d packets come: %v", len(packets), err)
	}
	if err := done([]desk.Taken{{Outcome: desk.New}}); err != nil {
		t.Fatal(err)
	}
	if left := files(t, dir); len(left) != 1 || left[0] != "a.packet" {
		t.Errorf("in the folder are left %v", left)
	}
	if err := l.Look(); err != nil {
		t.Fatal(err)
	}
	if packets, _, err := l.Receive(9); err != nil || len(packets) != 0 {
		t.Errorf("a link is followed: %d packets: %v", len(packets), err)
	}
}

// Promise: where the folder of what comes is gone, replies leave all the same.
func TestRepliesLeaveWithoutAFolderOfWhatComes(t *testing.T) {
	w := newWorld(t)
	l := w.writes("a.packet", "the mill")
	w.does("take", "--in", w.in)
	o := w.opens()
	defer o.close(nil)
	if _, sent, err := o.turn(t.Context(), &byHand{in: filepath.Join(w.in, "gone"), out: w.out_, rand: rand.Reader}, true); err == nil || sent != 1 {
		t.Errorf("without a folder of what comes %d replies leave: %v", sent, err)
	}
	if said := w.replies(l); len(said) != 1 {
		t.Errorf("the writer is told %v", said)
	}
}

// Promise: what comes before its record does is not refused for good. While there is no
// record the desk looks at nothing, and replies leave.
func TestWhatComesBeforeItsRecordStays(t *testing.T) {
	w := newWorld(t)
	top := t.TempDir()
	early := w.writes("a.packet", "the first key")
	w.does("take", "--in", w.in)
	file := filepath.Join(top, "key.bin")
	old := w.to
	w.does("key", "--new", "--write", file)
	public, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	w.to.Public = [seal.PublicSize]byte(public)
	l := w.writes("b.packet", "the next key")
	if got := fmt.Sprint(w.takes(exitFailed)["came"]); got != "map[no-record:1]" {
		t.Errorf("before its record a packet is told as %v", got)
	}
	w.does("key", "--forget", w.keyed(0), "--yes") // and no record is left
	w.to = old
	w.writes("c.packet", "a key that is forgotten")
	if r := w.run("take", "--in", w.in, "--out", w.out_); r.code != exitFailed || !strings.Contains(r.err, "nobody can write to it") || len(w.replies(early)) != 1 {
		t.Errorf("without a record taking in ends with %d, and %d replies left: %s", r.code, len(w.replies(early)), r.err)
	}
	if left := fmt.Sprint(files(t, w.in)); left != "[b.packet c.packet]" {
		t.Errorf("without a record the folder holds %s", left)
	}
	w.to.Public = [seal.PublicSize]byte(public)
	w.takesRecord()
	if got := fmt.Sprint(w.does("take", "--in", w.in, "--out", w.out_)["came"]); got != "map[new:1 no-record:1]" || len(w.replies(l)) != 1 {
		t.Errorf("once its record is taken in a packet is told as %v", got)
	}
}

// Promise: a file that somebody is still writing is left alone, and is taken in when it is
// whole. One that stays as it is is a bad packet at the next look.
func TestAFileThatIsStillWrittenIsLeft(t *testing.T) {
	dir := t.TempDir()
	l := &byHand{in: dir, rand: rand.Reader}
	look := func() (lengths []int) {
		t.Helper()
		if err := l.Look(); err != nil {
			t.Fatal(err)
		}
		packets, done, err := l.Receive(9)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range packets {
			lengths = append(lengths, len(p))
		}
		if err := done(slices.Repeat([]desk.Taken{{Outcome: desk.Bad}}, len(packets))); err != nil {
			t.Fatal(err)
		}
		return lengths
	}
	grows := filepath.Join(dir, "a.packet")
	for _, n := range []int{0, 100, 200, seal.ShortPacket} {
		if got, left := look(), l.Left()[leftGrowing]; len(got) != 0 || left != min(1, n) {
			t.Errorf("before there are %d bytes, packets of %v bytes come, and %d files are left", n, got, left)
		}
		if err := os.WriteFile(grows, bytes.Repeat([]byte{1}, n), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got := look(); len(got) != 1 || got[0] != seal.ShortPacket {
		t.Errorf("of a file that is whole, packets of %v bytes come", got)
	}
	if err := os.WriteFile(grows, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := look(); len(got) != 0 {
		t.Errorf("at once packets of %v bytes come", got)
	}
	if got := look(); len(got) != 1 || got[0] != 4 {
		t.Errorf("of a file that stays half, packets of %v bytes come", got)
	}
	if left := files(t, dir); len(left) != 2 || slices.ContainsFunc(left, func(name string) bool { return !strings.HasSuffix(name, refusedFile) }) {
		t.Errorf("in the folder are left %v", left)
	}
}

// Promise: at a desk without room, behind more than one batch of reports for which there is
// none, a withdrawal is taken in at once.
func TestAWithdrawalGetsPastAFullRoom(t *testing.T) {
	w := newWorld(t)
	l := w.writes("a.packet", "the mill")
	o := w.opens()
	defer o.close(nil)
	openers, err := o.folder.Openers()
	if err != nil {
		t.Fatal(err)
	}
	options := desk.Options{Now: func() time.Time { return today }, Rand: rand.Reader, MaxReports: 1}
	if o.Desk, err = desk.Open(desk.NewMem(), openers, options); err != nil {
		t.Fatal(err)
	}
	line := &byHand{in: w.in, rand: rand.Reader}
	if line.ours, err = o.records(); err != nil {
		t.Fatal(err)
	}
	if came, _, err := o.turn(t.Context(), line, false); err != nil || came["new"] != 1 {
		t.Fatalf("the first report is told as %v: %v", came, err)
	}
	for i := range 257 {
		w.writes(fmt.Sprintf("b%03d.packet", i), "one more")
	}
	packet, err := seal.Seal(&report.Letter{What: report.AWithdrawal, Key: l.Key, ID: l.ID, Revision: 2, Why: report.NotSafe}, &w.to)
	if err != nil {
		t.Fatal(err)
	}
	w.puts("c.packet", packet)
	if came, _, err := o.turn(t.Context(), line, false); err != nil || fmt.Sprint(came) != "map[full:257 newest:1]" {
		t.Errorf("in a full room what comes is told as %v: %v", came, err)
	}
	if n := len(files(t, w.in)); n != 257 {
		t.Errorf("in the folder are left %d files", n)
	}
}

// endless is a line to which packets come without end, and of which somebody locks the desk.
type endless struct {
	lock           func()
	receives, sent int
}

func (l *endless) Look() error          { return nil }
func (l *endless) Left() map[string]int { return nil }

func (l *endless) Receive(int) ([][]byte, func([]desk.Taken) error, error) {
	l.lock()
	if l.receives++; l.receives > 3 { // so that the test ends
		return nil, nil, nil
	}
	return [][]byte{nil}, func([]desk.Taken) error { return nil }, nil
}

func (l *endless) Send([]byte) error {
	l.lock()
	l.sent++
	return nil
}

// waiting are replies that wait, and those that were taken down as handed on.
type waiting struct {
	out  []desk.Outgoing
	sent []uint64
}

func (w *waiting) Outgoing(int) ([]desk.Outgoing, error) { return w.out[len(w.sent):], nil }
func (w *waiting) Sent(numbers ...uint64) error {
	w.sent = append(w.sent, numbers...)
	return nil
}

// Promise: whoever locks the desk does not wait until all is taken in or handed on.
func TestLockingWaitsForNoBacklog(t *testing.T) {
	w := newWorld(t)
	o := w.opens()
	defer o.close(nil)
	ctx, lock := context.WithCancel(t.Context())
	l := &endless{lock: lock}
	if _, _, err := o.turn(ctx, l, true); err != nil || l.receives != 1 {
		t.Errorf("after the desk was locked packets are received %d times: %v", l.receives-1, err)
	}
	ctx, lock = context.WithCancel(t.Context())
	l = &endless{lock: lock}
	all := &waiting{out: []desk.Outgoing{{Number: 4, Packet: []byte{1}}, {Number: 5, Packet: []byte{1}}}}
	if _, err := handOn(ctx, all, l); err != nil || l.sent != 1 || len(all.sent) != 1 {
		t.Errorf("after the desk was locked %d replies are handed on: %v", l.sent-1, err)
	}
}

// Promise: a damaged reply is no file, and stops none behind it.
func TestADamagedReplyIsNoFile(t *testing.T) {
	dir := t.TempDir()
	all := &waiting{out: []desk.Outgoing{{Number: 4}, {Number: 5, Packet: []byte{1}}}}
	sent, err := handOn(t.Context(), all, &byHand{out: dir, rand: rand.Reader})
	if err != nil || sent != 1 || fmt.Sprint(all.sent) != "[4 5]" || len(files(t, dir)) != 1 {
		t.Errorf("of two replies, one damaged, %d are sent, %v are taken down, in %d files: %v", sent, all.sent, len(files(t, dir)), err)
	}
}

// Promise: a person at the terminal hears what was not taken in: "take" fails if nothing was,
// and "serve" says what it refused, and what stays, once.
func TestWhatIsNotTakenInIsTold(t *testing.T) {
	w := newWorld(t)
	bad := func() { w.puts("a.packet", bytes.Repeat([]byte{25}, seal.ShortPacket)) }
	bad()
	if r := w.run("take", "--in", w.in); r.code != exitFailed || !strings.Contains(r.out, "1 packet was refused") || !strings.Contains(r.err, "Nothing of what came") {
		t.Errorf("where all is refused taking in ends with %d: %s %s", r.code, r.out, r.err)
	}
	bad()
	w.writes("b.packet", "the mill")
	if r := w.run("take", "--in", w.in); r.code != exitDone || !strings.Contains(r.out, "1 new report") {
		t.Errorf("where one is refused taking in ends with %d: %s %s", r.code, r.out, r.err)
	}
	say := phrase.New("en", time.UTC)
	for _, c := range []struct {
		came, before map[string]int
		want         int
	}{
		{map[string]int{"new": 3, "again": 1}, nil, 0},
		{map[string]int{"bad": 1, "damaged": 2, "full": 4}, nil, 2},
		{map[string]int{"bad": 1, "full": 4}, map[string]int{"bad": 1, "full": 4}, 1},
		{map[string]int{"full": 5, leftGrowing: 1, leftStranger: 1}, map[string]int{"full": 4, leftStranger: 1}, 2},
	} {
		if got := notices(say, c.came, c.before); len(got) != c.want {
			t.Errorf("of %v, after %v, the terminal says %q", c.came, c.before, got)
		}
	}
	bad()
	ctx, end := context.WithTimeout(t.Context(), time.Minute)
	defer end()
	r := command(t, ctx, words, func(string) {
		go func() {
			for deadline := time.Now().Add(20 * time.Second); slices.Contains(files(t, w.in), "a.packet") && time.Now().Before(deadline); {
				time.Sleep(10 * time.Millisecond)
			}
			end()
		}()
	}, "serve", "--in", w.in, "--dir", w.dir, "--passphrase-fd", "FD")
	if r.code != exitDone || !strings.Contains(r.err, "1 packet was refused") {
		t.Errorf("serving ends with %d, and says %q", r.code, r.err)
	}
}

// Promise: what is done to a file is done to the packet that was read, and to no other that
// has its name by then; and no refused file takes another's place.
func TestAPacketIsNotTakenForAnother(t *testing.T) {
	dir := t.TempDir()
	l := &byHand{in: dir, rand: rand.Reader}
	for _, outcome := range []desk.Outcome{desk.New, desk.Bad, desk.Bad} {
		path := filepath.Join(dir, "a.packet")
		if err := os.WriteFile(path, bytes.Repeat([]byte{1}, seal.ShortPacket), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := l.Look(); err != nil {
			t.Fatal(err)
		}
		packets, done, err := l.Receive(9)
		if err != nil || len(packets) == 0 {
			t.Fatalf("%d packets come: %v", len(packets), err)
		}
		other := filepath.Join(dir, "other")
		if err := os.WriteFile(other, bytes.Repeat([]byte{2}, seal.ShortPacket), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(other, path); err != nil {
			t.Fatal(err)
		}
		if err := done(slices.Repeat([]desk.Taken{{Outcome: outcome}}, len(packets))); err != nil {
			t.Fatal(err)
		}
		left := files(t, dir)
		if n := len(slices.DeleteFunc(left, func(name string) bool { return !strings.HasSuffix(name, packetFile) })); n != 1 {
			t.Errorf("after a packet that is %v, %d packets lie there", outcome, n)
		}
	}
	refused := 0
	for _, name := range files(t, dir) {
		if regexp.MustCompile(`^[0-9a-f]{16}\.packet\.refused$`).MatchString(name) {
			refused++
		}
	}
	if refused != 2 {
		t.Errorf("of two refused packets that were replaced while they were read, %v are left", files(t, dir))
	}
}

// Promise: what there is no room for hides nothing behind it.
func TestWhatIsFullHidesNothing(t *testing.T) {
	dir := t.TempDir()
	for i := range 300 {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%03d.packet", i)), bytes.Repeat([]byte{1}, seal.ShortPacket), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	l := &byHand{in: dir, rand: rand.Reader}
	for look := range 2 {
		if err := l.Look(); err != nil {
			t.Fatal(err)
		}
		seen := 0
		for {
			packets, done, err := l.Receive(256)
			if err != nil || len(packets) == 0 {
				break
			}
			seen += len(packets)
			if err := done(slices.Repeat([]desk.Taken{{Outcome: desk.Full}}, len(packets))); err != nil {
				t.Fatal(err)
			}
		}
		if seen != 300 {
			t.Errorf("look %d finds %d of 300", look, seen)
		}
	}
}
