package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"bulkhead/device"
	"bulkhead/home"
	"bulkhead/internal/durable"
	"bulkhead/phrase"
	"bulkhead/pouch"
	"bulkhead/tell"
	"bulkhead/term"
)

// keepOpenCmd is a keeper's own side: see [home.Keeper].
type keepOpenCmd struct {
	Show      bool
	Private   bool
	LockAfter time.Duration
}

// kept is an open session in its keeper: what it is told to do comes from the
// prompt, from calls, and from the process above. Its methods may run
// concurrently.
type kept struct {
	a       *app // of the keeper
	s       *home.Session
	private bool

	every  time.Duration
	show   atomic.Bool        // the owner asked for more than a notebook
	prompt *term.Prompt       // nil: nobody sits at a terminal
	stop   context.CancelFunc // closes the session
	first  sync.Once          // to lock
	code   atomic.Int32       // with which the keeper then ends
	idle   *home.Idle
	closed chan struct{} // the session has been closed, and kept

	troubled string // what was last told to be in the way; the session's loop's
}

// errPrivate is the answer to a verb in a session that takes none from elsewhere.
func errPrivate(s phrase.Say) error {
	return &failure{errors.New(s.OpenPrivate()), exitInUse, s.OpenPrivateHint()}
}

// Run asks for the passphrase, says what it opened, and keeps that open until
// it is told to lock. Refills are once a round, or every ten minutes if rounds
// are longer, always.
func (c *keepOpenCmd) Run(a *app) error {
	err := c.run(a)
	if errors.Is(err, home.ErrPanicKey) || errors.Is(err, home.ErrErased) {
		a.finish(err)
		return &shown{keeperErased}
	}
	return err
}

func (c *keepOpenCmd) run(a *app) error {
	above, err := home.AboveHere()
	if err != nil {
		return usage(said(a.saying().OpenOwn()), a.saying().OpenOwnHint())
	}
	defer above.Close()
	ctx, cancel := context.WithCancel(a.ctx)
	defer cancel()
	a.ctx = ctx
	defer a.panic.Heed()()
	go above.Heed(a.panic, cancel)
	dir, err := a.home.Device()
	if err != nil {
		return err
	}
	k := &kept{a: a, private: c.Private, every: refillEvery(dir), stop: cancel, closed: make(chan struct{})}
	k.show.Store(c.Show)
	asking, asked := context.WithCancel(ctx)
	go k.heedInterrupts(asking)
	open := func() {} // once it is watched over, it is open in time
	u, env, err := a.unlockAny(dir, nil, func(e *device.Env) {
		e.RefillEvery, e.SaveEvery = k.every, min(k.every, device.DefaultSaveEvery)
		if c.LockAfter > 0 {
			open = k.endWithin(c.LockAfter + lockWithin)
		}
	})
	asked()
	if err != nil {
		return err
	}
	if term.Interactive(a.in) && term.Interactive(a.out) && !a.JSON {
		k.prompt = term.NewPrompt(a.in, a.out)
		k.prompt.Key = k.touched
		k.prompt.Lock = func() { k.lock(exitDone) }
		k.prompt.Panic = func() { a.panic.Press() }
		k.prompt.Words = k.words
	}
	var calls *home.Calls
	err = a.whileHeldTelling(u, env, k.trouble, func(s *home.Session) error {
		k.s, k.idle = s, home.NewIdle(c.LockAfter, a.now, home.SinceBoot)
		a.key, a.lock = k.touched, func() { k.lock(exitDone) }
		calls, err = a.home.TakeCalls(k.carry, func() { a.panic.Press() })
		begun := make(chan error, 1)
		go func(noCalls bool) { begun <- k.begin(above, noCalls) }(err != nil)
		open()
		k.heedLocks()
		err := k.stay(begun)
		k.endWithin(lockWithin)
		if calls != nil {
			calls.Shut()
		}
		return err
	})
	close(k.closed)
	code := int(k.code.Load())
	switch {
	case errors.Is(err, home.ErrErased), err == nil && code == exitDone:
	case err == nil:
		err = &shown{code}
	case k.prompt != nil: // quit quits, and a bystander sees no difference
		if k.show.Load() {
			a.trouble(err)
		}
		err = &shown{code}
	}
	time.AfterFunc(farewell, func() { os.Exit(endCode(err, a.saying())) })
	if calls != nil {
		calls.Close()
	}
	return err
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
func (k *kept) endWithin(long time.Duration) (never func()) {
	timer := time.AfterFunc(long, func() {
		if k.a.panic.Down() {
			k.a.home.Wipe()
			os.Exit(keeperErased)
		}
		os.Exit(exitFailed)
	})
	return func() { timer.Stop() }
}

// endCode is the exit code with which a keeper ends.
func endCode(err error, say phrase.Say) int {
	if told := new(shown); errors.As(err, &told) {
		return told.code
	}
	if errors.Is(err, home.ErrErased) {
		return keeperErased
	}
	code, _, _ := verdict(err, say)
	return code
}

// trouble tells what did not work: not on a screen that shows a notebook. The session
// does not wait until that is shown.
func (k *kept) trouble(err error) {
	if k.prompt == nil {
		go k.a.trouble(err)
		return
	}
	say := k.a.saying()
	sentence, _ := told(err, say)
	note := say.LineNote(sentence)
	if errors.Is(err, device.ErrClockJump) {
		note = say.OpenClockJumped()
	}
	if !k.show.Load() || note == k.troubled { // a clock that jumped is in the way of every turn
		return
	}
	k.troubled = note
	go k.prompt.Note(note + "\n")
}

// heedLocks locks on each of [home.LockSignals], for as long as this process lives.
func (k *kept) heedLocks() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, home.LockSignals...)
	go func() {
		for range signals {
			k.lock(exitDone)
		}
	}()
}

