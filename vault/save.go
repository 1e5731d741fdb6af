package vault

import (
	"crypto/subtle"
	"fmt"
	"io"
)

// Payload returns what was last opened or saved. The memory is the vault's: it
// is overwritten at the next Save and at Close.
func (v *Vault) Payload() []byte { return v.payload }

// Capacity returns how many bytes of payload fit.
func (v *Vault) Capacity() int { return v.shape.Capacity() }

// Generation returns how often this compartment was saved; it only grows.
func (v *Vault) Generation() uint64 { return v.header.generation }

// Save puts payload, which stays the caller's, in place of the old one. The
// whole file is written anew: the own compartment and the bytes that nobody
// reads with fresh values, the other compartments as they are. On return
// without error the new payload is durable; after an error or a crash the file
// holds the old or the new one, whole. ErrFull, ErrNotVault if something else
// lies in the file's place now (it is left alone).
func (v *Vault) Save(payload []byte) error {
	if err := v.save(&v.master, payload); err != nil {
		return fmt.Errorf("saving the vault: %w", err)
	}
	return nil
}

func (v *Vault) save(m *master, payload []byte) error {
	if v.release == nil {
		return ErrClosed
	}
	file, err := v.read()
	if err != nil {
		return err
	}
	if subtle.ConstantTimeCompare(saltOf(file), v.salt[:]) != 1 {
		return ErrNotVault
	}
	return v.replace(file, m, payload)
}

// replace seals payload into file, refreshes what nobody reads and puts the
// file in its place. The vault's memory follows only after it is durable.
func (v *Vault) replace(file []byte, m *master, payload []byte) error {
	if len(payload) > v.shape.Capacity() {
		return ErrFull
	}
	for n := 1; n < v.shape.Compartments; n++ {
		if _, err := io.ReadFull(v.rand, saltOf(v.shape.in(file, n))); err != nil {
			return fmt.Errorf("drawing fresh bytes: %w", err)
		}
	}
	next := header{generation: v.header.generation + 1}
	if err := v.shape.sealInto(file, v.number, m, &next, payload, v.rand); err != nil {
		return err
	}
	if err := v.dir.Replace(v.name, file); err != nil {
		return err
	}
	kept := append([]byte(nil), payload...)
	clear(v.payload)
	v.payload, v.header = kept, next
	return nil
}

// Change puts newPass, which stays the caller's, in place of the passphrase of
// this compartment; the payload stays. Durable on return. ErrTaken if newPass
// opens a compartment already; otherwise the errors of Save.
func (v *Vault) Change(newPass *Passphrase) error {
	if err := v.change(newPass); err != nil {
		return fmt.Errorf("changing the passphrase: %w", err)
	}
	return nil
}

func (v *Vault) change(newPass *Passphrase) error {
	if v.release == nil {
		return ErrClosed
	}
	file, err := v.read()
	if err != nil {
		return err
	}
	m, err := v.cost.stretch(newPass, v.salt[:], nil)
	if err != nil {
		return err
	}
	f, err := v.shape.tryHeaders(file, &m, nil)
	if err != nil {
		return err
	}
	clear(f.head[:])
	if f.ok == 1 {
		return ErrTaken
	}
	if err := v.save(&m, v.payload); err != nil {
		return err
	}
	v.master = m
	return nil
}

// Close erases the keys and the payload from memory and gives the lock back.
// It does not save. A second Close does nothing.
func (v *Vault) Close() {
	clear(v.payload)
	v.payload = nil
	v.master.Erase()
	v.header.body.Erase()
	if v.release != nil {
		v.release()
		v.release = nil
	}
}

// Format implements [fmt.Formatter] and prints nothing of the vault.
func (Vault) Format(f fmt.State, _ rune) { io.WriteString(f, "vault(hidden)") }

// below draws a number in [0, n), n ≤ 256, without bias.
func below(rand io.Reader, n int) (int, error) {
	limit := 256 - 256%n
	var b [1]byte
	for {
		if _, err := io.ReadFull(rand, b[:]); err != nil {
			return 0, fmt.Errorf("drawing a compartment: %w", err)
		}
		if int(b[0]) < limit {
			return int(b[0]) % n, nil
		}
	}
}
