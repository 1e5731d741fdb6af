package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"bulkhead/cell"

	"github.com/mdp/qrterminal/v3"
	"rsc.io/qr"
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
	case isTerminal(a.in) && isTerminal(a.err):
		return a.typedInvitation()
	}
	text, err := unless(a.ctx, a.panic, func() ([]byte, error) { return io.ReadAll(io.LimitReader(in, invitationRoom)) })
	if err != nil {
		return nil, fmt.Errorf("reading the invitation: %w", err)
	}
	defer clear(text)
	return cell.ParseInvitation(string(text))
}

// typedInvitation asks until what was typed is an invitation, and clears the
// screen of it. Lines are joined until an empty one.
func (a *app) typedInvitation() (*cell.Invitation, error) {
	t := &asker{a.ctx, a.panic, a.in, a.err}
	for {
		fmt.Fprintln(t.out, "Type or paste the invitation's text as it is shown to you (spaces, case and line breaks do not matter).\nAn empty line ends it.")
		var lines []string
		for {
			l, err := t.line("> ")
			if err != nil {
				return nil, fmt.Errorf("reading the invitation: %w", err)
			}
			if l == "" {
				break
			}
			lines = append(lines, l)
		}
		t.wipe()
		inv, err := cell.ParseInvitation(strings.Join(lines, " "))
		if errors.Is(err, cell.ErrTypo) && len(lines) > 0 {
			fmt.Fprintf(t.out, "%v. Once more, please.\n\n", err)
			continue
		}
		return inv, err
	}
}

// showInvitation shows an invitation as text and, with code, as a QR code that
// holds the same text.
func (p *page) showInvitation(text string, code bool) error {
	if code {
		if err := p.qrCode(text); err != nil {
			return err
		}
		p.line("")
	}
	groups := strings.Fields(cell.GroupText(text))
	for len(groups) > 0 {
		n := min(8, len(groups))
		p.line("    %s", strings.Join(groups[:n], " "))
		groups = groups[n:]
	}
	return p.err
}

// whiteOnBlack makes the code's light squares light on any terminal: inverted,
// many cameras do not read it.
const whiteOnBlack = "\x1b[97;40m"

func (p *page) qrCode(text string) error {
	// qrterminal ignores a text that is too long; ask the encoder first.
	if _, err := qr.Encode(text, qr.L); err != nil {
		return fmt.Errorf("drawing the invitation: %w", err)
	}
	var drawn strings.Builder
	qrterminal.GenerateWithConfig(text, qrterminal.Config{
		Level: qr.L, Writer: &drawn, HalfBlocks: true, QuietZone: 4,
		BlackChar: qrterminal.BLACK_BLACK, BlackWhiteChar: qrterminal.BLACK_WHITE,
		WhiteChar: qrterminal.WHITE_WHITE, WhiteBlackChar: qrterminal.WHITE_BLACK,
	})
	for l := range strings.Lines(drawn.String()) {
		p.styled(whiteOnBlack, "%s", strings.TrimSuffix(l, "\n"))
	}
	return p.err
}

// hideInvitation takes it off the screen once the other person has it.
func (a *app) hideInvitation() error {
	t, err := a.terminal()
	if err != nil || !isTerminal(a.out) {
		return nil
	}
	if _, err := t.line("\nPress Enter when the other device has it. The screen is then cleared."); err != nil {
		return fmt.Errorf("waiting for Enter: %w", err)
	}
	t.wipe()
	if t.out != os.Stdout {
		(&asker{out: a.out}).wipe()
	}
	return nil
}
