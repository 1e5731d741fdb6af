// Code generated from catalogue/inbox.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

import "time"

// InboxNothingNew says: Nothing new.
func (s Say) InboxNothingNew() string {
	return s.say("inbox.nothing-new")
}

// InboxOlder says: ({{.Count}} older: 'bulkhead inbox --all')
func (s Say) InboxOlder(count int) string {
	return s.say("inbox.older", s.count("Count", count))
}

// InboxSent says: {{.What}} {{.Item}}: {{.Stage}}.
func (s Say) InboxSent(item uint32, stage string, what string) string {
	return s.say("inbox.sent", s.ref("Item", item), s.said("Stage", stage), s.said("What", what))
}

// InboxSentTo says: {{.What}} {{.Item}} to {{.Who}}: {{.Stage}}.
func (s Say) InboxSentTo(item uint32, stage string, what string, who string) string {
	return s.say("inbox.sent-to", s.ref("Item", item), s.said("Stage", stage), s.said("What", what), s.said("Who", who))
}

// InboxWaits says: It waits: the link is not secured yet, or others go before it. 'bulkhead status…
func (s Say) InboxWaits() string {
	return s.say("inbox.waits")
}

// InboxTravelsFrom says: It travels from {{.At}} on, when the next hours begin, while 'bulkhead run' run…
func (s Say) InboxTravelsFrom(at time.Time) string {
	return s.say("inbox.travels-from", s.clock("At", at))
}

// InboxTravels says: It travels while 'bulkhead run' runs. 'bulkhead status' shows how far it is.
func (s Say) InboxTravels() string {
	return s.say("inbox.travels")
}
