package media

import "image"

const (
	// Memory is how many bytes one Clean may need at once, the file that enters and the one
	// that leaves among them. 64 MiB is what the cheapest phones give a program. What would
	// need more is refused before it is taken.
	Memory = 64 << 20

	// LongestSide of a still that leaves, in pixels: enough to read a sign across a street.
	// Scaling also weakens the noise by which a sensor is known.
	LongestSide = 1600

	// AtOnce is how many bytes travel over links without asking: 53 boxes.
	AtOnce = 200_000

	// AfterAsking is how many bytes travel over links at all.
	AfterAsking = 2 << 20
)

// A Kind is a format that Clean reads.
type Kind string

// The kinds.
const (
	JPEG Kind = "jpeg"
	PNG  Kind = "png"
	WebP Kind = "webp"
	MP4  Kind = "mp4" // MOV as well: what leaves is an MP4
)

// Options are what a person chooses.
type Options struct {
	// Hide lists what nobody shall see, in pixels of the upright picture as [Look] gives its
	// size. Everything inside becomes one grey before anything else is done.
	Hide []image.Rectangle

	// Most is how many bytes the result may have: a still is scaled down until it fits, a
	// video that has more is refused. 0 is no limit.
	Most int

	// Sound keeps a video's sound. Voices, places and the hum of the mains are in it.
	Sound bool

	// Publish makes a file for everybody. Its bytes are others than those of every file that
	// Clean makes without it, so that a publication has the hash of no file on a phone. What
	// one sees is the same, and so are a video's frames. See [Published].
	Publish bool
}

// A Result is a file that may leave the device.
type Result struct {
	Bytes         []byte
	Kind          Kind // of Bytes: a WebP leaves as a JPEG
	Width, Height int  // of Bytes, upright
	Report        Report
}

// A Report says what there is to know about a file. It holds codes and counts, never values.
type Report struct {
	Kind          Kind // of the file that came
	Width, Height int  // of the file that came, upright
	Found         []Found
	Changed       []Change  // what is otherwise than before; nothing after Look
	Stays         []Remains // what no scrubbing takes out
}

// Look says what a file is and what is in it beside what one sees. It decodes no picture.
func Look(file []byte) (report Report, err error) {
	defer refusePanics(&err)
	l, err := look(file)
	if err != nil {
		return Report{}, err
	}
	return l.report(), nil
}

// Clean makes a new file of what one sees in the old one. It does not keep or change file.
// Every error is a [*Refusal].
func Clean(file []byte, o Options) (result Result, err error) {
	defer refusePanics(&err)
	return clean(file, o)
}

// refusePanics makes a refusal of a panic in a decoder. None is known; a file that finds one
// must not end the program.
func refusePanics(err *error) {
	if recover() != nil {
		*err = refuse(Damaged)
	}
}

// looked is a file whose container was read.
type looked struct {
	kind  Kind
	still *still
	video *video
	finds
}

// report says what was looked at, before anything is done.
func (l *looked) report() Report {
	r := Report{Kind: l.kind, Found: l.list(), Stays: []Remains{WhatIsSeen, SensorNoise}}
	if l.still != nil {
		r.Width, r.Height = l.still.upright()
	} else {
		r.Width, r.Height = l.video.upright()
		r.Stays = append(r.Stays, FrameTimes, StreamSettings)
	}
	return r
}

func look(file []byte) (*looked, error) {
	kind, err := sniff(file)
	if err != nil {
		return nil, err
	}
	l := &looked{kind: kind, finds: finds{}}
	switch kind {
	case JPEG:
		l.still, err = readJPEG(file, l.finds)
	case PNG:
		l.still, err = readPNG(file, l.finds)
	case WebP:
		l.still, err = readWebP(file, l.finds)
	default:
		l.video, err = readVideo(file, l.finds)
	}
	return l, err
}

func clean(file []byte, o Options) (Result, error) {
	l, err := look(file)
	if err != nil {
		return Result{}, err
	}
	result := Result{Report: l.report()}
	if l.still != nil {
		err = l.still.clean(o, &result)
	} else {
		err = l.video.clean(o, &result)
	}
	if err != nil {
		return Result{}, err
	}
	return result, nil
}
