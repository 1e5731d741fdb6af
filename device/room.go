package device

// reserve is what a device keeps free for what its links, live and dead, may
// have to remember during an absence: for each, a pouch length of retained
// round keys.
func (d *Device) reserve() int {
	const perRound = 4 * 64 // two candidates each way, a key and an id seed each
	return 32<<10 + int(d.group.Slots)*int(d.group.PouchRounds)*perRound/2
}

// room returns how many bytes of messages the vault can still take. It never
// lets the state outgrow its compartment: what finds no room is refused here,
// or left at the sender.
func (d *Device) room() int {
	payload, err := d.marshal()
	if err != nil {
		return 0
	}
	defer clear(payload)
	return max(0, d.vault.Capacity()-len(payload)-d.reserve())
}
