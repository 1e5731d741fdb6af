package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"bulkhead/cell"
	"bulkhead/term"
)

// invitationRoom is how much is read of a typed invitation, in bytes: 240
// characters with all the spaces somebody may put between them.
const invitationRoom = 2048

// readInvitation takes an invitation from --invitation-fd, from a terminal or
// from standard input. Its secret is the caller's to erase.
func (a *app) readInvitation(fd int) (*cell.Invitation, error) {
	in := a.in
	switch {
	case fd >= 0:
		f, err := a.fdFile(fd, "--invitation-fd")
		if err != nil {
			return nil, err
		}
		in = f
	case term.Interactive(a.in) && term.Interactive(a.err):
		return a.typedInvitation()
	}
	text, err := term.Unless(a.ctx, a.panic, func() ([]byte, error) { return io.ReadAll(io.LimitReader(in, invitationRoom)) })
	if err != nil {
		return nil, fmt.Errorf("reading the invitation: %w", err)
	}
	defer clear(text)
	return cell.ParseInvitation(string(text))
}

// typedInvitation asks until what was typed is an invitation, and clears the
// screen of it. Lines are joined until an empty one.
func (a *app) typedInvitation() (*cell.Invitation, error) {
	t, err := a.terminal()
	if err != nil {
		return nil, err
	}
	for {
		fmt.Fprintln(t.Out, a.say.StartTypeInvitation())
		lines, err := t.Lines("> ", "")
		t.Clear() // on every way out
		if err != nil {
			return nil, fmt.Errorf("reading the invitation: %w", err)
		}
		inv, err := cell.ParseInvitation(strings.Join(lines, " "))
		if errors.Is(err, cell.ErrTypo) && len(lines) > 0 {
			said, _ := a.say.Error(err)
			fmt.Fprintf(t.Out, "%s\n\n", a.say.StartOnceMore(said))
			continue
		}
		return inv, err
	}
}

// hideInvitation takes it off the screen once the other person has it, and
// whatever else ends the wait for that.
func (a *app) hideInvitation() error {
	if !term.Interactive(a.out) {
		return nil
	}
	defer term.Clear(a.out)
	t, err := a.terminal()
	if err != nil {
		return err
	}
	defer t.Clear()
	if _, err := t.Line("\n" + a.say.StartPressEnter()); err != nil {
		return fmt.Errorf("waiting for Enter: %w", err)
	}
	return nil
}
