package term

import "bulkhead/tell"

// Inbox shows what arrived.
func Inbox(p *Sheet, r *tell.Inbox) {
	if len(r.Items) == 0 {
		p.Line("%s", p.Say.InboxNothingNew())
	}
	for _, i := range r.Items {
		write := p.Head
		if i.Warns() {
			write = p.Bad
		}
		write("%4d  %s  %s", i.Number, p.Say.When(i.Arrived, i.Until), p.Say.Told(&i))
		whatToDo(p, &i)
		if i.Text != "" {
			p.Body(i.Text)
		}
	}
	if r.Older > 0 {
		p.Line("%s", p.Say.InboxOlder(r.Older))
	}
}

// whatToDo lists what a person can do about an alarm.
func whatToDo(p *Sheet, i *tell.Item) {
	for _, s := range p.Say.Advice(i) {
		p.Line("        – %s", s)
	}
}
