package media

// cut leaves out the frames that the file holds and does not show: a video that was trimmed on a
// phone has them still. It begins with the first frame that is shown and stands alone, so
// nothing that was cut off is needed to decode the rest; and it ends before the first, in the
// order of decoding, that is not shown: those shown before it that need it go as well.
func (v *video) cut() error {
	t := v.picture
	began, first := int64(0), -1
	for i, s := range t.samples {
		if s.key && began+int64(s.shift) >= t.edit.from {
			first = i
			break
		}
		began += int64(s.lasts)
	}
	if first < 0 {
		return refuse(NoStart)
	}
	last, at := first, began
	until := int64(-1)
	if t.edit.lasts > 0 {
		until = t.edit.from + rescaled(t.edit.lasts, v.scale, t.scale)
	}
	for i := first; i < len(t.samples); i++ {
		if until >= 0 && at+int64(t.samples[i].shift) >= until {
			break
		}
		last = i
		at += int64(t.samples[i].lasts)
	}
	left := 0
	for i, s := range t.samples {
		if i < first || i > last {
			left += s.size
		}
	}
	v.addTimes(CutOff, len(t.samples)-(last-first+1), left)
	// What was the first to be shown is so still; the movie begins there.
	shown := began + int64(t.samples[first].shift)
	begins := rescaled(t.edit.wait, v.scale, t.scale) + shown - t.edit.from
	t.samples = t.samples[first : last+1]
	if early := t.samples[0].shift; early < 0 {
		for i := range t.samples { // an edit cannot begin before the track does
			t.samples[i].shift -= early
		}
	}
	t.edit = edit{from: int64(t.samples[0].shift)}
	if v.sound != nil && v.sound.wrong == nil && v.sound.scale > 0 {
		v.cutSound(begins, v.sound)
	}
	return nil
}

// cutSound leaves out the sound before the movie begins, at a time in the picture's units, and
// behind its end; and what the sound's own edit cuts off, whatever the picture shows then. Only
// packets that lie within go along, to a millisecond, which is how finely an end is told.
func (v *video) cutSound(begins int64, t *track) {
	asked := rescaled(begins, v.picture.scale, t.scale) - rescaled(t.edit.wait, v.scale, t.scale) + t.edit.from
	begin, end := max(asked, t.edit.from), asked+rescaled(v.picture.lasts(), v.picture.scale, t.scale)
	if t.edit.lasts > 0 {
		end = min(end, t.edit.from+rescaled(t.edit.lasts, v.scale, t.scale))
	}
	slack := int64(t.scale) / movieScale
	at, first, last, firstAt := int64(0), len(t.samples), -1, int64(0)
	for i, s := range t.samples {
		until := at + int64(s.lasts)
		if at >= begin && at < end && until <= end+slack {
			if first > i {
				first, firstAt = i, at
			}
			last = i
		}
		at = until
	}
	if last < 0 {
		t.samples = nil
		return
	}
	t.samples = t.samples[first : last+1]
	shown := int64(v.picture.shown())
	wait := rescaled(firstAt-asked, t.scale, movieScale)
	t.edit = edit{wait: min(max(wait, 0), shown), lasts: shown}
}

// lasts is how long a track's samples last, in its units.
func (t *track) lasts() (sum int64) {
	for _, s := range t.samples {
		sum += int64(s.lasts)
	}
	return sum
}

// rescaled turns a time of one clock into that of another, rounded. Both have fewer than 2^27
// units a second, and no time is longer than maxSamples of 2^31 units: the product is computed
// in two steps, so that it fits.
func rescaled(n int64, from, to uint32) int64 {
	whole, rest := n/int64(from), n%int64(from)
	return whole*int64(to) + (rest*int64(to)+int64(from)/2)/int64(from)
}
