package home

import (
	"context"
	"errors"
	"os"
	"os/signal"

	"bulkhead/internal/durable"
	"bulkhead/pouch"
)

// Opener is a command that has a keeper keep something open, lets the boxes travel
// meanwhile, and goes on when the keeper has ended. It is one goroutine's. Every
// function is called from there.
type Opener struct {
	Home       *Home
	Key        *PanicKey
	Interrupts <-chan os.Signal
	Start      func() (*Keeper, error) // starts a keeper
	Screen     LockedScreen            // nil: nobody sits at it
	Locked     func()                  // nobody sits at it, and it is locked
	Erase      func()                  // does what the panic key asks for where no keeper has, and shows the face

	Erased bool // the panic key was pressed

	k *Keeper
}

// LockedScreen is what a person sees and types while nothing is open.
type LockedScreen interface {
	// Shows is called when a keeper has ended, with its exit code: what was open is to be
	// seen no more, unless the code is EndLeft.
	Shows(code int)
	// Asks waits for what is wanted. ErrPanicKey; any other error ends the command.
	Asks() (Wanted, error)
	// Fails tells why no keeper could be started.
	Fails(error)
}

// Wanted is what a person wants at a locked screen.
type Wanted uint8

const (
	WantNothing Wanted = iota
	WantUnlock
	WantQuit
)

// Open starts the first keeper. The panic key pressed meanwhile is no error: Erased.
func (o *Opener) Open() (err error) {
	if o.k, err = o.Start(); err != nil && (o.Key.Down() || o.k != nil && o.k.Code() == EndErased) {
		o.erase()
		return nil
	}
	return err
}

// IsNotebook reports whether what was opened last is a notebook.
func (o *Opener) IsNotebook() bool { return o.k.IsNotebook() }

// Close locks what is open, and returns the exit code of its keeper.
func (o *Opener) Close() int {
	if !o.Erased && o.Key.Down() { // just when it was ending
		o.k.Panic()
		o.erase()
	}
	code := o.k.Lock()
	o.Erased = o.Erased || code == EndErased
	return code
}

// Travel lets the boxes travel until ctx ends, or until what was open is locked if
// another program does that work, which other says. way is told how they travel before
// the first leaves, and report what becomes of them; quiet says that nothing may be
// shown any more. A notebook needs no pouch.
func (o *Opener) Travel(ctx context.Context, dir durable.Dir, way func(w *Worker), report func(pouch.Report), quiet func()) (other bool, err error) {
	w, err := o.Home.StartWorker(ctx, dir, report)
	other = errors.Is(err, durable.ErrLocked)
	if err != nil && !other && !o.k.IsNotebook() {
		return false, err
	}
	if other || err == nil {
		way(w)
	}
	if o.wait(ctx, w != nil) && w != nil {
		quiet()
		<-ctx.Done() // what the panic key left must leave this device, the alarm above all
	}
	if w != nil {
		w.Stop()
	}
	return other, nil
}

// wait waits for the end of the command, and passes on to the keeper what it
// must know. It reports whether that was the panic key.
func (o *Opener) wait(ctx context.Context, working bool) (pressed bool) {
	lock := make(chan os.Signal, 1)
	signal.Notify(lock, LockSignal)
	defer signal.Ignore(LockSignal) // it must not end what has nothing to lock
	ended := o.k.Ended()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-o.Interrupts:
			if o.Screen == nil {
				return false
			}
			// At a terminal the keeper has heard it: it is one verb's.
		case <-o.Key.Pressed():
			o.k.Panic()
			o.erase()
			return true
		case <-lock:
			o.k.Lock()
		case <-ended:
			switch {
			case o.k.Code() == EndErased:
				o.erase()
				return true
			case o.Screen != nil:
				if o.locked() {
					return o.Erased
				}
				ended = o.k.Ended()
				continue
			}
			o.Locked()
			if !working {
				return false
			}
			ended = nil
		}
	}
}

// locked is a locked screen, until something is open again; else the command is over.
func (o *Opener) locked() (over bool) {
	code := o.k.Code()
	o.Screen.Shows(code)
	if code == EndQuit {
		return true
	}
	for want := map[bool]Wanted{true: WantUnlock}[code == EndUnlock]; ; want = WantNothing {
		if want == WantNothing {
			var err error
			if want, err = o.Screen.Asks(); errors.Is(err, ErrPanicKey) {
				o.erase()
				return true
			} else if err != nil || want == WantQuit {
				return true
			}
		}
		if want != WantUnlock {
			continue
		}
		k, err := o.Start()
		if err == nil {
			o.k = k
			return false
		}
		if told := new(KeeperEnded); !errors.As(err, &told) {
			o.Screen.Fails(err)
		} else if o.k = k; o.Key.Down() || told.Code == EndErased { // else the keeper has said why
			o.erase()
			return true
		}
	}
}

// erase does what the panic key asks for, unless the keeper has done it, as it has if
// it could: what it opened it leaves as the duress passphrase does.
func (o *Opener) erase() {
	o.Erased = true
	if o.k == nil || o.k.Code() != EndErased {
		o.Erase()
	}
}
