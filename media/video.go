package media

import (
	"encoding/binary"
	"math"
)

// A video is one track of H.264, perhaps one of sound, and all that stands around them.
type video struct {
	file    []byte
	picture *track
	sound   *track // nil if there is none
	scale   uint32 // of the movie's own times, in units a second
	tracks  []*track
	samples int64 // of all tracks
	mdat    int64 // bytes between which frames lie
	boxReader
	finds
}

// upright returns the size as a person sees it.
func (v *video) upright() (width, height int) {
	e := v.picture.entry
	if v.picture.turned == quarter || v.picture.turned == threeQuarters {
		return e.height, e.width
	}
	return e.width, e.height
}

// readVideo reads the boxes. What is not on the list of what a track needs is counted and left.
func readVideo(file []byte, f finds) (*video, error) {
	if 2*int64(len(file))+perSample*maxSamples > Memory { // it comes, and it leaves
		return nil, refuse(TooLarge)
	}
	v := &video{file: file, finds: f}
	moov, err := v.top()
	if err != nil {
		return nil, err
	}
	if err := v.movie(moov); err != nil {
		return nil, err
	}
	if err := v.choose(); err != nil {
		return nil, err
	}
	return v, nil
}

// top reads the outermost boxes and returns the one that describes the tracks.
func (v *video) top() (moov []byte, err error) {
	rest := v.file
	for len(rest) > 0 {
		b, after, ok, err := v.next(rest)
		if err != nil {
			return nil, err
		}
		if !ok {
			break
		}
		rest = after
		switch b.name {
		case "ftyp":
		case "moov":
			if moov != nil {
				return nil, refuse(Damaged)
			}
			moov = b.body
		case "mdat":
			v.mdat += int64(len(b.body))
		case "moof", "styp", "sidx":
			return nil, refuse(Fragmented)
		default:
			v.extra(b)
		}
	}
	if moov == nil {
		return nil, refuse(Damaged)
	}
	v.trailing(rest)
	return moov, nil
}

// movie reads the description of the tracks.
func (v *video) movie(moov []byte) error {
	inside, err := v.inside(moov)
	if err != nil {
		return err
	}
	for _, b := range inside {
		switch b.name {
		case "mvhd":
			times, err := readTimes(b)
			if err != nil {
				return err
			}
			v.scale = times.scale
			v.dated(times)
		case "trak":
			t, err := v.readTrack(b)
			if err != nil {
				return err
			}
			v.tracks = append(v.tracks, t)
		case "udta":
			err = v.userData(&v.boxReader, b)
		case "mvex":
			return refuse(Fragmented)
		case "cmov":
			return refuse(NotDecoded)
		default:
			v.extra(b)
		}
		if err != nil {
			return err
		}
	}
	if v.scale == 0 {
		return refuse(Damaged)
	}
	return nil
}

// dated counts times that somebody's clock wrote.
func (v *video) dated(t times) {
	if t.made != 0 || t.changed != 0 {
		v.add(Date, 8)
	}
}

// choose takes the first video and the first sound. All others are told and left.
func (v *video) choose() error {
	used := int64(0)
	for _, t := range v.tracks {
		switch {
		case t.handler == "vide" && v.picture == nil:
			if t.wrong != nil {
				return t.wrong
			}
			v.picture = t
		case t.handler == "soun" && v.sound == nil:
			v.sound = t
			v.add(Sound, int(t.bytes()))
		default:
			v.add(OtherTrack, int(t.bytes()))
		}
		used += t.bytes()
		if t.scale > 0 && t.lasts()/int64(t.scale) > math.MaxUint32 {
			return refuse(Damaged) // longer than a century: no clock here counts so far
		}
	}
	if v.picture == nil {
		return refuse(NoVideo)
	}
	if used < v.mdat {
		v.add(Gaps, int(v.mdat-used))
	}
	once := v.picture.bytes()
	if v.sound != nil {
		once += v.sound.bytes()
	}
	if once > int64(len(v.file)) {
		return refuse(Damaged) // samples that lie over each other would make more of it
	}
	if err := v.units(); err != nil {
		return err
	}
	return v.cut()
}

// times are what mvhd, tkhd and mdhd begin with.
type times struct {
	made, changed uint64
	scale         uint32
}

// readTimes reads mvhd or mdhd.
func readTimes(b box) (t times, err error) {
	version, _, body, err := b.full()
	if err != nil {
		return t, err
	}
	switch {
	case version == 1 && len(body) >= 28:
		t = times{binary.BigEndian.Uint64(body), binary.BigEndian.Uint64(body[8:]), binary.BigEndian.Uint32(body[16:])}
	case version == 0 && len(body) >= 16:
		t = times{uint64(binary.BigEndian.Uint32(body)), uint64(binary.BigEndian.Uint32(body[4:])), binary.BigEndian.Uint32(body[8:])}
	}
	if t.scale == 0 || t.scale > maxScale {
		return t, refuse(Damaged)
	}
	return t, nil
}

// maxScale is the finest clock of a track, in units a second: a hundred times what is used.
const maxScale = 100_000_000

// clean writes the video anew.
func (v *video) clean(o Options, result *Result) error {
	if len(o.Hide) > 0 {
		return refuse(HideInVideo)
	}
	sound := v.sound
	if !o.Sound {
		sound = nil
	}
	if sound != nil && sound.wrong != nil {
		return sound.wrong
	}
	out := v.write(sound, o.brand())
	if out == nil {
		return refuse(TooLarge)
	}
	if o.Most > 0 && len(out) > o.Most {
		return refuse(OverBudget)
	}
	r := &result.Report
	r.change(WrittenAnew)
	if sound != nil {
		delete(v.finds, Sound)
		r.Stays = append(r.Stays, WhatIsHeard)
	} else if v.sound != nil {
		r.change(Silent)
	}
	if v.finds[CutOff].Times > 0 {
		r.change(Shortened)
	}
	r.Found = v.list()
	result.Bytes, result.Kind, result.Width, result.Height = out, MP4, r.Width, r.Height
	return nil
}
