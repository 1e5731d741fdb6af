package term

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/mdp/qrterminal/v3"
	"rsc.io/qr"
)

// whiteOnBlack makes the code's light squares light on any terminal: inverted,
// many cameras do not read it. It is no ornament, so it is there without colours
// (NO_COLOR) too.
const whiteOnBlack = "\x1b[97;40m"

// ErrDumb is the error of a QR code on a terminal that cannot be told which
// squares are dark.
var ErrDumb = errors.New("this terminal cannot be told which squares are dark")

// SmallError is the error of a QR code that is larger than the terminal: what is
// cut off or scrolls away cannot be read.
type SmallError struct{ Columns, Lines int } // that it takes, with what is beside it

func (e *SmallError) Error() string {
	return fmt.Sprintf("the QR code takes %d lines of %d columns", e.Lines, e.Columns)
}

// QR draws a QR code of text, two squares a character high, with a margin of
// four. On a terminal it is drawn only if it fits, with so many lines beside it.
// *SmallError, ErrDumb, the encoder's error for a text that is too long, or that
// of writing.
func (p *Sheet) QR(text string, beside int) error {
	// qrterminal ignores a text that is too long; ask the encoder first.
	if _, err := qr.Encode(text, qr.L); err != nil {
		return fmt.Errorf("drawing a QR code: %w", err)
	}
	var drawn strings.Builder
	qrterminal.GenerateWithConfig(text, qrterminal.Config{
		Level: qr.L, Writer: &drawn, HalfBlocks: true, QuietZone: 4,
		BlackChar: qrterminal.BLACK_BLACK, BlackWhiteChar: qrterminal.BLACK_WHITE,
		WhiteChar: qrterminal.WHITE_WHITE, WhiteBlackChar: qrterminal.WHITE_BLACK,
	})
	lines := strings.Split(strings.TrimSuffix(drawn.String(), "\n"), "\n")
	if err := p.fits(Width(lines[0]), len(lines)+beside); err != nil {
		return err
	}
	for _, l := range lines {
		if p.screen {
			l = whiteOnBlack + l + "\x1b[0m"
		}
		p.write("", l)
	}
	return p.err
}

// fits says why a drawing cannot stand on the page.
func (p *Sheet) fits(columns, lines int) error {
	switch {
	case !p.screen:
		return nil
	case os.Getenv("TERM") == "dumb":
		return ErrDumb
	case p.width > 0 && p.width < columns, p.height > 0 && p.height < lines:
		return &SmallError{columns, lines}
	}
	return nil
}
