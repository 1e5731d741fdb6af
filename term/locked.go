package term

import (
	"os"

	"bulkhead/home"
	"bulkhead/tell"
)

// Locked is a locked screen: a notebook's title and a prompt. It implements
// [home.LockedScreen].
type Locked struct {
	Held  *Held // nil: no terminal
	Out   *os.File
	Sheet func() *Sheet
	Face  func() tell.Pages // the open pages
	Room  func() bool       // whether the disk takes more: see [home.Home.DiskTakesMore]
	Asker func() (t *Asker, end func(), err error)
	Fail  func(error) // tells an error
}

// Shows implements [home.LockedScreen].
func (l *Locked) Shows(code int) {
	if code == home.EndQuit {
		l.mentionDisk()
		return
	}
	if l.Held != nil {
		l.Held.Set() // whatever the keeper left it in
	}
	if code != home.EndLeft { // what was done is to be read
		Clear(l.Out) // before a passphrase is asked for, too
	}
	if code != home.EndLeft && code != home.EndUnlock {
		pages, p := l.Face(), l.Sheet()
		Pages(p, &pages, p.Say.NotebookNoOpenPages())
		l.mentionDisk()
	}
}

// mentionDisk says that the disk takes nothing more. It is asked of the disk, and not of
// the keeper: so it is said whatever was open, and stays on the locked screen.
func (l *Locked) mentionDisk() {
	if !l.Room() {
		p := l.Sheet()
		p.Line("%s", p.Say.OpenDiskFull())
	}
}

// Asks implements [home.LockedScreen].
func (l *Locked) Asks() (home.Wanted, error) {
	t, end, err := l.Asker()
	if err != nil {
		return 0, err
	}
	defer end()
	switch verb, err := t.Verb("> ", "unlock", "quit", "q", "exit"); {
	case err != nil:
		return 0, err
	case verb == "":
		return home.WantNothing, nil
	case verb == "unlock":
		return home.WantUnlock, nil
	case verb == "?":
		p := l.Sheet()
		p.Line("%s", p.Say.OpenLockedVerbs())
		return home.WantNothing, nil
	}
	return home.WantQuit, nil
}

// Fails implements [home.LockedScreen].
func (l *Locked) Fails(err error) { l.Fail(err) }
