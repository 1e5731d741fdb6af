package testworld

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/internal/durable"
)

// Snapshot is a world at one moment, with all devices locked, to be lived on
// from there any number of times: what takes longest is to make a world in
// which everybody has met. What it holds is not changed by the worlds made of
// it.
type Snapshot struct {
	config  Config
	now     time.Time
	drop    *Drop
	ends    ends
	members []keptMember
}

// keptMember is a phone that is off, and what its owner and the referee know.
type keptMember struct {
	files map[string][]byte
	ties  map[int]cell.TieID
	seen  map[cell.TieID]tieState
	read  map[uint32]uint32
}

// Snapshot keeps the world as it is now. Workers lose what they have in memory,
// as when all phones are switched off and on again, so the beginning of a round
// is the time for it.
func (w *World) Snapshot() (*Snapshot, error) {
	s := &Snapshot{config: w.Config, now: w.now, drop: w.Drop.clone(nil), ends: w.ends.clone()}
	for _, m := range w.Members {
		files, err := m.files()
		if err != nil {
			return nil, err
		}
		s.members = append(s.members, keptMember{files, maps.Clone(m.Ties), maps.Clone(m.seen), maps.Clone(m.read)})
	}
	return s, nil
}

// World returns the world of the snapshot with all phones on, and with chances
// of its own from here: losses, habits and keys are those of seed.
func (s *Snapshot) World(seed uint64) (*World, error) {
	c := s.config
	c.Seed = seed
	w := New(c)
	w.now = s.now
	w.Drop = s.drop.clone(w.Now)
	w.ends = s.ends.clone()
	for n, kept := range s.members {
		m := w.Members[n]
		m.Ties, m.seen, m.read = maps.Clone(kept.ties), maps.Clone(kept.seen), maps.Clone(kept.read)
		if err := m.fill(kept.files); err != nil {
			return nil, err
		}
		m.SwitchOn()
	}
	return w, nil
}

// files returns what is on the member's disk.
func (m *Member) files() (map[string][]byte, error) {
	all := map[string][]byte{}
	for _, name := range []string{device.VaultFile, device.PouchFile, device.ShelfFile} {
		data, err := m.Env.Dir.ReadFile(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("copying the disk of member %d: %w", m.Number, err)
		}
		all[name] = data
	}
	return all, nil
}

// fill puts files on the member's disk.
func (m *Member) fill(files map[string][]byte) error {
	for name, data := range files {
		if err := m.Env.Dir.Replace(name, data); err != nil {
			return fmt.Errorf("filling the disk of member %d: %w", m.Number, err)
		}
	}
	return nil
}

// Seize has a captor take the phone of a member at work: the disk is copied,
// and from now on the copy's worker runs, always on, and the owner's never
// again. The passphrase is the member's.
func (m *Member) Seize() error {
	files, err := m.files()
	if err != nil {
		return err
	}
	m.SwitchOff()
	disk := durable.NewMem(source(m.w.Seed, uint64(m.Number)*4+2))
	disk.Share(true)
	m.Env.Dir = disk
	if err := m.fill(files); err != nil {
		return err
	}
	m.SwitchOn()
	return nil
}

// clone returns a drop with the same boxes. Contents are never changed, so that
// they can be shared.
func (d *Drop) clone(now func() time.Time) *Drop {
	c := NewDrop(d.calendar, now, d.keep)
	c.expired = d.expired
	for r, boxes := range d.rounds {
		c.rounds[r] = maps.Clone(boxes)
	}
	return c
}
