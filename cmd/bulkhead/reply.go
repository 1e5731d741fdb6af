package main

import (
	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/phrase"
)

type replyCmd struct {
	Number uint32   `arg:"" help:"reply_number"`
	Text   []string `arg:"" optional:"" hidden:"" help:"reply_text"`
}

// Run answers a note.
func (c *replyCmd) Run(a *app) error {
	if err := a.noText(c.Text); err != nil {
		return err
	}
	return a.writes(device.Reply, cell.MaxBody, func(d *device.Device, text string) (uint32, string, error) {
		note, err := arrived(d, c.Number, cell.NoteArrived, a.say)
		if err != nil {
			return 0, "", err
		}
		n, err := d.Reply(note.ID, text)
		return n, "", err
	})
}

// arrived returns what stands under a number in the inbox, if it is of this
// kind.
func arrived(d *device.Device, number uint32, what cell.What, say phrase.Say) (device.Received, error) {
	for _, r := range d.Inbox() {
		if r.Number == number && r.What == what {
			return r, nil
		}
	}
	return device.Received{}, refuse(said(say.PairNoArrived()), say.PairNoArrivedHint())
}