// heedInterrupts ends the keeper at an interrupt until ctx ends.
func (k *kept) heedInterrupts(ctx context.Context) {
	select {
	case <-k.a.interrupts:
		k.stop()
	case <-ctx.Done():
	}
}

// lock closes the session; the keeper then ends with code. The first one counts.
func (k *kept) lock(code int) {
	k.first.Do(func() { k.code.Store(int32(code)) })
	k.stop()
}

// stay waits until what is open is to be locked. begun tells how the beginning went,
// which may wait for a terminal: locking does not wait for that.
func (k *kept) stay(begun <-chan error) error {
	if k.prompt != nil {
		defer k.prompt.Shut()
	}
	failed := make(chan error, 1)
	go func() {
		if err := <-begun; err != nil {
			failed <- err
			k.stop()
		}
	}()
	err := k.s.StayOpen(k.a.ctx, k.a.panic, k.idle)
	select {
	case failed := <-failed:
		return errors.Join(err, failed)
	default:
		return err
	}
}

// begin refills the pouch for the first time, says that something is open, and lets the person begin.
func (k *kept) begin(above *home.Above, noCalls bool) error {
	a := k.a
	if noCalls {
		a.warn("%s", a.saying().OpenNoCalls())
	}
	if k.s.IsDevice() {
		err := k.s.Do((*home.Held).Refill)
		if durable.OfDisk(err) { // what is there can be read, and the disk may have room later
			if k.prompt == nil || k.show.Load() { // else status says so: a notebook has nothing to save
				a.warn("%s", a.saying().OpeningUnsaved(a.saying().Disk(err)))
			}
		} else if err != nil {
			return err
		}
	}
	if k.prompt == nil {
		go k.heedInterrupts(a.ctx)
		if !k.s.IsDevice() {
			if err := k.list(); err != nil {
				return err
			}
		}
	}
	if err := above.Opened(k.s); err != nil {
		return err
	}
	if k.s.IsDevice() {
		go k.announce()
	}
	if k.prompt != nil {
		go k.converse()
	}
	return nil
}

// touched says that a key was pressed. One that comes after the time without a key, as
// when a machine wakes up, is not taken: the session locks, and this never returns.
func (k *kept) touched() {
	if !k.idle.Key() {
		k.lock(exitDone)
		select {}
	}
	k.s.Present()
}

// list shows the pages of a notebook.
func (k *kept) list() error {
	a := *k.a
	a.session = k.s
	err := a.listSession()
	if errors.Is(err, errShown) {
		return nil
	}
	return err
}

// converse is the person at the prompt. What a bystander sees is a notebook,
// until more is asked for.
func (k *kept) converse() {
	a := k.a
	pages := &term.Notebook{Sheet: a.sheet(a.out), None: a.saying().NotebookNoLockedPages(), Now: a.now}
	onPages(k.s, pages)
	if t, err := a.terminal(); err == nil {
		pages.Asker = t
	}
	k.listPages(pages)
	pages.Verbs()
	for {
		line, err := k.prompt.Line("> ")
		if err != nil {
			k.lock(keeperQuit) // Ctrl-C, Ctrl-D, or the terminal is gone
			return
		}
		if !k.typed(pages, term.SplitLine(line), strings.TrimSpace(line)) {
			return
		}
		if a.ctx.Err() != nil {
			return // it was the last one
		}
		k.touched()
	}
}

