package main

import (
	"bulkhead/cell"
	"bulkhead/device"
)

type revokeCmd struct {
	Number uint32 `arg:"" help:"revoke_number"`
	Yes    bool   `help:"revoke_yes"`
}

// Run revokes a notice.
func (c *revokeCmd) Run(a *app) error {
	return a.writes(device.Revocation, 0, func(d *device.Device, _ string) (uint32, string, error) {
		notice, err := arrived(d, c.Number, cell.NoticeArrived, a.say)
		if err != nil {
			return 0, "", err
		}
		if err := a.agreed(a.say.PairRevokeQuestion(), c.Yes); err != nil {
			return 0, "", err
		}
		n, err := d.Revoke(notice.ID)
		return n, "", err
	})
}
