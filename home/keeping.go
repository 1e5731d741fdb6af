package home

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
	"time"

	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/pouch"
)

// How a keeper ends, beside the exit codes of a command: its exit code, by which the
// process above goes on.
const (
	EndLocked = 0  // as a command that is done
	EndUnlock = 64 // locked, since a passphrase is to be tried
	EndQuit   = 65 // locked, and the whole command is to end
	EndErased = 66 // its panic key was pressed: everything is erased, and the face shown
	EndLeft   = 67 // its device has left the group, or was wiped: nothing opens any more

	endFailed = 1 // this process did not end by itself in time
)

// Keeping is what a keeper does: it keeps a session open, has the verbs carried out
// that are typed elsewhere, and locks when it is told to, in time whatever hangs. Its
// methods may run concurrently.
type Keeping struct {
	Session *Session      // what is open; nil before [Keeping.While]
	Every   time.Duration // between two refills
	Private bool          // it takes no verbs from elsewhere

	// Shut, if not nil, is called once it is to be locked, before what is open is
	// closed: nobody is asked anything more.
	Shut func()

	home  *Home
	key   *PanicKey
	after time.Duration // without a key
	plan  pouch.Plan    // of the folder, as it began
	idle  *Idle         // nil before While

	ctx      context.Context // ends when it is to be locked
	stop     context.CancelFunc
	first    sync.Once // to lock
	code     atomic.Int32
	calls    *Calls
	closed   chan struct{} // the session has been closed, and kept
	watching func()        // ends the watch over the beginning
}

// NewKeeping prepares to keep something open until ctx ends, or until nobody has pressed
// a key for so long; 0: for ever.
func (h *Home) NewKeeping(ctx context.Context, key *PanicKey, dir durable.Dir, after time.Duration) *Keeping {
	k := &Keeping{Every: device.DefaultRefillEvery, plan: planOf(dir), home: h, key: key, after: after, closed: make(chan struct{}), watching: func() {}}
	if length := k.plan.Calendar().Length; length > 0 {
		k.Every = min(k.Every, length)
	}
	k.ctx, k.stop = context.WithCancel(ctx)
	return k
}

// planOf is the plan that the pouch has, zero without one: whatever a passphrase opens
// goes by its calendar.
func planOf(dir durable.Dir) pouch.Plan {
	p, err := pouch.Load(dir, device.PouchFile)
	if err != nil {
		return pouch.Plan{}
	}
	return p.Plan()
}

// Context ends when it is to be locked.
func (k *Keeping) Context() context.Context { return k.ctx }

// Opens prepares what an attempt hands the device, once there is a passphrase: from
// then on it is open in time, and locked in time, or this process ends.
func (k *Keeping) Opens(e *device.Env) {
	e.Calendar = k.plan.Calendar()
	if k.after > 0 {
		k.watching = k.endWithin(k.after + lockWithin)
	}
}

// Lock closes the session; the keeper then ends with code. The first one counts.
func (k *Keeping) Lock(code int) {
	k.first.Do(func() { k.code.Store(int32(code)) })
	k.stop()
}

// Code is that of the first Lock; EndLocked without one.
func (k *Keeping) Code() int { return int(k.code.Load()) }

// Touched says that a key was pressed. One that comes after the time without a key, as
// when a machine wakes up, is not taken: the session locks, and this never returns.
func (k *Keeping) Touched() {
	if !k.idle.Key() {
		k.Lock(EndLocked)
		select {}
	}
	k.Session.Present()
}

// While keeps u open until it is to be locked, closes it, and returns what that gave:
// see [Home.While]. trouble is told what did not work meanwhile. carry carries out a
// verb that was typed elsewhere. begin, which may wait for a terminal, and for which
// locking does not wait, is called in a goroutine of its own once Session is set; calls
// is why the session takes no calls, nil if it does.
func (k *Keeping) While(u device.Unlocked, env device.Env, trouble func(error), carry func(context.Context, Call) int, begin func(calls error) error) error {
	err := k.home.While(k.ctx, k.key, u, env, trouble, func(s *Session) error {
		k.Hold(s)
		calls, err := k.home.TakeCalls(func(ctx context.Context, c Call) int { return k.Carry(ctx, c, carry) }, func() { k.key.Press() })
		k.calls = calls
		begun := make(chan error, 1)
		go func() { begun <- begin(err) }()
		k.watching()
		k.heedLocks()
		err = k.stay(begun)
		k.endWithin(lockWithin)
		if calls != nil {
			calls.Shut()
		}
		return err
	})
	close(k.closed)
	return err
}

// Hold says what is open, and begins the time without a key; While does.
func (k *Keeping) Hold(s *Session) { k.Session, k.idle = s, NewIdle(k.after, k.home.Now, SinceBoot) }

// Farewell waits for the end of all calls, and ends this process with code if that takes
// longer than what is said at an end may take.
func (k *Keeping) Farewell(code int) {
	time.AfterFunc(farewell, func() { os.Exit(code) })
	if k.calls != nil {
		k.calls.Close()
	}
}

const (
	// lockWithin bounds how long locking takes, the closing save included. Only a disk, or
	// a fault of this program, takes so long: what was written since the last save is lost
	// then.
	lockWithin = 30 * time.Second

	// farewell bounds how long what is said at the end may take, once everything is saved: a
	// terminal that shows nothing more keeps no process that knew secrets.
	farewell = time.Second
)

// endWithin ends this process after so long, whatever it waits for, unless never is
// called before.
func (k *Keeping) endWithin(long time.Duration) (never func()) {
	timer := time.AfterFunc(long, func() {
		if k.key.Down() {
			k.home.Wipe()
			os.Exit(EndErased)
		}
		os.Exit(endFailed)
	})
	return func() { timer.Stop() }
}

// heedLocks locks on each of [LockSignals], for as long as this process lives.
func (k *Keeping) heedLocks() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, LockSignals...)
	go func() {
		for range signals {
			k.Lock(EndLocked)
		}
	}()
}

// HeedInterrupts locks at an interrupt until ctx ends.
func (k *Keeping) HeedInterrupts(ctx context.Context, interrupts <-chan os.Signal) {
	select {
	case <-interrupts:
		k.stop()
	case <-ctx.Done():
	}
}

// stay waits until what is open is to be locked. begun tells how the beginning went.
func (k *Keeping) stay(begun <-chan error) error {
	if k.Shut != nil {
		defer k.Shut()
	}
	failed := make(chan error, 1)
	go func() {
		if err := <-begun; err != nil {
			failed <- err
			k.stop()
		}
	}()
	err := k.Session.StayOpen(k.ctx, k.key, k.idle)
	select {
	case failed := <-failed:
		return errors.Join(err, failed)
	default:
		return err
	}
}

// Carry carries out a call in the open session, and returns its exit code.
func (k *Keeping) Carry(ctx context.Context, c Call, carry func(context.Context, Call) int) int {
	if c.Closes() {
		k.Lock(EndLocked)
		<-k.closed
		return EndLocked
	}
	if k.idle.Over() { // it is about to be locked, as when the machine has just woken up
		k.Lock(EndLocked)
		<-k.closed
	}
	if c.ByHand() && !k.Private {
		k.Session.Present() // what no terminal typed is no sign of life
	}
	return carry(ctx, c)
}
