package term

import (
	"strings"
	"testing"
	"time"

	"bulkhead/home"
	"bulkhead/notebook"
	"bulkhead/pouch"
	"bulkhead/round"
	"bulkhead/tell"
	"bulkhead/vault"
)

// Promise: the budget for flash is kept by the default shape, and the truth is
// told of a larger one.
func TestFlashBudget(t *testing.T) {
	size := pouch.Size(6, 192)
	quarters := round.Calendar{Length: 15 * time.Minute}
	b := tell.FlashOf(home.SmallVault, size, quarters)
	if b.Day != 63*home.SmallVault+9*size || b.Day > b.Most {
		t.Errorf("a day writes %d bytes, want 63 vaults and 9 pouches, at most %d", b.Day, b.Most)
	}
	var shown strings.Builder
	flash(NewSheet(&shown), &b)
	if strings.Contains(shown.String(), "over") {
		t.Error(shown.String())
	}
	b = tell.FlashOf(home.LargeVault, pouch.Size(16, 192), quarters)
	flash(NewSheet(&shown), &b)
	if !strings.Contains(shown.String(), "over it") {
		t.Error(shown.String())
	}
}

func TestScreensOfTheVaultAreMarked(t *testing.T) {
	wants := []notebook.Want{{Kind: notebook.WantAnything}, {Kind: notebook.WantWriting, Count: 20}, {Kind: notebook.WantPages, Count: 3}, {Kind: notebook.WantOtherDays}}
	allMarked(t, 5000, func(p *Sheet) {
		for sets := range 3 {
			for _, yes := range []bool{false, true} {
				Vault(p, &tell.Vault{
					Decoy: yes, Duress: yes, Sets: sets, Attempt: tell.Attempt(vault.DefaultParams()), Guess: tell.Span(time.Second), YearsFiveWords: 1e6,
					Limits: []tell.Limit{tell.LimitImages, tell.LimitEarlierImage, tell.LimitPouch, tell.LimitNotebook},
					Flash:  tell.Flash{Day: 7 << 19, Most: int64(sets) << 20}, Swap: home.Swap(sets), DumpsOff: yes, Advice: wants,
				})
			}
			DecoyAdded(p, &tell.DecoyAdded{Pages: sets, Advice: wants})
		}
		for _, r := range []vault.Role{vault.Decoy, vault.Duress} {
			Removed(p, &tell.Removed{Role: r})
		}
		DuressAdded(p, nil)
		Changed(p, nil)
	})
}
