package testworld

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"bulkhead/box"
	"bulkhead/carrier"
	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/mail"
	"bulkhead/pouch"
	"bulkhead/round"
	"bulkhead/vault"
)

// Member is one person with a phone: a disk, a vault, a pouch and its worker.
type Member struct {
	w       *World
	Number  int
	Env     device.Env
	pass    *vault.Passphrase
	carrier carrier.Carrier
	chance  *rand.Rand // the owner's habits

	worker *pouch.Worker // nil: the phone is off
	power  int           // counts switching on and off: wakes planned before do nothing
	skew   time.Duration // by how much the phone's clock is ahead

	Device *device.Device     // nil: locked
	Ties   map[int]cell.TieID // by member
	seen   map[cell.TieID]tieState
	said   map[cell.TieID]string // the six words that each tie last showed
	read   map[uint32]uint32     // how often each thing in the inbox had happened when last seen, by number

	shown    []mail.Received // all that was shown since the referee last looked
	arrived  []mail.Received // of these, the messages
	saying   []saying        // since then, words shown for the first time
	troubles []string        // since then, what must not happen
	drafts   []*message      // to be written at this unlock
	wishes   []wish          // to be carried out before that
	outcomes []mail.Sent     // the person's own messages as of the last unlock

	onSince time.Time
	onTime  time.Duration
}

// cost is that of a passphrase in this world: real, but cheap.
var cost = vault.Params{MemoryKiB: 64, Time: 1, Threads: 1}

// shape is that of a member's vault: real, but small.
func (c Config) shape() vault.Options {
	n, region := max(2, c.Compartments), c.Region
	if region == 0 {
		region = 512 << 10
		if (round.Calendar{Length: c.RoundLength, Spans: c.Spans}).PouchRounds() <= 16 { // links keep little, and every opening seals the whole file
			region = 192 << 10
		}
	}
	return vault.Options{Size: n * region, Compartments: n}
}

// shelfPages keeps hundreds of shelves in memory small: 72 chunks find room on 32 pages.
func (c *Config) shelfPages() int {
	if c.ShelfPages == 0 {
		return 32
	}
	return max(0, c.ShelfPages)
}

func newMember(w *World, n int) *Member {
	part := uint64(n) * 4
	m := &Member{w: w, Number: n, Ties: map[int]cell.TieID{}, said: map[cell.TieID]string{}, read: map[uint32]uint32{}, chance: rand.New(source(w.Seed, part+1))}
	disk := durable.NewMem(source(w.Seed, part+2))
	disk.Share(true)
	m.Env = device.Env{
		Dir: disk, Now: m.Now, Rand: source(w.Seed, part+3),
		Vault: w.shape(), Params: cost, ShelfPages: w.shelfPages(),
	}
	m.carrier = &lossy{member: m, rand: rand.New(source(w.Seed, part+4))}
	var err error
	if m.pass, err = vault.NewPassphrase(fmt.Appendf(nil, "passphrase of member %d", n)); err != nil {
		panic(err) // a constant of ours
	}
	return m
}

// trouble records something that must not happen, for the referee: members may
// be at work side by side.
func (m *Member) trouble(format string, args ...any) {
	m.troubles = append(m.troubles, fmt.Sprintf(format, args...))
}

// SwitchOn starts the pouch's worker: the phone is on, locked.
func (m *Member) SwitchOn() {
	if m.worker != nil {
		return
	}
	worker, err := pouch.NewWorker(m.Env.Dir, device.PouchFile, m.Env.Rand)
	if err != nil {
		m.w.problem("member %d: %v", m.Number, err)
		return
	}
	m.power++
	m.worker, m.onSince = worker, m.w.now
	m.wake(m.power)
}

// SwitchOff takes the phone's power without a word to anything on it.
func (m *Member) SwitchOff() {
	if m.worker == nil {
		return
	}
	m.worker.Close()
	m.worker, m.power = nil, m.power+1
	m.onTime += m.w.now.Sub(m.onSince)
}

// wake lets the worker do what is due and plans its next time.
func (m *Member) wake(power int) {
	if m.power != power {
		return
	}
	for {
		due, next, err := m.worker.Wake(m.Now()) // silence comes with a time as well
		if errors.Is(err, durable.ErrPower) {
			return // until the test that took the power gives it back
		}
		for _, q := range due {
			m.request(q)
		}
		if len(due) == 0 { // else a failed one may be repeated soon
			m.w.at(next.Add(-m.skew), func() { m.wake(power) })
			return
		}
	}
}

// request does one request and tells the worker its answer.
func (m *Member) request(q pouch.Request) {
	var content box.Content
	var answer carrier.Answer
	if q.Kind == pouch.Write {
		answer = m.carrier.Put(context.Background(), q.Ref(), q.Content)
	} else {
		answer = m.carrier.Get(context.Background(), q.Ref(), &content)
	}
	if err := m.worker.Done(m.Now(), q, answer, &content); err != nil && !errors.Is(err, durable.ErrPower) {
		m.w.problem("member %d: %v", m.Number, err)
	}
}

// Unlock opens the device with its passphrase.
func (m *Member) Unlock() error {
	d, err := device.Open(m.Env, m.pass)
	if err != nil {
		return fmt.Errorf("member %d unlocks: %w", m.Number, err)
	}
	m.Device = d
	return nil
}

// Lock refills the pouch once and locks it. Asked whether the clock is right, its
// owner says so if it is.
func (m *Member) Lock() error {
	err := m.Device.Refill()
	if errors.Is(err, device.ErrClockJump) && m.skew == 0 {
		m.Device.ConfirmClock()
		err = m.Device.Refill()
	}
	m.Device.Abandon() // after a Refill nothing is left to be saved
	m.Device = nil
	if err != nil {
		return fmt.Errorf("member %d locks: %w", m.Number, err)
	}
	return nil
}

// Mem returns the member's disk.
func (m *Member) Mem() *durable.Mem { return m.Env.Dir.(*durable.Mem) }

// Crash takes the phone's power in the midst of whatever it does: the worker
// and an open device end, and the disk is as a power cut leaves it. The phone
// is off afterwards.
func (m *Member) Crash() {
	if m.worker != nil {
		m.SwitchOff()
	}
	m.Env.Dir = m.Mem().Crash()
	if m.Device != nil {
		m.Device.Abandon()
		m.Device = nil
	}
}

// Copy returns a second phone of the same owner with an empty disk: for those
// who restore a backup, or steal a device's files.
func (m *Member) Copy() *Member {
	c := newMember(m.w, len(m.w.Members)+m.Number)
	c.pass = m.pass
	for n, tie := range m.Ties {
		c.Ties[n] = tie
	}
	return c
}

// Attempt is one write that left a device, whether it was taken, refused or
// lost.
type Attempt struct {
	Member  int
	Ref     box.Ref
	Content *box.Content    // not to be kept
	Outcome carrier.Outcome // at the drop; carrier.Failed if it never got there
}

// Now is what the phone's clock shows.
func (m *Member) Now() time.Time { return m.w.now.Add(m.skew) }

// SetClock sets the phone's clock ahead of the world's, or behind.
func (m *Member) SetClock(ahead time.Duration) {
	m.skew = ahead
	if m.worker != nil {
		m.power++
		m.wake(m.power)
	}
}

// IsOn reports whether the phone is on.
func (m *Member) IsOn() bool { return m.worker != nil }
