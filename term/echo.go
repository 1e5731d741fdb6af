package term

import "context"

// Unheard does work while nothing that is typed is shown: what is typed then may be
// a passphrase that was typed too early. It answers no later question either. Ctrl-C
// and the panic key work as ever; once the Asker's context ends, there is echo again.
func (t *Asker) Unheard(work func() error) error {
	if !Interactive(t.in) {
		return work()
	}
	defer forget(t.in)
	if echoes(t.in) {
		echo(t.in, false)
		defer echo(t.in, true)
		defer context.AfterFunc(t.ctx, func() { echo(t.in, true) })()
	}
	return work()
}
