package term

import (
	"fmt"
	"strings"

	"github.com/mdp/qrterminal/v3"
	"rsc.io/qr"
)

// whiteOnBlack makes the code's light squares light on any terminal: inverted,
// many cameras do not read it.
const whiteOnBlack = "\x1b[97;40m"

// QR draws a QR code of text, two squares a character high, with a margin of four.
func (p *Page) QR(text string) error {
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
	for l := range strings.Lines(drawn.String()) {
		p.styled(whiteOnBlack, "%s", strings.TrimSuffix(l, "\n"))
	}
	return p.err
}
