package pouch

import (
	"errors"
	"fmt"
	"io"
	"time"

	"bulkhead/box"
	"bulkhead/internal/durable"
)

var (
	// ErrDry: every round of the pouch is over. The device is silent until it
	// is unlocked and seals again.
	ErrDry = errors.New("the pouch has run dry; nothing is written or read until it is filled again")
	// ErrNotYet: the pouch's next round lies ahead by more than one: the clock
	// went back, or the pouch was sealed for later. The device is silent.
	ErrNotYet = errors.New("the pouch's next round is yet to come; nothing is written or read until then")
	// ErrGone: the pouch was replaced and has no place any more for an answer
	// that came late. Nothing is wrong: its request counts as unanswered.
	ErrGone = errors.New("the answer came too late to be kept")
	// ErrEdited: the file's cards or rounds are not those that the worker began with,
	// and the device that sealed those has not sealed these since. The worker sends
	// nothing until the file is one that it may follow.
	ErrEdited = errors.New("the pouch was edited while it was run; nothing is written or read until the device was opened")
)

// Worker runs a pouch, with no key. It starts no goroutine and asks no clock:
// whoever has one calls Wake at the times it names and Done with every answer.
// Not safe for concurrent use.
//
// It begins no round but the current one, and that only if it wakes before the
// round's first window opens; so there is never a read of an earlier round and
// never a burst after an absence. What it is about to do it first notes in the
// file, durably, so that after a crash a new Worker goes on in the same round
// and repeats no request more than once.
type Worker struct {
	// OnRequest, if set, sees every request as it becomes due.
	OnRequest func(Request, time.Time)

	dir  durable.Dir
	name string
	rand io.Reader
	stop func()

	plan    *Plan
	head    head      // that of the file it began with, or of the last that it followed
	edited  head      // the last that it did not follow: looked at again after every pause, judged once
	active  bool      // whether round is being run
	round   box.Round // the round being run
	tasks   []task    // what is left to do in it
	answers []answer  // came while the file was locked
	next    time.Time // nothing to do before
	blocked time.Time // since when the file has been locked, or the disk has failed; zero: it is not so
	state   error     // nil, ErrDry, ErrNotYet or ErrEdited
}

// task is one request to come.
type task struct {
	at   time.Time
	slot int
	read bool
}

// NewWorker returns the one worker of the pouch, which must exist. The error
// matches durable.ErrLocked if there is another, fs.ErrNotExist if there is no
// pouch, ErrFormat if it is damaged. rand draws the times of requests.
func NewWorker(dir durable.Dir, name string, rand io.Reader) (*Worker, error) {
	stop, err := dir.Lock(name + runLock)
	if err != nil {
		return nil, fmt.Errorf("starting the pouch's worker: %w", err)
	}
	f, err := openLocked(dir, name)
	if err != nil {
		stop()
		return nil, fmt.Errorf("starting the pouch's worker: %w", err)
	}
	defer f.close()
	plan, err := f.head.readPlan(f)
	if err == nil && !f.head.isSigned() {
		err = fmt.Errorf("%w: nobody has signed its plan", ErrFormat)
	}
	if err != nil {
		stop()
		return nil, fmt.Errorf("starting the pouch's worker: %w", err)
	}
	return &Worker{dir: dir, name: name, rand: rand, stop: stop, plan: plan, head: f.head}, nil
}

// follow makes the file's plan the worker's own if it may: if it is the same, or a
// later one that the same device has signed. Cards may change so, and nothing else.
func (w *Worker) follow(f *inPlace) (bool, error) {
	if f.head.samePlan(&w.head) {
		return true, nil
	}
	if f.head.samePlan(&w.edited) {
		return false, nil
	}
	if !f.head.follows(&w.head) {
		w.edited = f.head
		return false, nil
	}
	plan, err := f.head.readPlan(f)
	if errors.Is(err, ErrFormat) || err == nil && !plan.sameGroup(w.plan) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	w.plan, w.head = plan, f.head
	return true, nil
}

