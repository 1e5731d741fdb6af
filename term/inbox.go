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
		file(p, &i)
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

// file shows what came with a message.
func file(p *Sheet, i *tell.Item) {
	switch {
	case i.File == nil:
	case i.File.Type == tell.FileDamaged:
		p.Bad("        %s", p.Say.FileCameDamaged())
	default:
		p.Line("        %s", p.Say.FileCameWith(i.Number, p.Say.Bytes(uint64(i.File.Bytes)), p.Say.FileType(i.File.Type)))
	}
}

// FileSaved shows that a file was written.
func FileSaved(p *Sheet, r *tell.FileSaved) {
	p.Line("%s", p.Say.FileSaved(r.File, p.Say.Bytes(uint64(r.Bytes)), p.Say.FileType(r.Type)))
}
