package term

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"bulkhead/cell"
)

// Invitation asks until what was typed is an invitation, and clears the screen of it each
// time. Of rows of which one is wrong, that one alone is asked for again. Its secret is the
// caller's to erase.
func (t *Asker) Invitation() (*cell.Invitation, error) {
	ask := t.Say.SetupTypeInvitation()
	var rows []string
	wrong := -1 // the row to be typed again; none
	for {
		fmt.Fprintln(t.Out, ask)
		var err error
		if wrong < 0 {
			rows, err = t.Lines("> ", "")
			rows = slices.DeleteFunc(rows, func(row string) bool { return strings.TrimSpace(row) == "" })
		} else {
			rows[wrong], err = t.Line("> ")
		}
		t.Clear() // on every way out
		if err != nil {
			return nil, fmt.Errorf("reading the invitation: %w", err)
		}
		inv, err := cell.ParseInvitation(strings.Join(rows, "\n"))
		if !errors.Is(err, cell.ErrTypo) || len(rows) == 0 {
			return inv, err
		}
		said, _ := t.Say.Error(err)
		wrong = -1
		if row := new(cell.RowError); errors.As(err, &row) && len(rows) > 1 {
			wrong, ask = row.Row-1, t.Say.SetupTypeRow(said)+"\n"
		} else {
			ask = t.Say.SetupOnceMore(said) + "\n\n" + t.Say.SetupTypeInvitation()
		}
	}
}

// TakesAway waits for Enter, and takes everything off the screen, whatever ends the wait.
func (t *Asker) TakesAway() error {
	defer t.Clear()
	if _, err := t.Line("\n" + t.Say.SetupPressEnter()); err != nil {
		return fmt.Errorf("waiting for Enter: %w", err)
	}
	return nil
}
