package home

import (
	"context"
	"fmt"
	"os/exec"
	"slices"
	"testing"
)

// screenOf is a locked screen at which somebody wants one thing after the other, and at
// last presses the panic key.
type screenOf struct {
	wants []Wanted
	shown []int
}

func (s *screenOf) Shows(code int) { s.shown = append(s.shown, code) }

func (s *screenOf) Asks() (Wanted, error) {
	if len(s.wants) == 0 {
		return 0, ErrPanicKey
	}
	want := s.wants[0]
	s.wants = s.wants[1:]
	return want, nil
}

func (s *screenOf) Fails(error) {}

// openerOf is an opener whose keepers open a notebook, and end with one code after the
// other.
func openerOf(t *testing.T, s LockedScreen, codes ...int) (o *Opener, started *int) {
	o, started = &Opener{Key: NewPanicKey(), Screen: s}, new(int)
	o.Start = func() (*Keeper, error) {
		cmd := exec.Command("/bin/sh", "-c", fmt.Sprintf("printf n >&%d; exec %d>&-; exit %d", reportFD, reportFD, codes[*started]))
		*started++
		return StartKeeper(t.Context(), o.Key, nil, cmd)
	}
	if err := o.Open(); err != nil {
		t.Fatal(err)
	}
	return o, started
}

// Promise: between what was locked and what is opened again stands the locked screen, and
// what is wanted there; who asks to unlock at the prompt is not asked again, and who
// quits there is not asked anything.
func TestALockedScreenStandsBetweenTwoKeepers(t *testing.T) {
	s := &screenOf{wants: []Wanted{WantNothing, WantUnlock}}
	o, started := openerOf(t, s, EndLocked, EndUnlock, EndQuit)
	o.Erase = func() { t.Error("something is erased") }
	if o.wait(context.Background(), false) || o.Close() != EndQuit {
		t.Error("it does not end as one that was quit")
	}
	if want := []int{EndLocked, EndUnlock, EndQuit}; *started != 3 || !slices.Equal(s.shown, want) || len(s.wants) > 0 {
		t.Errorf("%d keepers; shown %v, want %v; not asked for: %v", *started, s.shown, want, s.wants)
	}
}

// Promise: the panic key at a locked screen erases, and no second time where a keeper has.
func TestThePanicKeyAtALockedScreenErases(t *testing.T) {
	for _, c := range []struct{ code, erased int }{{EndLocked, 1}, {EndErased, 0}} {
		erased := 0
		o, _ := openerOf(t, &screenOf{}, c.code)
		o.Erase = func() { erased++ }
		if !o.wait(context.Background(), false) || !o.Erased || erased != c.erased {
			t.Errorf("keeper's code %d: erased %d times, want %d", c.code, erased, c.erased)
		}
	}
}
