package term

import "bulkhead/tell"

// Places shows where the group's boxes are.
func Places(p *Sheet, r *tell.Places) {
	p.Head("%s", p.Say.PlacesInForce(uint32(r.InForce.Serial)))
	placesOf(p, &r.InForce)
	if c := r.Coming; c != nil {
		p.Line("")
		p.Head("%s", p.Say.PlacesComing(c.Begins, uint32(c.Serial), c.Over))
		placesOf(p, c)
	}
	if c := r.Proposed; c != nil {
		p.Line("")
		p.Head("%s", p.Say.PlacesProposedCard(c.Begins, uint32(c.Serial)))
		placesOf(p, c)
		if r.Mine {
			p.Line("%s", p.Say.PlacesWaits())
		} else {
			p.Line("%s", p.Say.PlacesMaySign(r.Code))
		}
	}
	switch {
	case r.ByOne:
		p.Line("")
		p.Line("%s", p.Say.PlacesByOne(p.Say.Founder(r.Signer)))
	case r.Named:
		p.Line("")
		p.Line("%s", p.Say.PlacesNamed(p.Say.Founder(r.Signer)))
	}
	if r.Revoked {
		p.Line("%s", p.Say.PlacesIsRevoked())
	}
}

func placesOf(p *Sheet, c *tell.Card) {
	for _, at := range c.Places {
		if at.Unused {
			p.Line("  %s", p.Say.PlacesUnused(uint32(at.Number), at.Twelve, at.Host))
		} else {
			p.Line("  %s", p.Say.PlacesPlace(uint32(at.Number), at.Twelve, at.Host))
		}
		if at.Fingerprint != "" {
			p.Line("     %s", p.Say.PlacesNew(at.Fingerprint))
		}
	}
}

// PlacesChanged shows what a founder did to the places.
func PlacesChanged(p *Sheet, r *tell.PlacesChanged) {
	switch r.Deed {
	case tell.PlacesProposed:
		p.Line("%s", p.Say.PlacesDidPropose())
	case tell.PlacesSigned:
		p.Line("%s", p.Say.PlacesDidSign())
	case tell.PlacesAlone:
		p.Line("%s", p.Say.PlacesDidAlone())
	case tell.PlacesRevoked:
		p.Line("%s", p.Say.PlacesDidRevoke())
	}
	p.Line("")
	Places(p, &r.Places)
}

// CardFile shows that a sealed card was written, or taken in.
func CardFile(p *Sheet, r *tell.CardFile) {
	if r.Taken {
		p.Line("%s", p.Say.PlacesCardTaken(uint32(r.Serial)))
		return
	}
	p.Line("%s", p.Say.PlacesCardWritten(r.Name, r.File))
}
