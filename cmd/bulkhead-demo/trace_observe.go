//go:build observe

package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"time"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/drop/dropserver"
	"bulkhead/pouch"
)

// observeFlags exist with -tags observe only.
type observeFlags struct {
	Observe string `placeholder:"FILE" type:"path" help:"Write the drop's view of every request to FILE, one JSON object a line."`
	Truth   string `placeholder:"FILE" type:"path" help:"Write what every request was for to FILE, one JSON object a line: {\"time\",\"device\",\"op\",\"round\",\"id\",\"purpose\"}. A link has one number at both its ends."`
}

// sight is the file of the drop's view.
type sight struct {
	file *os.File
	out  *bufio.Writer
}

// openSight has a drop write down each request that it sees.
func openSight(f observeFlags, c *dropserver.Config) (*sight, error) {
	if f.Observe == "" {
		return nil, nil
	}
	file, err := os.OpenFile(f.Observe, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("writing the drop's view: %w", err)
	}
	s := &sight{file, bufio.NewWriter(file)}
	c.Observer = s.out
	return s, nil
}

// close ends the file, once the drop has ended.
func (s *sight) close() error {
	if s == nil {
		return nil
	}
	return errors.Join(s.out.Flush(), s.file.Close())
}

// truth is the referee's: what every request of every device is for.
type truth struct {
	file string
	mu   sync.Mutex
	ties map[deviceRef]cell.TieID // what the sealings placed for links
	did  []request
}

type deviceRef struct {
	device int
	ref    box.Ref
}

type request struct {
	deviceRef
	at time.Time
	op string
}

func newTruth(f observeFlags) *truth {
	return &truth{file: f.Truth, ties: map[deviceRef]cell.TieID{}}
}

// tracing is one device's part of the truth.
type tracing struct {
	truth  *truth
	device int
}

func (t *truth) of(device int) tracing { return tracing{t, device} }

// watch has a device tell which boxes its sealings place for which tie.
func (t tracing) watch(d *device.Device) {
	d.OnSealed = func(tie cell.TieID, _ bool, ref box.Ref) {
		t.truth.mu.Lock()
		defer t.truth.mu.Unlock()
		t.truth.ties[deviceRef{t.device, ref}] = tie
	}
}

// request takes in a request of a device's worker.
func (t tracing) request(q pouch.Request, at time.Time) {
	op := "get"
	if q.Kind == pouch.Write {
		op = "put"
	}
	t.truth.mu.Lock()
	defer t.truth.mu.Unlock()
	t.truth.did = append(t.truth.did, request{deviceRef{t.device, q.Ref()}, at, op})
}

// truthLine is one line of the file.
type truthLine struct {
	Time    float64   `json:"time"` // Unix seconds
	Device  int       `json:"device"`
	Op      string    `json:"op"`
	Round   box.Round `json:"round"`
	ID      string    `json:"id"`
	Purpose string    `json:"purpose"`
}

// writeTruth writes the file, once everything has ended.
func (w *world) writeTruth() (err error) {
	if w.truth.file == "" {
		return nil
	}
	f, err := os.OpenFile(w.truth.file, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("writing the truth: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	numbers := w.truth.linkNumbers()
	out := bufio.NewWriter(f)
	lines := json.NewEncoder(out)
	slices.SortStableFunc(w.truth.did, func(a, b request) int { return cmp.Compare(a.at.UnixNano(), b.at.UnixNano()) })
	for _, q := range w.truth.did {
		line := truthLine{
			Time: float64(q.at.UnixMicro()) / 1e6, Device: q.device, Op: q.op, Round: q.ref.Round, ID: q.ref.ID.Hex(), Purpose: "loop",
		}
		if tie, ok := w.truth.ties[q.deviceRef]; ok {
			line.Purpose = fmt.Sprintf("link:%d", numbers[deviceTie{q.device, tie}])
		}
		if err := lines.Encode(line); err != nil {
			return fmt.Errorf("writing the truth: %w", err)
		}
	}
	return out.Flush()
}

// deviceTie is one end of a link.
type deviceTie struct {
	device int
	tie    cell.TieID
}

// linkNumbers gives every link a number, the same at both its ends, and at a
// captor's copy of one: ends that place the same box belong to one link.
func (t *truth) linkNumbers() map[deviceTie]int {
	first, same := map[box.Ref]deviceTie{}, map[deviceTie]deviceTie{}
	var root func(deviceTie) deviceTie
	root = func(e deviceTie) deviceTie {
		if up, ok := same[e]; ok && up != e {
			return root(up)
		}
		return e
	}
	var ends []deviceTie
	for at, tie := range t.ties {
		e := deviceTie{at.device, tie}
		if _, known := same[e]; !known {
			same[e], ends = e, append(ends, e)
		}
		if other, ok := first[at.ref]; ok {
			same[root(e)] = root(other)
		}
		first[at.ref] = e
	}
	slices.SortFunc(ends, func(a, b deviceTie) int { return cmp.Or(a.device-b.device, int(a.tie)-int(b.tie)) })
	numbers, next := map[deviceTie]int{}, map[deviceTie]int{}
	for _, e := range ends {
		r := root(e)
		if _, known := next[r]; !known {
			next[r] = len(next)
		}
		numbers[e] = next[r]
	}
	return numbers
}
