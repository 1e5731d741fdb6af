package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/home"
	"bulkhead/internal/durable"
	"bulkhead/internal/lockstep"
	"bulkhead/mail"
	"bulkhead/pouch"
	"bulkhead/vault"
)

// person is one member with a device that is on and unlocked: its worker runs
// the pouch, its session saves and refills once a round. Both are ended by off.
// ties is the story's goroutine's; what has no remark is fixed once the device
// is made.
type person struct {
	number  int
	name    string
	canary  string
	home    *home.Home
	env     device.Env // what its device was handed
	pass    *vault.Passphrase
	decoy   *vault.Passphrase // nil: it has no notebook
	duress  *vault.Passphrase
	clock   *lockstep.Clock
	place   place
	tracing tracing
	use     *usage
	trouble func(error)
	shown   func(mail.Received) // from the device's goroutine, once for each
	last    uint32              // the device's goroutine's: number last shown

	ties map[int]cell.TieID // by member
	run  *running           // nil: off

	mu    sync.Mutex
	found map[box.Ref]time.Time // what its worker has read, and when
}

// running is a device that is on.
type running struct {
	ctx     context.Context // ended by cancel
	cancel  context.CancelFunc
	worker  *home.Worker
	session *home.Session  // nil: locked
	watch   sync.WaitGroup // whoever looks at the device
}

// The vault of a member in the demo is real, but small, because it is saved
// once a round, and cheap to open. Its compartments are as large as a real
// device's: in smaller ones a lifeline has no room for an ask.
const (
	demoSettings = `{"vault_format": 2, "vault_bytes": 2097152, "argon2_memory_kib": 8192, "argon2_passes": 1, "argon2_lanes": 1}`
	compartments = 4
)

func (w *world) newPerson(n int) (*person, error) {
	p := &person{number: n, name: w.shape.name(n), ties: map[int]cell.TieID{}, use: &w.use, trouble: w.trouble, found: map[box.Ref]time.Time{}}
	p.shown = func(r mail.Received) { w.ledger.shown(n, r, w.clock.Now()) }
	var err error
	if p.canary, err = newCanary(rand.Reader, w.canaries); err != nil {
		return nil, err
	}
	if p.pass, err = vault.Generate(rand.Reader); err != nil {
		return nil, err
	}
	p.clock, p.place = w.clock, newPlace(w.calendar, n, w.Members)
	p.tracing = w.truth.of(n)
	p.home, err = newHome(w.path, p.name, w.clock)
	return p, err
}

// newHome makes a device's folder, in which its settings stand already.
func newHome(path, name string, clock *lockstep.Clock) (*home.Home, error) {
	h := &home.Home{
		Path: filepath.Join(path, name), Now: clock.Now, Rand: rand.Reader,
		Disk: home.Disk{Open: durable.Open, Existing: durable.Existing},
	}
	dir, err := h.New()
	if err != nil {
		return nil, err
	}
	return h, dir.Replace(home.SettingsFile, []byte(demoSettings))
}

// handed is what a device in the demo is handed: the clock makes it save and
// refill once a round.
func (p *person) handed(env device.Env) device.Env {
	env.Vault.Compartments = compartments
	env.SaveEvery, env.RefillEvery = p.place.calendar.Length/2, p.place.calendar.Length/2
	return env
}

// create makes the person's device and switches it on. begin is handed the new
// device before that.
func (p *person) create(ctx context.Context, make func(device.Env) (*device.Device, error), begin func(*device.Device) error) error {
	var d *device.Device
	_, err := p.home.Create(false, 0, "", func(env device.Env) (err error) {
		p.env = p.handed(env)
		d, err = make(p.env)
		return err
	})
	if err != nil {
		return err
	}
	if err := begin(d); err != nil {
		d.Abandon()
		return err
	}
	return p.on(ctx, device.Unlocked{Device: d})
}

// open opens what a passphrase opens.
func (p *person) open(pass *vault.Passphrase) (device.Unlocked, error) {
	dir, err := p.home.Device()
	if err != nil {
		return device.Unlocked{}, err
	}
	o, err := p.home.Opening(dir)
	if err != nil {
		return device.Unlocked{}, err
	}
	o.Env = p.handed(o.Env)
	p.env = o.Env
	return o.Try(pass)
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

// on starts the worker of a device that was just made or opened, and keeps
// what was opened open.
func (p *person) on(ctx context.Context, u device.Unlocked) error {
	abandon := func() {
		if u.Device != nil {
			u.Device.Abandon()
		} else {
			u.Notebook.Abandon()
		}
	}
	if u.Device != nil {
		p.tracing.watch(u.Device)
		// The first sealing was not watched; no box of it has left.
		if err := u.Device.Refill(); err != nil {
			abandon()
			return fmt.Errorf("refilling the pouch for the first time: %w", err)
		}
	}
	if err := p.idle(ctx); err != nil {
		abandon()
		return err
	}
	r := p.run
	r.session = p.home.Hold(r.ctx, u, p.env, p.trouble)
	if u.Device != nil {
		r.watch.Go(func() { p.watch(r) })
	}
	return nil
}

// idle starts the worker alone: the device is locked.
func (p *person) idle(ctx context.Context) error {
	dir, err := p.home.Device()
	if err != nil {
		return err
	}
	length := p.place.calendar.Length
	flying := flights{clock: p.clock, slack: length / requestPart, now: map[flight]*lockstep.Work{}}
	p.home.Pace = &home.Pace{
		Session: func() home.Clock { return refillClock{p.clock.Actor(length / refillPart), p.place} },
		Worker:  func() home.Clock { return p.clock.Actor(length / requestPart) },
		Sent: func(q pouch.Request, at time.Time) {
			flying.begin(q)
			p.tracing.request(q, at)
		},
		Answered: flying.end,
	}
	r := new(running)
	r.ctx, r.cancel = context.WithCancel(ctx)
	r.worker, err = p.home.StartWorker(r.ctx, dir, func(rep pouch.Report) {
		if r.ctx.Err() == nil { // what is given up at the end has not failed
			p.answered(rep)
		}
	})
	if err != nil {
		r.cancel()
		return err
	}
	p.run = r
	return nil
}

// off ends everything that runs and waits for it.
func (p *person) off() {
	if p.run == nil {
		return
	}
	p.run.cancel()
	p.run.worker.Stop()
	if p.run.session != nil {
		_ = p.run.session.End() // it refills once more, which fails for a device that was taken
	}
	p.run.watch.Wait()
	p.run = nil
}

// do has the device's own goroutine carry out a wish.
func (p *person) do(wish func(*device.Device) error) error {
	if p.run == nil {
		return device.ErrStopped
	}
	if err := p.run.session.OnDevice(wish); err != nil {
		return fmt.Errorf("%s: %w", p.name, err)
	}
	return nil
}
