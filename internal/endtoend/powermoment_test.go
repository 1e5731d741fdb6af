//go:build linux

package endtoend

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// change is one thing that happened to a name in a folder.
type change struct {
	what string // "vault.new written"
	at   time.Time
}

// watch lists the changes in a folder while they happen: the steps of
// durable's Replace, from outside.
type watch struct {
	f    *os.File
	next chan struct{} // one token, when there is something new
	mu   sync.Mutex
	seen []change // guarded by mu
}

// changesSeen are the steps that a watch tells apart.
var changesSeen = []struct {
	mask uint32
	word string
}{
	{unix.IN_CREATE, "made"}, {unix.IN_MODIFY, "written"}, {unix.IN_MOVED_TO, "renamed to"},
	{unix.IN_CLOSE_WRITE, "closed"}, {unix.IN_DELETE, "removed"},
}

func newWatch(t *testing.T, folder string) *watch {
	t.Helper()
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC | unix.IN_NONBLOCK)
	must(t, err)
	var all uint32
	for _, c := range changesSeen {
		all |= c.mask
	}
	if _, err := unix.InotifyAddWatch(fd, folder, all); err != nil {
		t.Fatal(err)
	}
	w := &watch{f: os.NewFile(uintptr(fd), "inotify"), next: make(chan struct{}, 1)}
	go w.listen()
	return w
}

// listen ends when the watch is closed.
func (w *watch) listen() {
	b := make([]byte, 64<<10)
	for {
		n, err := w.f.Read(b)
		if err != nil {
			return
		}
		w.note(b[:n], time.Now())
	}
}

// note takes in what the kernel wrote: struct inotify_event of inotify(7).
func (w *watch) note(b []byte, now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(b) >= unix.SizeofInotifyEvent {
		mask, length := binary.NativeEndian.Uint32(b[4:]), binary.NativeEndian.Uint32(b[12:])
		name := bytes.TrimRight(b[unix.SizeofInotifyEvent:][:length], "\x00")
		b = b[unix.SizeofInotifyEvent+int(length):]
		for _, c := range changesSeen {
			if mask&c.mask != 0 {
				w.seen = append(w.seen, change{fmt.Sprintf("%s %s", name, c.word), now})
			}
		}
	}
	select {
	case w.next <- struct{}{}:
	default:
	}
}

// changes returns what was seen so far.
func (w *watch) changes() []change {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.seen[:len(w.seen):len(w.seen)]
}

func (w *watch) close() { w.f.Close() }

// course is how a command runs when nothing is cut.
type course struct {
	long time.Duration
	gaps []time.Duration // after each change, until the next or the end
}

func courseOf(began, ended time.Time, seen []change) course {
	c := course{long: ended.Sub(began)}
	for i, s := range seen {
		until := ended
		if i+1 < len(seen) {
			until = seen[i+1].at
		}
		c.gaps = append(c.gaps, until.Sub(s.at))
	}
	return c
}

// moment is when the power goes: so long after so many changes in the folder,
// or so long after the command has ended, if it ends before that.
type moment struct {
	changes int
	after   time.Duration
	lag     time.Duration
	linger  bool // the command goes on for a while on its dead disk; else it goes with the power
}

// draw picks a moment. Of fifteen, two are after the end, four at any time of
// the run, three at a change, six between a change and the next, every change
// as likely as any other.
func (c course) draw(r *rand.Rand) moment {
	m := moment{lag: upTo(r, 3*time.Millisecond), linger: r.IntN(2) == 0}
	switch k := r.IntN(15); {
	case k < 2:
		m.after = time.Hour
	case k < 6 || len(c.gaps) == 0:
		m.after = upTo(r, c.long)
	case k < 9:
		m.changes = 1 + r.IntN(len(c.gaps))
	default:
		m.changes = 1 + r.IntN(len(c.gaps))
		m.after = upTo(r, c.gaps[m.changes-1])
	}
	return m
}

func upTo(r *rand.Rand, d time.Duration) time.Duration {
	return time.Duration(r.Int64N(int64(max(d, 1))))
}

// await returns when the moment has come.
func (m moment) await(w *watch, ended <-chan struct{}) {
	for len(w.changes()) < m.changes {
		select {
		case <-w.next:
		case <-ended:
			time.Sleep(m.lag)
			return
		}
	}
	select {
	case <-time.After(m.after):
	case <-ended:
		time.Sleep(m.lag)
	}
}
