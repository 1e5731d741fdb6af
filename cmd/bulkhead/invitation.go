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

// besideCode is how many lines follow a QR code on the screen: the question
// whether the other device has it.
const besideCode = 4

// showInvitation shows an invitation as text and, with code, as a QR code that
// holds the same text, last: so it is whole on the screen. Where it does not fit
// there it says why.
func showInvitation(p *term.Page, text string, code bool) error {
	groups := strings.Fields(cell.GroupText(text))
	for len(groups) > 0 {
		n := min(8, len(groups))
		p.Line("    %s", strings.Join(groups[:n], " "))
		groups = groups[n:]
	}
	if !code {
		return p.Err()
	}
	p.Line("")
	err := p.QR(text, besideCode)
	var small *term.SmallError
	switch {
	case errors.As(err, &small):
		p.Bad("%s", p.Say.ScreenQrSmall(small.Columns, small.Lines))
	case errors.Is(err, term.ErrDumb):
		p.Bad("%s", p.Say.ScreenQrDumb())
	case err != nil:
		return err
	}
	return p.Err()
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
