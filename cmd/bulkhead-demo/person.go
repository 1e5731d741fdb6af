package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"path/filepath"
	"sync"
	"time"

	"bulkhead/box"
	"bulkhead/carrier/direct"
	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/drop"
	"bulkhead/internal/durable"
	"bulkhead/internal/lockstep"
	"bulkhead/pouch"
	"bulkhead/vault"
)

// person is one member with a device that is on and unlocked: its worker runs
// the pouch, its loop saves and turns once a round. Two goroutines, ended by
// off. The fields above the line are fixed; ties is the story's goroutine's.
type person struct {
	number  int
	name    string
	canary  string
	path    string // the device's folder
	env     device.Env
	pass    *vault.Passphrase
	decoy   *vault.Passphrase // nil: it has no notebook
	duress  *vault.Passphrase
	clock   *lockstep.Clock
	place   place
	tracing tracing
	use     *usage
	trouble func(error)
	shown   func(device.Received) // from the device's goroutine, once for each
	last    uint32                // the device's goroutine's: number last shown

	ties map[int]cell.TieID // by member
	run  *running           // nil: off

	mu    sync.Mutex
	found map[box.Ref]time.Time // what its worker has read, and when
}

// running is a device that is on.
type running struct {
	wishes chan func(*device.Device)
	ended  chan struct{} // closed when the loop has ended
	stop   context.CancelFunc
	worker context.CancelFunc
	wait   sync.WaitGroup
}

// The vault of a member in the demo: real, but small, because it is saved once
// a round, and cheap to open. Everybody's has room for a decoy and a duress
// passphrase.
var (
	vaultShape = vault.Options{Size: 3 * 512 << 10, Compartments: 3} // compartments as large as a real device's: in smaller ones a lifeline has no room for an ask
	vaultCost  = vault.Params{MemoryKiB: 8 << 10, Time: 1, Threads: 1}
)

func (w *world) newPerson(n int) (*person, error) {
	p := &person{number: n, name: w.shape.name(n), ties: map[int]cell.TieID{}, use: &w.use, trouble: w.trouble, found: map[box.Ref]time.Time{}}
	p.shown = func(r device.Received) { w.ledger.shown(n, r, w.clock.Now()) }
	p.path = filepath.Join(w.path, p.name)
	var err error
	if p.canary, err = newCanary(rand.Reader, w.canaries); err != nil {
		return nil, err
	}
	if p.pass, err = vault.Generate(rand.Reader); err != nil {
		return nil, err
	}
	p.clock, p.place = w.clock, newPlace(w.calendar, n, w.Members)
	p.tracing = w.truth.of(n)
	p.env, err = newEnv(p.path, w.clock.Now, w.length)
	return p, err
}

func newEnv(path string, now func() time.Time, length time.Duration) (device.Env, error) {
	dir, err := durable.Open(path)
	if err != nil {
		return device.Env{}, err
	}
	return device.Env{
		Dir: dir, Now: now, Rand: rand.Reader, Vault: vaultShape, Params: vaultCost,
		Pause: time.Sleep, SaveEvery: length / 2, TurnEvery: length / 2, // the clock makes it once a round
	}, nil
}

// passes lists the passphrases that the person has.
func (p *person) passes() map[vault.Role]*vault.Passphrase {
	return map[vault.Role]*vault.Passphrase{vault.Normal: p.pass, vault.Decoy: p.decoy, vault.Duress: p.duress}
}

// erase overwrites the passphrases.
func (p *person) erase() {
	for _, pass := range p.passes() {
		if pass != nil {
			pass.Erase()
		}
	}
}

// on starts the worker and the loop of a device that was just made or opened.
func (p *person) on(ctx context.Context, d *device.Device) error {
	p.tracing.watch(d)
	// The first sealing was not watched; no box of it has left.
	if err := d.Turn(); err != nil {
		d.Abandon()
		return fmt.Errorf("turning for the first time: %w", err)
	}
	r, deviceCtx, err := p.work(ctx)
	if err != nil {
		d.Abandon()
		return err
	}
	loop := p.clock.Actor(p.place.calendar.Length / turnPart)
	r.wait.Go(func() {
		defer close(r.ended)
		defer loop.Leave()
		// Closing turns once more, which fails for a device that was taken.
		_ = device.Loop(deviceCtx, d, turnClock{loop, p.place}, r.wishes, p.trouble)
	})
	r.wait.Go(func() { p.watch(deviceCtx, r) })
	p.run = r
	return nil
}

// idle starts the worker alone: the device is locked.
func (p *person) idle(ctx context.Context) error {
	r, _, err := p.work(ctx)
	if err != nil {
		return err
	}
	close(r.ended)
	p.run = r
	return nil
}

// onNotebook starts the worker, and the loop of a notebook.
func (p *person) onNotebook(ctx context.Context, n *device.Notebook) error {
	r, deviceCtx, err := p.work(ctx)
	if err != nil {
		n.Abandon()
		return err
	}
	loop := p.clock.Actor(p.place.calendar.Length / turnPart)
	r.wait.Go(func() {
		defer close(r.ended)
		defer loop.Leave()
		_ = device.Loop(deviceCtx, n, turnClock{loop, p.place}, make(chan func(*device.Notebook)), p.trouble)
	})
	p.run = r
	return nil
}

// work starts the worker. What else runs ends with the context that it returns.
func (p *person) work(ctx context.Context) (*running, context.Context, error) {
	work, err := pouch.NewWorker(p.env.Dir, device.PouchFile, rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	var addr drop.Address
	if err := addr.UnmarshalBinary(work.Plan().Address); err != nil {
		work.Close()
		return nil, nil, fmt.Errorf("reading the drop's address: %w", err)
	}
	flying := flights{clock: p.clock, slack: p.place.calendar.Length / requestPart, now: map[flight]*lockstep.Work{}}
	work.OnRequest = func(q pouch.Request, at time.Time) {
		flying.begin(q)
		p.tracing.request(q, at)
	}
	r := &running{wishes: make(chan func(*device.Device)), ended: make(chan struct{})}
	var deviceCtx, workerCtx context.Context
	deviceCtx, r.stop = context.WithCancel(ctx)
	workerCtx, r.worker = context.WithCancel(ctx)
	running := p.clock.Actor(p.place.calendar.Length / requestPart)
	r.wait.Go(func() {
		defer work.Close()
		defer running.Leave()
		travel := patient{workerCtx, direct.New(addr, (&net.Dialer{}).DialContext)}
		pouch.Run(workerCtx, work, travel, running, func(r pouch.Report) {
			flying.end(r.Request)
			if workerCtx.Err() == nil { // what is given up at the end has not failed
				p.answered(r)
			}
		})
	})
	return r, deviceCtx, nil
}

// off ends both goroutines and waits for them.
func (p *person) off() {
	if p.run == nil {
		return
	}
	p.run.worker()
	p.run.stop()
	p.run.wait.Wait()
	p.run = nil
}

// do has the device's own goroutine carry out a wish.
func (p *person) do(wish func(*device.Device) error) error {
	if p.run == nil {
		return device.ErrStopped
	}
	if err := device.Do(p.run.wishes, p.run.ended, wish); err != nil {
		return fmt.Errorf("%s: %w", p.name, err)
	}
	return nil
}
