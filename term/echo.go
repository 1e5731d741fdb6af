package term

import (
	"context"
	"os"
)

// Unheard does work while nothing that is typed is shown: what is typed then may be
// a passphrase that was typed too early. It answers no later question either. Ctrl-C
// and the panic key work as ever; once the Asker's context ends, there is echo again.
func (t *Asker) Unheard(work func() error) error {
	if !Echoes(t.in) {
		return work()
	}
	EchoOff(t.in)
	defer EchoOn(t.in, true)
	defer context.AfterFunc(t.ctx, func() { EchoOn(t.in, false) })()
	return work()
}

// Echoes reports whether f is a terminal that shows what is typed.
func Echoes(f *os.File) bool { return Interactive(f) && echoes(f) }
