package term

import (
	"os"

	"golang.org/x/term"
)

// Interactive reports whether f is a terminal.
func Interactive(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// Colour reports whether f may be given colours (https://no-color.org).
func Colour(f *os.File) bool {
	return Interactive(f) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// size returns how many columns and lines a terminal has now, 0 if it does not
// say.
func size(f *os.File) (width, height int) {
	width, height, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0, 0
	}
	return width, height
}

// clearScreen takes everything off a screen and out of what can be scrolled
// back to, as far as the terminal obeys.
const clearScreen = "\x1b[H\x1b[2J\x1b[3J"

// Clear takes everything off the screen of f, if f is a terminal.
func Clear(f *os.File) {
	if Interactive(f) {
		f.WriteString(clearScreen)
	}
}

// Unshown has a terminal show nothing that is typed, but to whoever asks there, until it is
// set again as it was found. What is no terminal, or is another program's, stays as it is.
func Unshown(f *os.File) (again func()) {
	found, err := term.GetState(int(f.Fd()))
	if err != nil || !foreground(f) {
		return func() {}
	}
	echo(f, false)
	return func() { term.Restore(int(f.Fd()), found) }
}
