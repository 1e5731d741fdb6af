package linktest

import "bulkhead/link"

// Fault is a mistake planted in the program around the link, to show that the
// world would see it. Mistakes inside the link are planted in its source: see
// the tests.
type Fault uint8

const (
	// NoFault is the program as it should be.
	NoFault Fault = iota
	// PouchFirst replaces the pouch before the vault is saved.
	PouchFirst
	// ReceiptEarly keeps delivered messages only after the pouch, with their
	// receipts in it, was replaced.
	ReceiptEarly
	// NoSecond never reads a second candidate id.
	NoSecond
	// RelidSent gives other lids to boxes that may have left already.
	RelidSent
	// StickFirst hands a stick over before the vault is saved.
	StickFirst
	// SaidOfAnother takes what one sealing says for what another did.
	SaidOfAnother
	// ChunkEarly tells the link of chunks that the shelf takes only after the save.
	ChunkEarly
)

func (d *device) pouchFirst(sealing *link.Sealing) error {
	d.replace(sealing)
	if d.w.power(d, replaced) {
		return nil
	}
	return d.save()
}