// listPages lists the locked pages; a device without any shows an empty notebook.
func (k *kept) listPages(pages *term.Notebook) {
	err := pages.CarryOut("list", "")
	if errors.Is(err, home.ErrNoLockedPages) {
		term.Pages(pages.Sheet, &tell.Pages{}, pages.None)
	} else if err != nil {
		k.a.finish(err)
	}
}

// typed carries out a line; false if it was the last.
func (k *kept) typed(pages *term.Notebook, words []string, line string) bool {
	if len(words) > 0 && words[0] == "bulkhead" {
		words = words[1:]
	}
	if len(words) == 0 {
		return true
	}
	_, rest, _ := strings.Cut(line, " ")
	switch verb := words[0]; verb {
	case "quit", "q", "exit":
		k.lock(keeperQuit)
		return false
	case "lock":
		k.lock(exitDone)
		return false
	case "unlock":
		k.lock(keeperUnlock)
		return false
	case "write", "w", "list", "l", "search", "s", "read", "r":
		k.onPage(pages, verb, strings.TrimSpace(rest))
	case "delete", "d":
		if k.showing() && verb == "delete" {
			k.verb(words)
		} else {
			k.onPage(pages, verb, strings.TrimSpace(rest))
		}
	case "show", "hide":
		if !k.s.IsDevice() {
			pages.Verbs()
			return true
		}
		k.show.Store(verb == "show")
		if verb == "show" {
			k.verb([]string{"status"})
		} else {
			term.Clear(k.a.out)
			k.listPages(pages)
		}
	case "open", "run", "init", keepOpen:
		pages.Verbs()
	default:
		switch {
		case !isVerb(verb):
			pages.Verbs()
		case k.s.IsDevice():
			k.verb(words)
		default:
			k.listPages(pages) // as every verb does then, and no word of what it would be
		}
	}
	return true
}

func (k *kept) showing() bool { return k.show.Load() && k.s.IsDevice() }

func (k *kept) onPage(pages *term.Notebook, verb, rest string) {
	if err := pages.CarryOut(verb, rest); err != nil && !errors.Is(err, home.ErrPanicKey) && k.a.ctx.Err() == nil {
		sentence, _ := told(err, pages.Sheet.Say)
		pages.Sheet.Bad("%s", sentence)
	}
}

// verb carries out a verb that was typed at the prompt. An interrupt ends it,
// and not the session.
func (k *kept) verb(words []string) {
	select {
	case <-k.a.interrupts: // of before
	default:
	}
	ctx, cancel := interruptible(k.a.ctx, k.a.interrupts)
	defer cancel()
	k.carryOut(ctx, k.a.edge, words)
}

// words are what may stand where a line ends.
func (k *kept) words(before string) []string {
	if before == "" {
		return append(verbNames(), "write", "read", "list", "search", "show", "hide", "lock", "quit")
	}
	if !k.showing() {
		return nil
	}
	var names []string
	k.s.OnDevice(func(d *device.Device) error {
		for _, t := range d.Status().Ties {
			if t.Alias != "" {
				names = append(names, t.Alias)
			}
		}
		return nil
	})
	return names
}

// announce tells, once a period, what has arrived: that something has, and if
// the owner asked for more, what each is.
func (k *kept) announce() {
	var arrivals tell.Arrivals
	first := true
	for {
		var e tell.Event
		err := k.s.OnDevice(func(d *device.Device) error {
			e = arrivals.Look(d, k.a.now())
			return nil
		})
		if err != nil {
			return
		}
		if len(e.Items) > 0 && k.show.Load() {
			switch {
			case k.prompt == nil:
				term.Event(k.a.aside(), &e)
			case !first:
				var b strings.Builder
				p := term.NewSheet(&b)
				p.Say = k.a.saying()
				term.Arrivals(p, &e)
				k.prompt.Note(b.String())
			}
		}
		first = false
		select {
		case <-k.s.Done():
			return
		case <-time.After(k.every):
		}
	}
}

// refillEvery is the length of a round as the pouch has it, at most ten minutes.
func refillEvery(dir durable.Dir) time.Duration {
	p, err := pouch.Load(dir, device.PouchFile)
	if err != nil {
		return device.DefaultRefillEvery
	}
	return min(p.Plan().Calendar.Length, device.DefaultRefillEvery)
}
