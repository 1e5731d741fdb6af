package vault

import "bulkhead/internal/noise"

// Renew makes what a decoy keeps ready from now on, out of what it has kept so
// far and, after duress, of what the duress compartment has. forced is nil
// otherwise; a damaged compartment has kept nothing. The contents are valid
// during the call only. What it returns is the vault's, which copies and
// overwrites it. It has to be as long as decoy.Ready: else it is cut, or filled
// up with random bytes. It must do the same work for all contents of a length,
// and must not use the vault.
type Renew = func(decoy Content, forced *Content) (ready []byte)

// renewal is a Renew that is called once in an attempt, whatever opens.
type renewal struct {
	f    *File
	z    *noise.Source
	done []byte // what the decoy keeps ready from now on
}

// run calls the hook, if there is one, with the contents, or if decoy is nil
// with random bytes of the usual length. length is how much is kept.
func (r *renewal) run(hook Renew, decoy, forced *Content, length int) {
	if hook == nil {
		return
	}
	capacity := r.f.Options.Capacity()
	dummy := make([]byte, capacity)
	r.z.Fill(dummy)
	usual := r.f.usualReady()
	if decoy == nil {
		decoy, forced, length = &Content{dummy[usual:], dummy[:usual:usual]}, nil, usual
	}
	r.f.probe.count(func(t *probe) { t.renewals++ })
	made := hook(*decoy, forced)
	r.done = make([]byte, length)
	r.z.Fill(r.done)
	copy(r.done, made)
	clear(made)
}

// usualReady is how long ready bytes are taken to be if nothing says so.
func (f *File) usualReady() int {
	capacity := f.Options.Capacity()
	if f.ReadyLen <= 0 || f.ReadyLen > capacity {
		return capacity / 2
	}
	return f.ReadyLen
}

// decoy renews an open decoy.
func (r *renewal) decoy(hook Renew, c *compartment) {
	if hook == nil {
		return
	}
	r.run(hook, &c.content, nil, len(c.content.Ready))
	clear(c.content.Ready)
	c.content.Ready = r.done
}

// duress is what the duress passphrase does: the decoy and, if there is one, the
// duress compartment become decoys with the decoy's payload and what is renewed,
// or without Renew what the duress compartment kept ready; the rest becomes
// random. The session goes on with the one that a passphrase opened, which is
// then a decoy like any other.
func (r *renewal) duress(hook Renew, known *family) *outcome {
	o := r.f.Options
	out := &outcome{role: Decoy, plan: o.planFor(new(family), random)}
	out.plan.insist = true
	decoy, forced := known[Decoy], known[Duress]
	if decoy == nil {
		r.run(hook, nil, nil, 0)
		return out
	}
	decoy.content.Ready = r.forced(hook, decoy, forced)
	decoy.damaged = false
	out.known[Decoy] = decoy
	if forced != nil {
		forced.role, forced.content = Decoy, decoy.content
		forced.damaged = false
		out.plan.reseal(forced, newKeyring(o))
		out.known[Decoy] = forced
	}
	if forced != nil && decoy.shared { // its passphrase would open two, and one goes on alone
		decoy.region.Erase()
		return out
	}
	out.plan.reseal(decoy, newKeyring(o))
	return out
}

// forced returns what decoys keep ready after duress. It is never too long:
// destroying goes first.
func (r *renewal) forced(hook Renew, decoy, forced *compartment) []byte {
	var theirs *Content
	length := len(decoy.content.Ready)
	if forced != nil {
		theirs = &forced.content
		if decoy.damaged {
			length = len(theirs.Ready)
		}
	}
	if hook != nil {
		r.run(hook, &decoy.content, theirs, length)
		return r.done
	}
	if theirs == nil || len(decoy.content.Payload)+len(theirs.Ready) > r.f.Options.Capacity() {
		return nil
	}
	return theirs.Ready
}
