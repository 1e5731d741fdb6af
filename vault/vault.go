package vault

import (
	"crypto/subtle"
	"fmt"
	"io"

	"bulkhead/internal/secret"
)

// Vault is an open compartment of a vault file and those that it leads to. It
// is one goroutine's. It holds the lock on the file until [Vault.Close].
type Vault struct {
	file    File
	release func() // nil: closed
	role    Role
	salt    [prefixLen]byte
	known   family
	plain   []byte // the memory in which an attempt left the contents
	refusal error  // what the disk said to the last write that opening, or this vault, did; nil: it is durable
	owed    *plan  // what opening was to write and the disk refused: a decoy's or duress's; else nil
}

func (v *Vault) own() *compartment { return v.known[v.role] }

// Role returns the role of the open compartment: never [Duress].
func (v *Vault) Role() Role { return v.role }

// Payload returns what was last opened or saved. The memory is the vault's: it
// is overwritten at the next save and at Close.
func (v *Vault) Payload() []byte { return v.content().Payload }

// Ready returns what is kept ready for the moment of opening; like Payload.
func (v *Vault) Ready() []byte { return v.content().Ready }

func (v *Vault) content() Content {
	if v.own() == nil {
		return Content{}
	}
	return v.own().content
}

// Refused returns the disk's error, matching [ErrRefused], if it did not take
// what opening was to write, and took nothing since. What a decoy's or the
// duress passphrase was to change is then part of the next write.
func (v *Vault) Refused() error { return v.refusal }

// Capacity returns how many bytes of payload and ready bytes fit together.
func (v *Vault) Capacity() int { return v.file.Options.Capacity() }

// Other returns what the compartment of role r holds, if this one leads to it:
// only a normal one leads anywhere, and to none that is damaged. The memory is
// the vault's, as with Payload.
func (v *Vault) Other(r Role) (Content, bool) {
	if v.role != Normal || r == Normal || r >= roles || v.known[r] == nil || v.known[r].damaged {
		return Content{}, false
	}
	return v.known[r].content, true
}

// Damaged returns the roles of the compartments that this one leads to and that
// cannot be read: the file was changed or has decayed there, or a later version
// wrote them. Saves leave their regions as they are; [Vault.Remove] and
// [Vault.Add] put others in their place.
func (v *Vault) Damaged() (all []Role) {
	for r, c := range v.known {
		if c != nil && c.damaged {
			all = append(all, Role(r))
		}
	}
	return all
}

// Save puts payload, which stays the caller's, in place of the old one; the
// ready bytes and the contents of the others stay. See [Vault.SaveAll].
func (v *Vault) Save(payload []byte) error {
	return v.SaveAll(Content{payload, v.Ready()}, nil)
}

// SaveAll replaces the open compartment's content with own, and each
// compartment in others with its new content. Compartments not in others
// keep theirs. All contents stay the caller's.
//
// The whole file is written anew. All compartments that are known get fresh
// keys and randomness. A normal compartment fills the other regions with
// fresh random bytes; another one leaves them as they are under the outer
// layer. On return without error the new contents are durable. After an
// error or a crash the file holds the old or the new ones, whole.
//
// [ErrFull] if a content is too long. With others, also if the decoy's
// payload and the duress compartment's ready bytes are too long for one
// compartment: the duress passphrase puts them together. [ErrRefused] if the
// disk takes no second file. What a decoy saves is written over the first
// file then, and a crash can spoil its region alone. [ErrRole] for another
// compartment that is not known. [ErrNotVault] if something else lies in the
// file's place now, which is left alone.
func (v *Vault) SaveAll(own Content, others map[Role]Content) error {
	return v.change("saving the vault", func(next *family) error {
		next[v.role].content = own.clone()
		for r, c := range others {
			if _, ok := v.Other(r); !ok {
				return ErrRole
			}
			next[r].content = c.clone()
		}
		if len(others) > 0 && !next.fitTogether(v.Capacity()) {
			return ErrFull
		}
		return nil
	})
}

// change works on a copy of what is known and writes that. The vault's memory
// follows only after it is durable.
func (v *Vault) change(doing string, edit func(next *family) error) (err error) {
	if v.release == nil {
		return fmt.Errorf("%s: %w", doing, ErrClosed)
	}
	secret.Do(func() { err = v.edit(edit) })
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

func (v *Vault) edit(edit func(next *family) error) error {
	next := v.known.copy()
	err := edit(next)
	if err == nil && !next.fit(v.Capacity()) {
		err = ErrFull
	}
	if err == nil {
		others := keep
		if v.role == Normal {
			others = random
		}
		p := v.file.Options.planFor(next, others)
		p.brief, p.insist, p.whole = true, v.role == Decoy, v.role == Normal
		p.add(v.owed)
		err = v.write(p)
	}
	if err != nil {
		next.forget(&v.known)
		return err
	}
	v.settled()
	v.known.forget(next)
	v.known = *next
	return nil
}

// settled forgets what opening owed: it is written.
func (v *Vault) settled() {
	if v.owed != nil {
		v.owed.erase(&v.known)
	}
	v.owed, v.refusal = nil, nil
}

// write carries out a plan on the file as it is now, if it is still this vault.
func (v *Vault) write(p *plan) error {
	defer p.erase(nil)
	return v.file.writing(func() error {
		file, was, err := v.read()
		if err != nil {
			return err
		}
		return v.file.write(file, was, p)
	})
}

// read returns the file without its outer layer, if it is still this vault.
func (v *Vault) read() ([]byte, outer, error) {
	file, err := v.file.read()
	if err != nil {
		return nil, outer{}, err
	}
	was, err := v.file.strip(file)
	if err != nil {
		return nil, outer{}, err
	}
	if subtle.ConstantTimeCompare(v.file.Options.prefix(file, saltRegion), v.salt[:]) != 1 {
		return nil, outer{}, ErrNotVault
	}
	return file, was, nil
}

// Close erases the keys and the contents from memory and gives the lock back.
// It does not save. A second Close does nothing.
func (v *Vault) Close() {
	v.settled()
	v.known.erase()
	clear(v.plain)
	v.plain = nil
	if v.release != nil {
		v.release()
		v.release = nil
	}
}

// Format implements [fmt.Formatter] and prints nothing of the vault.
func (Vault) Format(f fmt.State, _ rune) { io.WriteString(f, "vault(hidden)") }
