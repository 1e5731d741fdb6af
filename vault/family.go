package vault

// family is the compartments that are known, by role: the one that was opened
// and those that it leads to.
type family [roles]*compartment

// at returns the one in region n, or nil.
func (f *family) at(n int) *compartment {
	for _, c := range f {
		if c != nil && c.number == n {
			return c
		}
	}
	return nil
}

// ring returns the keyring of one of them: a normal compartment's leads to the
// others, a duress one's to the decoy, a decoy's nowhere.
func (f *family) ring(c *compartment, o Options) keyring {
	k := newKeyring(o)
	for r, other := range f {
		if other != nil && Role(r) != Normal && (c.role == Normal || c.role == Duress && Role(r) == Decoy) {
			k.put(other.number, Role(r), &other.region)
		}
	}
	return k
}

// copy returns a family that can be changed and then forgotten, or take this
// one's place. The contents' memory is shared until one is replaced.
func (f *family) copy() *family {
	var next family
	for r, c := range f {
		if c == nil {
			continue
		}
		n := *c
		if c.master != nil {
			n.master = new(master)
			copy(n.master.Bytes(), c.master.Bytes())
		}
		next[r] = &n
	}
	return &next
}

// forget erases f but for the contents that other shares.
func (f *family) forget(other *family) {
	for r, c := range f {
		if c == nil {
			continue
		}
		if o := other[r]; o != nil {
			for _, shared := range [][2]*[]byte{{&c.content.Payload, &o.content.Payload}, {&c.content.Ready, &o.content.Ready}} {
				if same(*shared[0], *shared[1]) {
					*shared[0] = nil
				}
			}
		}
		c.erase()
		f[r] = nil
	}
}

// same tells whether two slices are one memory.
func same(a, b []byte) bool { return len(a) > 0 && len(b) > 0 && &a[0] == &b[0] }

// fit tells whether every content fits.
func (f *family) fit(capacity int) bool {
	for _, c := range f {
		if c != nil && c.content.len() > capacity {
			return false
		}
	}
	return true
}

// fitTogether tells whether what the duress passphrase would put together fits.
func (f *family) fitTogether(capacity int) bool {
	decoy, forced := f[Decoy], f[Duress]
	return decoy == nil || forced == nil || len(decoy.content.Payload)+len(forced.content.Ready) <= capacity
}

func (f *family) erase() {
	for r, c := range f {
		if c != nil {
			c.erase()
			f[r] = nil
		}
	}
}
