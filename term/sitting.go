package term

import (
	"errors"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"bulkhead/device"
	"bulkhead/home"
	"bulkhead/tell"
)

// Sitting is a person at the prompt of an open session, or nobody. What a bystander sees
// is a notebook, until the owner asks for more.
type Sitting struct {
	Keep  *home.Keeping
	Pages *Notebook            // set before [Sitting.Converse]
	Verbs []string             // what a command line may begin with: carried out if a device is open
	Never []string             // those of them that are none for what is open
	Carry func(words []string) // carries a verb out
	Fail  func(error)          // tells an error
	Aside func() *Sheet        // where nobody sits: what is told goes there

	prompt   *Prompt // nil: nobody sits here
	out      *os.File
	shows    atomic.Bool // the owner asked for more than a notebook
	troubled string      // what was last told to be in the way; the session's loop's
}

// NewSitting returns somebody at a terminal, with person, else nobody; shows says that
// more than a notebook is asked for already.
func NewSitting(keep *home.Keeping, key *home.PanicKey, in, out *os.File, person, shows bool) *Sitting {
	s := &Sitting{Keep: keep, out: out}
	s.shows.Store(shows)
	if person {
		s.prompt = NewPrompt(in, out)
		s.prompt.Key, s.prompt.Words = keep.Touched, s.words
		s.prompt.Lock = func() { keep.Lock(home.EndLocked) }
		s.prompt.Panic = func() { key.Press() }
		keep.Shut = s.prompt.Shut
	}
	return s
}

// IsPerson reports whether somebody sits here.
func (s *Sitting) IsPerson() bool { return s.prompt != nil }

// Shows reports whether more than a notebook may be shown: it was asked for, or nobody
// sits here.
func (s *Sitting) Shows() bool { return s.prompt == nil || s.shows.Load() }

// Quits takes everything off the screen if that is what the person asked for.
func (s *Sitting) Quits() {
	if s.prompt != nil && s.Keep.Code() == home.EndQuit {
		Clear(s.out)
	}
}

// Trouble tells what did not work meanwhile: not on a screen that shows a notebook, and
// a clock that jumped, which is in the way of every turn, once. It waits for nothing.
func (s *Sitting) Trouble(err error) {
	if s.prompt == nil {
		go s.Fail(err)
		return
	}
	say := s.Aside().Say
	sentence, _ := Told(say, err)
	note := say.LineNote(sentence)
	if errors.Is(err, device.ErrClockJump) {
		note = say.OpenClockJumped()
	}
	if !s.shows.Load() || note == s.troubled {
		return
	}
	s.troubled = note
	go s.prompt.Note(note + "\n")
}

// Converse lists the pages and carries out what is typed, until the session is locked.
func (s *Sitting) Converse() {
	s.listPages()
	s.Pages.Verbs()
	for {
		line, err := s.prompt.Line("> ")
		if err != nil {
			s.Keep.Lock(home.EndQuit) // Ctrl-C, Ctrl-D, or the terminal is gone
			return
		}
		if !s.typed(SplitLine(line), strings.TrimSpace(line)) || s.Keep.Context().Err() != nil {
			return
		}
		s.Keep.Touched()
	}
}

// listPages lists the locked pages; a device without any shows an empty notebook.
func (s *Sitting) listPages() {
	err := s.Pages.CarryOut("list", "")
	if errors.Is(err, home.ErrNoLockedPages) {
		Pages(s.Pages.Sheet, &tell.Pages{}, s.Pages.None)
	} else if err != nil && s.Keep.Context().Err() == nil {
		s.Fail(err)
	}
}

// typed carries out a line; false if it was the last.
func (s *Sitting) typed(words []string, line string) bool {
	if len(words) > 0 && words[0] == "bulkhead" {
		words = words[1:]
	}
	if len(words) == 0 {
		return true
	}
	_, rest, _ := strings.Cut(line, " ")
	isDevice := s.Keep.Session.IsDevice()
	switch verb := words[0]; {
	case isOne(verb, "quit", "q", "exit"):
		s.Keep.Lock(home.EndQuit)
		return false
	case verb == "lock":
		s.Keep.Lock(home.EndLocked)
		return false
	case verb == "unlock":
		s.Keep.Lock(home.EndUnlock)
		return false
	case isOne(verb, "write", "w", "list", "l", "search", "s", "read", "r", "d"), verb == "delete" && !(isDevice && s.shows.Load()):
		s.onPage(verb, strings.TrimSpace(rest))
	case verb == "show" && isDevice:
		s.shows.Store(true)
		s.Carry([]string{"status"})
	case verb == "hide" && isDevice:
		s.shows.Store(false)
		s.prompt.Forget()
		Clear(s.out)
		s.listPages()
	case verb == "help" && isDevice && s.shows.Load():
		s.Carry(words)
	case !isOne(verb, s.Verbs...), isOne(verb, s.Never...):
		s.Pages.Verbs()
	case isDevice:
		s.Carry(words)
	default:
		s.listPages() // as every verb does then, and no word of what it would be
	}
	return true
}

func isOne(word string, of ...string) bool {
	for _, w := range of {
		if w == word {
			return true
		}
	}
	return false
}

func (s *Sitting) onPage(verb, rest string) {
	if err := s.Pages.CarryOut(verb, rest); err != nil && !errors.Is(err, home.ErrPanicKey) && s.Keep.Context().Err() == nil {
		sentence, _ := Told(s.Pages.Sheet.Say, err)
		s.Pages.Sheet.Bad("%s", sentence)
	}
}

// words are what may stand where a line ends.
func (s *Sitting) words(before string) []string {
	if before == "" {
		return append([]string{"write", "read", "list", "search", "show", "hide", "lock", "quit"}, s.Verbs...)
	}
	if !s.shows.Load() || !s.Keep.Session.IsDevice() {
		return nil
	}
	var names []string
	s.Keep.Session.OnDevice(func(d *device.Device) error {
		for _, t := range d.Status().Ties {
			if t.Alias != "" {
				names = append(names, t.Alias)
			}
		}
		return nil
	})
	return names
}

// Announce tells, once a period, what has arrived on an open device, until the session
// ends: where nobody sits that something has, and to whoever asked for more what each is.
func (s *Sitting) Announce(now func() time.Time) {
	var arrivals tell.Arrivals
	for first := true; ; first = false {
		var e tell.Event
		err := s.Keep.Session.OnDevice(func(d *device.Device) error {
			e = arrivals.Look(d, now())
			return nil
		})
		if err != nil {
			return
		}
		switch {
		case len(e.Items) == 0 || !s.shows.Load():
		case s.prompt == nil:
			Event(s.Aside(), &e)
		case !first:
			var b strings.Builder
			p := NewSheet(&b)
			p.Say = s.Aside().Say
			Arrivals(p, &e)
			s.prompt.Note(b.String())
		}
		select {
		case <-s.Keep.Session.Done():
			return
		case <-time.After(s.Keep.Every):
		}
	}
}
