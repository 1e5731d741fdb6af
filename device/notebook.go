package device

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"

	"bulkhead/device/ready"
	"bulkhead/notebook"
	"bulkhead/pouch"
	"bulkhead/shelf"
	"bulkhead/vault"
)

// Notebook is an open decoy: a working notebook. It is one goroutine's, and
// must be closed. It writes what an open [Device] writes, when that does.
type Notebook struct {
	env      Env
	vault    *vault.Vault
	book     *notebook.Book
	unread   []byte       // pages that only a later version can read: kept until something is written
	set      *ready.Set   // the lids that this opening puts into the pouch; nil: it has none
	pending  bool         // the pouch does not begin anew yet
	shelf    *shelf.Shelf // blind: its turns change nothing; nil: not open yet
	saved    time.Time    // last Save
	refilled time.Time    // last Refill
}

// FoundNotebook creates a vault under pass that holds a notebook and nothing
// else. pass stays the caller's. vault.ErrExists if there is a vault.
func FoundNotebook(env Env, pass *vault.Passphrase) (*Notebook, error) {
	book := notebook.New()
	nothing, err := ready.Noise(ready.Len(env.Vault.Capacity()), env.Rand)
	if err != nil {
		return nil, err
	}
	v, err := env.file().Create(pass, vault.Decoy, vault.Content{Payload: book.Marshal(), Ready: nothing})
	if err != nil {
		return nil, fmt.Errorf("making a new notebook: %w", err)
	}
	if err := shelf.Make(env.shelfFile()); err != nil {
		v.Close()
		return nil, fmt.Errorf("making the shelf: %w", err)
	}
	return env.openNotebook(v, ready.Mark{})
}

// openNotebook begins the session of a decoy. A pouch that cannot be rewritten
// now is left to the next Refill: what was destroyed is destroyed, and the
// notebook opens.
func (env Env) openNotebook(v *vault.Vault, mark ready.Mark) (*Notebook, error) {
	book, err := notebook.Unmarshal(v.Payload())
	var unread []byte
	if err != nil {
		book, unread = notebook.New(), bytes.Clone(v.Payload())
	}
	n := &Notebook{
		env: env.withDefaults(), vault: v, book: book, unread: unread, set: mark.Current(bytes.Clone(v.Ready())), // as much memory as an opening takes that only seems to
		pending: true,
	}
	n.rewrite()
	n.saved, n.refilled = n.env.Now(), n.env.Now()
	return n, nil
}

// Book returns the notebook; what is changed in it is saved by the next Save.
func (n *Notebook) Book() *notebook.Book { return n.book }

// Save keeps the notebook in the vault, durably on return: in place, if the disk
// takes no second file. ErrNotSaved, if it takes none of what was changed; an error matching
// vault.ErrNotVault if the vault is gone. No error names a vault.
func (n *Notebook) Save() error {
	pages := n.book.Marshal()
	if n.unread != nil && len(n.book.Pages()) == 0 {
		pages = n.unread
	}
	changed := !bytes.Equal(pages, n.vault.Payload())
	if err := n.vault.Save(pages); errors.Is(err, vault.ErrRefused) && !changed {
		return nil // nothing that its owner wrote is lost: nobody is told of a disk for no reason
	} else if errors.Is(err, vault.ErrNotVault) {
		return ofPages(err)
	} else if err != nil {
		return ofPages(notSaved("saving the pages", err))
	}
	n.saved = n.env.Now()
	return nil
}

// Refill saves and rewrites the pouch. What becomes of the pouch is nothing that
// the owner of a notebook is told: the next Refill tries again.
func (n *Notebook) Refill() error {
	n.turnShelf()
	err := n.Save()
	if errors.Is(err, vault.ErrNotVault) {
		return err
	}
	n.refilled = n.env.Now()
	n.rewrite()
	return err
}

// turnShelf writes what a device's shelf would: the same places, by chance, with what they
// hold. What becomes of it is nothing that the owner of a notebook is told.
func (n *Notebook) turnShelf() {
	if n.shelf == nil {
		s, err := shelf.OpenBlind(n.env.shelfFile())
		if err != nil {
			return
		}
		n.shelf = s
	}
	_ = n.shelf.Turn()
}

// rewrite lets the pouch begin anew, once in a session, and appends loops.
func (n *Notebook) rewrite() {
	err := n.env.rewrite(func(v *pouch.View) (pouch.Change, error) {
		if !n.pending {
			return pouch.Change{Append: true}, nil
		}
		return n.set.Change(v, n.env.Rand), nil
	})
	n.pending = n.pending && err != nil
}

// Tick does what an open notebook does by the clock, whatever its person did,
// at the times of [Device.Tick].
func (n *Notebook) Tick() error {
	refill, save := n.env.isTime(n.env.Now(), n.refilled, n.saved)
	switch {
	case refill:
		return n.Refill()
	case save:
		n.turnShelf()
		return n.Save()
	}
	return nil
}

// Close refills once more and gives the vault back, which is closed even if the
// Refill fails.
func (n *Notebook) Close() error {
	err := n.Refill()
	n.Abandon()
	return err
}

// Abandon closes the notebook as a crash would: nothing more is saved.
func (n *Notebook) Abandon() {
	n.vault.Close()
	if n.shelf != nil {
		n.shelf.Erase()
		n.shelf = nil
	}
	n.book, n.set = notebook.New(), nil
}

// ChangePassphrase puts pass in place of the notebook's. Durable on return.
func (n *Notebook) ChangePassphrase(pass *vault.Passphrase) error {
	err := n.vault.Change(vault.Decoy, pass)
	if err == nil {
		return nil
	}
	return ofPages(notSaved("changing the passphrase", err))
}

// Format implements [fmt.Formatter] and prints nothing of the notebook.
func (Notebook) Format(f fmt.State, _ rune) { io.WriteString(f, "device.Notebook(hidden)") }
