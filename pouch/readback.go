package pouch

import (
	"slices"

	"bulkhead/round"
)

// assignReadBack gives the place of one spare read that is still to come, drawn
// by chance, to reading back the refused write. Without one, nothing is read
// back: no request is added, ever.
func (w *Worker) assignReadBack(f *inPlace, ans answer) error {
	if !w.active || w.round != ans.request.Round {
		return nil
	}
	metas, err := f.metas(w.round)
	if err != nil {
		return err
	}
	var spare []int
	for slot := range metas {
		m := &metas[slot]
		_, lent := m.readBack()
		if m.has(flagSpare) && !lent && m.readState() == ReadWaiting && slices.ContainsFunc(w.tasks, func(t task) bool { return t.read && t.slot == slot }) {
			spare = append(spare, slot)
		}
	}
	if len(spare) == 0 {
		return nil
	}
	i, err := round.Below(uint64(len(spare)), w.rand)
	if err != nil {
		return err
	}
	m := &metas[spare[i]]
	m.setReadBack(ans.request.Slot)
	return f.setMeta(w.round, spare[i], m)
}
