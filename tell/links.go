package tell

import (
	"fmt"

	"bulkhead/cell"
	"bulkhead/device"
)

// Renamed is a link that has another alias now.
type Renamed struct {
	Was   string `json:"was"`
	Alias string `json:"alias"`
}

// Severed is a link that was cut for good.
type Severed struct {
	Severed bool   `json:"severed"`
	Alias   string `json:"alias"`
}

// Introduced are two who are a pair from now on.
type Introduced struct {
	First  string `json:"first"`  // an alias
	Second string `json:"second"` // an alias
}

// Confirmed is a link whose six words were compared in person.
type Confirmed struct {
	Alias     string `json:"alias"`
	Confirmed bool   `json:"confirmed"`
}

// Words are the six words of a link. Both sides compare those of the same epoch.
type Words struct {
	Alias     string   `json:"alias"`
	Epoch     uint32   `json:"epoch"`
	Words     []string `json:"words"`
	Confirmed bool     `json:"confirmed"` // they were compared in person
}

// WordsOf returns a link's words. [device.ErrNotYet] before there are any.
func WordsOf(d *device.Device, t cell.Tie) (Words, error) {
	epoch, words, err := d.Words(t.ID)
	if err != nil {
		return Words{}, fmt.Errorf("showing the six words: %w", err)
	}
	return Words{t.Alias, epoch, words, t.Phase == cell.Confirmed}, nil
}

// Deleted are messages that are gone from the device.
type Deleted struct {
	Deleted []uint32 `json:"deleted"` // their numbers
}

// Wiped is a device that opens no more.
type Wiped struct {
	Done bool `json:"done"`
}
