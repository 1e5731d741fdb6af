package main

import (
	"fmt"

	"bulkhead/cell"
	"bulkhead/device"
)

// healed says what became of lifelines, of those who lost their lead, and of
// the links that were made for them; "" if it is something else.
func healed(r device.Received, name string) (said string, bad bool) {
	switch r.What {
	case cell.LifelineMade:
		return fmt.Sprintf("%s is being made: a link without a name, kept for the day your lead is lost ('bulkhead lifelines')", name), false
	case cell.LifelineDoubted:
		return fmt.Sprintf("somebody on the way of %s says that its other end was cut off: it is kept, but do not count on it ('bulkhead lifelines')", name), true
	case cell.LeadLost:
		return "you have no lead. This device waits a while, so that nobody sees who noticed, and then asks over your lifelines for a new one. Open it every few hours ('bulkhead lifelines')", true
	case cell.OrphanAsks:
		return fmt.Sprintf("over %s somebody whom you do not know asks for a new lead. Your device adopts them by itself once a second witness says that their lead was lost ('bulkhead lifelines')", name), true
	case cell.OrphanAdopted:
		return fmt.Sprintf("you have adopted somebody whose lead was lost and lead them now; this device calls them %s. It is on probation for five days: texts and notices only. Compare six words as soon as you can meet ('bulkhead words %s')", name, name), true
	case cell.LeadFound:
		return fmt.Sprintf("you were adopted and have a lead again; this device calls them %s. It is on probation for five days or longer: texts and notices only. Compare six words as soon as you can meet ('bulkhead words %s')", name, name), true
	case cell.ProbationOver:
		return fmt.Sprintf("the probation of %s is over: everything passes now", name), false
	case cell.LeadUnproven:
		return fmt.Sprintf("%s, your new lead, has shown no founder's stamp, which comes every day, for three days: perhaps they are cut off themselves, perhaps a captor has their phone. Write nothing that must not be known. Meet, and compare six words ('bulkhead words %s'); if you cannot, 'bulkhead sever %s', and your device asks again", name, name, name), true
	case cell.SaidLeadLost:
		return fmt.Sprintf("over a lifeline somebody says that their lead, %s, is lost. It is one word, perhaps a captor's: find out ('bulkhead drill %s --dry-run' says what to do)", name, name), true
	}
	return "", false
}
