package media

import "slices"

// A Trace is something in a file that tells more than one sees in it.
type Trace string

// The traces, in the order in which a report lists them.
const (
	Place           Trace = "place"            // coordinates, or the name of a place
	Serial          Trace = "serial"           // a number of this camera, lens, picture or document
	Owner           Trace = "owner"            // a name: author, artist, rights
	Camera          Trace = "camera"           // maker, model, lens
	Date            Trace = "date"             // when it was taken or changed
	Software        Trace = "software"         // what wrote or changed it
	MakerNote       Trace = "maker-note"       // the maker's own data, often with a serial number
	Thumbnail       Trace = "thumbnail"        // a small picture, often of before a change
	OtherPicture    Trace = "other-picture"    // a further picture: a preview, a depth map, a frame
	Motion          Trace = "motion"           // a video behind a still
	Words           Trace = "words"            // title, description, keywords, comment
	XMP             Trace = "xmp"              // Adobe's packet: history, names, places
	IPTC            Trace = "iptc"             // the press's fields: names, places
	Credentials     Trace = "credentials"      // signed provenance: identity and times
	ColourProfile   Trace = "colour-profile"   // ICC: names a device; colours may shift a little
	Settings        Trace = "settings"         // exposure and the like: tell cameras apart
	Sensors         Trace = "sensors"          // temperature, pressure, acceleration, height
	Application     Trace = "application"      // data of a program or maker, not read here
	Trailing        Trace = "trailing"         // bytes behind the end
	Gaps            Trace = "gaps"             // bytes in a video that no frame uses
	Names           Trace = "names"            // of a video's tracks and their writers
	Sound           Trace = "sound"            // voices, places, the hum of the mains
	OtherTrack      Trace = "other-track"      // motion, places over time, timecode, a second video
	EncoderSettings Trace = "encoder-settings" // H.264 messages: the encoder, its version, its settings
	FrameNotes      Trace = "frame-notes"      // further H.264 messages and units that pictures do not need
	CutOff          Trace = "cut-off"          // frames before or behind what is shown
)

// inOrder is every trace.
var inOrder = []Trace{Place, Serial, Owner, Camera, Date, Software, MakerNote, Thumbnail,
	OtherPicture, Motion, Words, XMP, IPTC, Credentials, ColourProfile, Settings, Sensors,
	Application, Trailing, Gaps, Names, Sound, OtherTrack, EncoderSettings, FrameNotes, CutOff}

// Found says that a trace was found, how often, and in how many bytes.
type Found struct {
	Trace        Trace
	Times, Bytes int
}

// A Change is what is otherwise in the new file.
type Change string

// The changes.
const (
	Turned      Change = "turned"       // stored upright, not by a note
	Scaled      Change = "scaled"       // fewer pixels
	Hidden      Change = "hidden"       // regions are grey
	EncodedAnew Change = "encoded-anew" // with tables of our own
	NowJPEG     Change = "now-jpeg"     // was a PNG or WebP
	OnWhite     Change = "on-white"     // was transparent; what lay beneath is gone
	OneFrame    Change = "one-frame"    // of a PNG that moved
	Colours     Change = "colours"      // four inks, or a colour profile that may differ from sRGB
	WrittenAnew Change = "written-anew" // a video's boxes
	Silent      Change = "silent"       // the sound is gone
	Shortened   Change = "shortened"    // to what was shown, from the next frame that stands alone
)

// Remains is what stays in the new file and may identify.
type Remains string

// What remains.
const (
	WhatIsSeen     Remains = "what-is-seen"    // faces, skyline, signs, shadows
	SensorNoise    Remains = "sensor-noise"    // weakened by scaling, never gone
	ExactPixels    Remains = "exact-pixels"    // a PNG in its size: marks hidden in pixels stay
	FrameTimes     Remains = "frame-times"     // a video's rhythm hints at what took it
	StreamSettings Remains = "stream-settings" // H.264 parameters hint at the encoder
	WhatIsHeard    Remains = "what-is-heard"   // sound that was kept, its encoder's marks in it
)

// finds counts traces.
type finds map[Trace]Found

// add counts one more.
func (f finds) add(trace Trace, bytes int) { f.addTimes(trace, 1, bytes) }

func (f finds) addTimes(trace Trace, times, bytes int) {
	if times > 0 {
		f[trace] = Found{trace, f[trace].Times + times, f[trace].Bytes + bytes}
	}
}

// list returns what was found, in the order of the traces.
func (f finds) list() (all []Found) {
	for _, trace := range inOrder {
		if found, any := f[trace]; any {
			all = append(all, found)
		}
	}
	return all
}

func (r *Report) change(c Change) {
	if !slices.Contains(r.Changed, c) {
		r.Changed = append(r.Changed, c)
	}
}
