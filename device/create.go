package device

import (
	"errors"
	"fmt"
	"io/fs"

	"bulkhead/card"
	"bulkhead/cell"
	"bulkhead/link"
	"bulkhead/pouch"
	"bulkhead/round"
	"bulkhead/shelf"
	"bulkhead/vault"
)

// Found creates a vault under pass and in it a new group, which the founding card
// names, with its first founder, and a pouch of nothing but loops. pass stays the caller's.
// vault.ErrExists if there is a vault.
func Found(env Env, pass *vault.Passphrase, founding *card.Card) (*Device, error) {
	return FoundWith(env, pass, founding, cell.DefaultCheckIn(founding.Calendar))
}

// FoundWith is Found with check-in times of the founder's choice; they travel in
// every welcome. See [cell.PEff] for what they are worth.
func FoundWith(env Env, pass *vault.Passphrase, founding *card.Card, c cell.CheckIn) (*Device, error) {
	return create(env, pass, 0, func() (*cell.State, []cell.Effect, error) {
		s, err := cell.Found(founding, c, env.Rand)
		return s, nil, err
	})
}

// Join creates a vault under pass from an invitation, whose secret it erases, and the
// card that it names. alias is what the owner calls the inviter; "" draws one.
// vault.ErrExists if there is a vault; cell.ErrOtherCard.
func Join(env Env, pass *vault.Passphrase, inv *cell.Invitation, c *card.Signed, alias string) (*Device, error) {
	defer inv.Secret.Erase()
	return create(env, pass, round.RateOfParts(inv.Rate), func() (*cell.State, []cell.Effect, error) {
		return cell.Join(inv, c, alias, c.Card.Calendar.At(env.Now()), env.Rand)
	})
}

func create(env Env, pass *vault.Passphrase, inviter round.Rate, begin func() (*cell.State, []cell.Effect, error)) (*Device, error) {
	rules, effects, err := begin()
	if err != nil {
		return nil, err
	}
	if err := (pouch.Plan{Cards: rules.Cards(0)}).Check(); err != nil {
		return nil, err // before there is a vault
	}
	if _, err := env.Dir.ReadFile(VaultFile); !errors.Is(err, fs.ErrNotExist) {
		return nil, errors.Join(vault.ErrExists, err)
	}
	s := &state{cell: rules, links: map[cell.TieID]*link.Link{}, presence: newPresence(inviter)}
	if s.book, err = shelf.NewBook(env.Rand); err != nil {
		return nil, err
	}
	if s.proof, err = pouch.NewKey(env.Rand); err != nil {
		return nil, err
	}
	d := newDevice(env, nil, s)
	d.readClock()
	d.unlocked, d.sure = d.known, d.known
	if err := d.carryOut(effects, nil); err != nil {
		return nil, err
	}
	if err := d.firstPouch(); err != nil {
		return nil, err
	}
	if err := shelf.Make(d.env.shelfFile()); err != nil {
		return nil, fmt.Errorf("making the shelf: %w", err)
	}
	payload, err := d.marshal()
	if err != nil {
		return nil, err
	}
	defer clear(payload)
	if d.vault, err = env.file().Create(pass, vault.Normal, vault.Content{Payload: payload}); err != nil {
		return nil, fmt.Errorf("making a new device: %w", err)
	}
	if err := d.Refill(); err != nil {
		d.release()
		return nil, errors.Join(err, env.Dir.Remove(VaultFile))
	}
	return d, nil
}

// firstPouch puts a pouch of nothing but loops in place, before there is a
// vault: whatever is cut short after this, a vault that is there is whole and
// has its pouch. What an attempt before left, and no vault knows, goes.
func (d *Device) firstPouch() error {
	if err := d.env.Dir.Remove(PouchFile); err != nil {
		return fmt.Errorf("removing what another attempt left: %w", err)
	}
	fill, err := pouch.NewFill(pouch.Plan{Cards: d.cell.Cards(d.known)}, d.known+1)
	if err != nil {
		return fmt.Errorf("filling the pouch: %w", err)
	}
	if _, err := fill.Finish(d.rate(), d.env.Rand); err != nil {
		return fmt.Errorf("filling the pouch: %w", err)
	}
	tag, err := d.newSealing(d.known + 1)
	if err != nil {
		return err
	}
	fill.Prove(&d.proof)
	if err := pouch.Replace(d.env.Dir, PouchFile, fill, tag, nil); err != nil {
		return fmt.Errorf("making the pouch: %w", err)
	}
	return nil
}
