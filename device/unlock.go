package device

import (
	"errors"
	"fmt"
	"io/fs"

	"bulkhead/device/ready"
	"bulkhead/internal/durable"
	"bulkhead/mail"
	"bulkhead/pouch"
	"bulkhead/vault"
)

// Unlocked is what a passphrase opened: one of the two.
type Unlocked struct {
	Device   *Device
	Notebook *Notebook
}

// Unlock tries a passphrase. Whatever it opens, or nothing, the attempt costs
// the same: it writes the vault's file once and then the pouch's once, both
// durable on return (docs/protocol/vault.md, "One attempt").
//
//	normal    the device
//	decoy     the notebook; the pouch's unsent entries begin anew and loops follow them
//	duress    the same; what the device was is destroyed before anything is shown, and
//	          the pouch's unsent entries carry the silent alarm
//	any other vault.ErrNoMatch
//
// Other errors of the vault: vault.ErrInUse, vault.ErrNotVault; ErrState, ErrNewer.
func Unlock(env Env, pass *vault.Passphrase) (Unlocked, error) {
	mark := env.mark()
	v, err := env.attempt(mark).Open(pass)
	if err != nil && !errors.Is(err, vault.ErrNoMatch) {
		return Unlocked{}, err
	}
	if err != nil || v.Role() == vault.Normal {
		mark.Current(make([]byte, ready.Len(env.Vault.Capacity())))                               // as a decoy's opening would
		env.rewrite(func(v *pouch.View) (pouch.Change, error) { return ready.Unchanged(v), nil }) // if it fails, the pouch is as it was
		if err != nil {
			return Unlocked{}, err
		}
		d, err := env.openDevice(v)
		return Unlocked{Device: d}, err
	}
	n, err := env.openNotebook(v, mark)
	return Unlocked{Notebook: n}, err
}

// Open unlocks a device. Errors of the vault: vault.ErrNoMatch is a passphrase
// that does not open a device, vault.ErrInUse another running program;
// ErrState or ErrNewer. See [Unlock] for what it writes.
func Open(env Env, pass *vault.Passphrase) (*Device, error) {
	u, err := Unlock(env, pass)
	if err != nil {
		return nil, err
	}
	if u.Notebook != nil {
		u.Notebook.Abandon()
		return nil, vault.ErrNoMatch
	}
	return u.Device, nil
}

func (env Env) openDevice(v *vault.Vault) (*Device, error) {
	kept, err := unmarshal(v.Payload())
	if err != nil {
		v.Close()
		return nil, err
	}
	d := newDevice(env, v, kept)
	if d.readClock(); !d.jumped {
		d.unlocked = d.known
	}
	if len(v.Damaged()) > 0 && !d.mail.Alarmed(0, mail.AlarmVaultDamaged) { // it stays so: not one more at each opening
		d.alarm(0, mail.AlarmVaultDamaged, 0)
	}
	return d, nil
}

// mark is that of the pouch that is there.
func (env Env) mark() ready.Mark {
	p, err := pouch.Load(env.Dir, PouchFile)
	if err != nil {
		return ready.Mark{}
	}
	return ready.MarkOf(p)
}

// attempt is the vault's file for an opening beside the pouch of mark.
func (env Env) attempt(mark ready.Mark) vault.File {
	f := env.file()
	f.ReadyLen = ready.Len(f.Options.Capacity())
	f.Renew = func(decoy vault.Content, forced *vault.Content) []byte { return mark.Renew(decoy, forced, env.Rand) }
	return f
}

// file is the vault's file as the vault wants it.
func (env Env) file() vault.File {
	return vault.File{
		Dir: env.Dir, Name: VaultFile, Options: env.Vault, Params: env.Params, Keystore: env.Keystore, Rand: env.Rand,
	}
}

// rewrite rewrites the pouch, if there is one that can be.
func (env Env) rewrite(decide func(*pouch.View) (pouch.Change, error)) error {
	for range refillTries {
		err := pouch.Rewrite(env.Dir, PouchFile, env.Now(), decide, env.Rand)
		switch {
		case errors.Is(err, durable.ErrLocked):
			env.pause()
		case errors.Is(err, fs.ErrNotExist), errors.Is(err, pouch.ErrFormat), errors.Is(err, durable.ErrNotFile):
			_ = env.Dir.Remove(durable.Leftover(PouchFile)) // which writing would have taken away
			return nil                                      // a notebook that nobody ever sent anything from, or for the device to tell
		case errors.Is(err, pouch.ErrInPlace):
			return nil // the disk is full; the lids are in place all the same
		case err != nil:
			return fmt.Errorf("rewriting the pouch: %w", err)
		default:
			return nil
		}
	}
	return ErrBusy
}

// Leave destroys everything that any passphrase opens, without one, as Wipe does,
// and leaves the pouch as it is: what was sealed goes out, and opens at the other
// ends. Durable on return.
func Leave(env Env) error { return env.file().Wipe() }

// Wipe destroys everything that any passphrase opens, without one, even while
// another program has the device open. What the pouch has not sent gets
// beginnings that open nowhere, which the other ends notice after three boxes,
// and loops follow, so that what leaves the device goes on. Durable on return.
func Wipe(env Env) error {
	err := env.file().Wipe()
	return errors.Join(err, env.rewrite(func(*pouch.View) (pouch.Change, error) { return ready.Scrambled(env.Rand), nil }))
}