// IsRun reports whether the pouch has a worker now. It holds the worker's lock for
// a moment if there is none.
func IsRun(dir durable.Dir, name string) (bool, error) {
	stop, err := dir.Lock(name + runLock)
	if errors.Is(err, durable.ErrLocked) {
		return true, nil
	}
	if err != nil {
		return false, fmt.Errorf("looking whether the pouch is run: %w", err)
	}
	stop()
	return false, nil
}

// Close lets another worker begin. A round in progress can be resumed.
func (w *Worker) Close() { w.stop() }

// Plan returns what the group goes by, as of the last Wake.
func (w *Worker) Plan() Plan { return *w.plan }

// Wake returns the requests that are due, and when to call again: earlier does
// no harm, later than half a lead may cost the round. The attempts are noted
// durably on return. ErrDry, ErrNotYet and ErrEdited tell of silence and come with a time
// as well, and so does any other error, which is of the disk: nothing is due
// then. A next time more than a round away, and later than the next round begins,
// was planned by a clock that has been set back since, and does not count.
func (w *Worker) Wake(now time.Time) (due []Request, next time.Time, err error) {
	if now.Before(w.next) && w.isNear(now) && len(w.answers) == 0 {
		return nil, w.next, w.state
	}
	f, err := openInPlace(w.dir, w.name)
	if errors.Is(err, durable.ErrLocked) {
		w.block(now)
		w.next = now.Add(w.pause(lockPause))
		return nil, w.next, w.state
	}
	if err == nil {
		defer f.close()
		due, err = w.step(f, now)
	}
	if err != nil {
		w.block(now)
		w.next = now.Add(w.pause(faultPause))
		return nil, w.next, fmt.Errorf("running the pouch: %w", err)
	}
	w.blocked = time.Time{}
	for _, q := range due {
		if w.OnRequest != nil {
			w.OnRequest(q, now)
		}
	}
	return due, w.next, w.state
}

// isNear reports whether the next time can have been planned by this clock.
func (w *Worker) isNear(now time.Time) bool {
	c := w.plan.Calendar()
	return w.next.Sub(now) <= c.Length || !w.next.After(c.Next(now))
}

const (
	lockPause  = 50 * time.Millisecond // longest wait for whoever has the file locked
	faultPause = time.Second           // longest wait after an error of the disk
)

// block notes that nothing could be done at now.
func (w *Worker) block(now time.Time) {
	if w.blocked.IsZero() || now.Before(w.blocked) {
		w.blocked = now
	}
}

// pause is how long to wait before trying again: T/64, at most longest.
func (w *Worker) pause(longest time.Duration) time.Duration {
	return min(w.plan.Calendar().Length/64, longest)
}

// step does all that is due at now.
func (w *Worker) step(f *inPlace, now time.Time) ([]Request, error) {
	follows, err := w.follow(f)
	if err != nil {
		return nil, err
	}
	if !follows {
		w.active, w.tasks, w.answers = false, nil, nil
		w.state, w.next = ErrEdited, now.Add(w.pause(faultPause))
		return nil, nil
	}
	if err := w.keepAnswers(f, now); err != nil {
		return nil, err
	}
	current := w.plan.Calendar().At(now)
	if w.active && (w.round != current || !f.covers(current)) {
		if err := w.finish(f, w.round); err != nil {
			return nil, err
		}
		w.active, w.tasks = false, nil
	}
	if !w.active {
		if err := w.enter(f, current, now); err != nil {
			return nil, err
		}
	}
	due, err := w.collect(f, now)
	if err != nil {
		return nil, err
	}
	w.next = w.plan.Calendar().Next(now)
	for _, t := range w.tasks {
		if t.at.Before(w.next) {
			w.next = t.at
		}
	}
	return due, nil
}
