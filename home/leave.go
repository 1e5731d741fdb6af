package home

import (
	"bulkhead/cell"
	"bulkhead/device"
)

// SayFarewell sends a word to those who can be told, and cuts the links of the others, under
// cover. It returns the numbers of the messages by alias. Whoever cannot be written to is
// cut without a word. Nothing of it is saved on return.
func SayFarewell(d *device.Device, told, others []cell.Tie, word string) (map[string]uint32, error) {
	numbers := map[string]uint32{}
	for _, t := range told {
		number, err := d.Send(t.ID, word)
		if err != nil {
			others = append(others, t)
			continue
		}
		numbers[t.Alias] = number
	}
	for _, t := range others {
		if err := d.Sever(t.ID, false); err != nil {
			return nil, err
		}
	}
	return numbers, nil
}
