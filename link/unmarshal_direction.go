package link

func (d *direction) load(r *reader, number uint8, reads bool, pouch int64) {
	*d = direction{number: number, reads: reads, pouch: pouch, partly: true, at: int64(r.u32()), heard: int64(r.u32()), trial: r.flag()}
	d.extras = [2]span{r.span(), r.span()}
	n := int(r.u8())
	r.need(n >= 1 && n <= maxEpochs && d.at <= int64(lastRound)+MaxPouch)
	for i := 0; i < n && !r.bad; i++ {
		d.epochs = append(d.epochs, epochKeys{})
		d.epochs[i].load(r)
		r.need(i == 0 || d.epochs[i].e == d.epochs[i-1].e+1)
		r.need(d.epochs[i].turned || i > 0 && i == n-1)
		r.need(i == 0 || !d.epochs[i].turned || d.epochs[i].turn > d.epochs[i-1].turn)
		r.need(!d.epochs[i].turned || d.epochs[i].turn <= d.at)
	}
	r.need(!r.bad && d.epochs[0].turn+pouch <= d.at) // whose ids serve now
	r.need(!d.trial || !reads && n > 1 && d.epochs[n-1].turned)
	if r.bad {
		return
	}
	for i := range d.epochs {
		r.need(d.lives(i))
	}
	n = int(r.u16())
	r.need(n <= int(pouch))
	for i := 0; i < n && !r.bad; i++ {
		d.kept = append(d.kept, kept{})
		k := &d.kept[i]
		k.load(r)
		r.need(k.round >= d.at-pouch && k.round < d.at && (i == 0 || d.kept[i-1].round < k.round))
		_, uncertain := d.uncertain()
		r.need(k.second == nil || uncertain)
	}
}

// lives reports whether the i-th epoch's chains are erased exactly where settle
// erases them, and stand where it leaves them.
func (d *direction) lives(i int) bool {
	e := &d.epochs[i]
	content, id := true, true
	if i+1 < len(d.epochs) && d.epochs[i+1].turned {
		next := d.epochs[i+1].turn
		content = next > d.at || d.trial && i+2 == len(d.epochs)
		id = next+d.pouch > d.at
	}
	start := max(d.at, d.start(e))
	near := func(at, from int64) bool { return at >= from && at <= from+MaxWalk }
	return e.content.live == content && e.id.live == id &&
		(!content || near(e.content.at, d.at) && e.content.at <= start+d.pouch) && (!id || near(e.id.at, d.at))
}

func (e *epochKeys) load(r *reader) {
	marks := r.u8()
	r.need(marks <= savedTurned|savedContent|savedID)
	e.e, e.base = r.u32(), int64(r.u32())
	if e.turned = marks&savedTurned != 0; e.turned {
		e.turn = int64(r.u64())
		r.need(e.turn >= -MaxPouch && e.turn <= int64(lastRound)+MaxPouch)
	}
	if marks&savedContent != 0 {
		e.content.live, e.content.at = true, int64(r.u32())
		r.into(e.content.tip.Bytes())
	}
	if marks&savedID != 0 {
		e.id.live, e.id.at = true, int64(r.u32())
		r.into(e.id.tip.Bytes())
	}
}

func (k *kept) load(r *reader) {
	const slots = 1<<(MaxExtras+1) - 1
	k.round, k.want, k.done = int64(r.u32()), r.u8(), r.u8()
	r.need(k.want <= slots && k.want&1 != 0 && k.done <= slots && k.want&^k.done != 0)
	r.into(k.first.content.Bytes())
	r.into(k.first.id.Bytes())
	if !r.flag() {
		return
	}
	k.second = &second{}
	r.into(k.second.content.Bytes())
	if k.second.hasID = r.flag(); k.second.hasID {
		r.into(k.second.id.Bytes())
	}
}
