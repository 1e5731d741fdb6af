package vault

import "bulkhead/keys"

// keyring is the beginning of every body: for each region, whether the
// compartment leads to it, and then with what role and key. A slot is the role,
// 0 for none, and the region key, 32 bytes.
type keyring []byte

func newKeyring(o Options) keyring { return make(keyring, o.keyringLen()) }

func (k keyring) slot(n int) []byte { return k[n*slotLen : (n+1)*slotLen] }

// put notes the key of region n.
func (k keyring) put(n int, r Role, key *regionKey) {
	k.slot(n)[0] = byte(r)
	copy(k.slot(n)[1:], key.Bytes())
}

// key returns what the slot of region n holds, whatever that means.
func (k keyring) key(n int) (regionKey, error) { return keys.Of[regionUse](k.slot(n)[1:]) }

// role returns the role that region n has here, and whether it has one.
func (k keyring) role(n int) (Role, bool) { return Role(k.slot(n)[0]), k.slot(n)[0] != 0 }

// check tells whether a compartment of role r in region own may hold this
// keyring: a normal one at most one decoy and one duress compartment, and no
// duress without a decoy; a duress one exactly a decoy; a decoy nothing.
func (k keyring) check(own int, r Role, o Options) error {
	var count [roles]int
	for n := range o.Compartments {
		role, ok := k.role(n)
		if !ok && !allZero(k.slot(n)) || ok && (role >= roles || n == own) {
			return ErrVersion
		}
		if ok {
			count[role]++
		}
	}
	decoys, duresses := count[Decoy], count[Duress]
	switch {
	case r == Normal && decoys <= 1 && duresses <= decoys,
		r == Decoy && decoys+duresses == 0,
		r == Duress && decoys == 1 && duresses == 0:
		return nil
	}
	return ErrVersion
}
