//go:build !linux

package term

import (
	"os"

	"golang.org/x/term"
)

// Held is a terminal on which something is kept open.
type Held struct {
	f     *os.File
	found *term.State
}

// Hold notes how a terminal is set; nil if f is none.
func Hold(f *os.File) *Held {
	found, err := term.GetState(int(f.Fd()))
	if err != nil {
		return nil
	}
	return &Held{f, found}
}

// Set sets it as it was found: elsewhere its keys can stop a program.
func (h *Held) Set() { h.Release() }

// Release sets it as it was found.
func (h *Held) Release() { term.Restore(int(h.f.Fd()), h.found) }
