package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"bulkhead/internal/seeds"
)

// clip is two seconds of ffmpeg's test picture and a tone: three groups of eight frames with B
// frames, x264's settings in the first, "Lavc" in the sound.
//
//	ffmpeg -f lavfi -i testsrc=size=64x48:rate=10:duration=2 -f lavfi \
//	  -i sine=frequency=300:duration=2:sample_rate=8000 -c:v libx264 -g 8 -bf 2 -crf 38 \
//	  -pix_fmt yuv420p -c:a aac -b:a 12k -ac 1 -metadata:s:v handler_name=CANARY-handler \
//	  -metadata creation_time=2026-11-30T08:15:00Z clip.mp4
func clip(t testing.TB) []byte {
	t.Helper()
	file, err := os.ReadFile("testdata/clip.mp4")
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// boxed makes a box.
func boxed(name string, parts ...string) []byte {
	body := strings.Join(parts, "")
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(8+len(body))), name...), body...)
}

// intoMovie puts boxes at the end of moov, which is the last box of the clip, so that no frame moves.
func intoMovie(t testing.TB, file []byte, boxes ...[]byte) []byte {
	t.Helper()
	at := bytes.LastIndex(file, []byte("moov")) - 4
	if at+int(binary.BigEndian.Uint32(file[at:])) != len(file) {
		t.Fatal("moov is not the last box")
	}
	more := slices.Concat(boxes...)
	file = slices.Concat(file, more)
	binary.BigEndian.PutUint32(file[at:], uint32(len(file)-at))
	return file
}

// edited makes a change to the first place where a name stands, at so many bytes behind it.
func edited(t testing.TB, file []byte, name string, behind int, with string) []byte {
	t.Helper()
	at := bytes.Index(file, []byte(name))
	if at < 0 {
		t.Fatalf("no %s", name)
	}
	file = bytes.Clone(file)
	copy(file[at+len(name)+behind:], with)
	return file
}

// ladenVideo puts every trace that an MP4 has room for around the clip.
func ladenVideo(t testing.TB) []byte {
	t.Helper()
	file := clip(t)
	samples := canary("in-a-track-of-places")
	where := uint32(0)
	build := func() []byte {
		word := func(n ...uint32) string {
			var b []byte
			for _, v := range n {
				b = binary.BigEndian.AppendUint32(b, v)
			}
			return string(b)
		}
		table := string(boxed("stsd", word(0, 1), string(boxed("mebx", canary("mebx-entry"))))) +
			string(boxed("stts", word(0, 1, 1, 1000))) + string(boxed("stsc", word(0, 1, 1, 1, 1))) +
			string(boxed("stsz", word(0, uint32(len(samples)), 1))) + string(boxed("stco", word(0, 1, where)))
		track := boxed("trak", string(boxed("tkhd", word(0, 0, 0, 9, 0, 1000), strings.Repeat("\x00", 60))),
			string(boxed("mdia", string(boxed("mdhd", word(0, 0, 0, 1000, 1000, 0))),
				string(boxed("hdlr", word(0, 0), "meta", strings.Repeat("\x00", 12), canary("handler"))),
				string(boxed("minf", string(boxed("stbl", table)))))))
		keys := boxed("meta", word(0), string(boxed("keys", word(0, 1), string(boxed("mdta", "com.apple.quicktime.location.ISO6709")))),
			string(boxed("ilst", string(boxed("data", "+48.8566+002.3522/"+canary("mdta"))))))
		user := boxed("udta", string(boxed("\xa9xyz", "\x00\x12\x15\xc7+48.8566+002.3522/")), string(boxed("\xa9mak", "\x00\x10\x00\x00"+canary("make"))),
			string(boxed("\xa9mod", "\x00\x10\x00\x00"+canary("model"))), string(boxed("\xa9nam", "\x00\x10\x00\x00"+canary("title"))),
			string(boxed("\xa9ART", "\x00\x10\x00\x00"+canary("artist"))), string(boxed("CAME", canary("serial"))), string(boxed("XMP_", string(xmpPacket()))))
		made := intoMovie(t, file, track, keys, user)
		made = append(made, boxed("uuid", "\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac", string(xmpPacket()))...)
		made = append(made, boxed("free", canary("free"))...)
		where = uint32(len(made)) + 8
		made = append(made, boxed("mdat", samples, canary("between-frames"))...)
		return append(made, canary("video-trailing")...)
	}
	build()
	return build()
}

// frames lists the slices of a file's first H.264 track by the room's own reader.
func frames(t testing.TB, file []byte) (all [][]byte) {
	t.Helper()
	v, err := readVideo(file, finds{})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range v.picture.samples {
		_ = unitsOf(file[s.at:s.at+s.size], v.picture.entry.lengthBytes, func(kind byte, unit []byte) error {
			if kind == unitSlice || kind == unitIDR {
				all = append(all, unit)
			}
			return nil
		})
	}
	return all
}

// tree lists the boxes of a file by their paths, each once, with a few lines of its own.
func tree(file []byte, path string) (all []string) {
	for len(file) >= 8 {
		n := min(int(binary.BigEndian.Uint32(file)), len(file))
		if n < 8 {
			return append(all, path+"?")
		}
		name := path + "/" + string(file[4:8])
		body := file[8:n]
		switch string(file[4:8]) {
		case "moov", "trak", "edts", "mdia", "minf", "dinf", "stbl":
			all = append(all, tree(body, name)...)
		case "stsd", "dref":
			all = append(all, tree(body[8:], name)...)
		case "avc1":
			all = append(all, tree(body[78:], name)...)
		case "mp4a":
			all = append(all, tree(body[28:], name)...)
		default:
			all = append(all, name)
		}
		file = file[n:]
	}
	if len(file) > 0 {
		all = append(all, path+"?")
	}
	return all
}

// bareVideo fails unless a file has the boxes that a video needs and no other.
func bareVideo(t testing.TB, file []byte) {
	t.Helper()
	may := []string{"/ftyp", "/moov/mvhd", "/mdat"}
	for _, inside := range []string{"tkhd", "edts/elst", "mdia/mdhd", "mdia/hdlr", "mdia/minf/vmhd", "mdia/minf/smhd", "mdia/minf/dinf/dref/url ",
		"mdia/minf/stbl/stsd/avc1/avcC", "mdia/minf/stbl/stsd/avc1/pasp", "mdia/minf/stbl/stsd/mp4a/esds", "mdia/minf/stbl/stts", "mdia/minf/stbl/ctts",
		"mdia/minf/stbl/stss", "mdia/minf/stbl/stsc", "mdia/minf/stbl/stsz", "mdia/minf/stbl/stco"} {
		may = append(may, "/moov/trak/"+inside)
	}
	boxes := tree(file, "")
	for _, b := range boxes {
		if !slices.Contains(may, b) {
			t.Errorf("what was made has %s", b)
		}
	}
	if len(boxes) < 14 {
		t.Errorf("only %v are seen", boxes)
	}
}

// wordless fails if an encoder's or a program's name is in a file.
func wordless(t testing.TB, file []byte) {
	t.Helper()
	for _, word := range []string{"x264", "Lavc", "Lavf", "FFMP", "Handler"} {
		if bytes.Contains(file, []byte(word)) {
			t.Errorf("%s stands in what was made", word)
		}
	}
}

// A video that was cleaned has its frames, bit for bit, and the boxes that they need.
func TestAVideoKeepsNothingButItsFrames(t *testing.T) {
	file := ladenVideo(t)
	want := []Trace{Place, Serial, Owner, Camera, Date, Software, Motion, Words, XMP, Application, Trailing,
		Gaps, Names, Sound, OtherTrack, EncoderSettings}
	for _, word := range []string{"CANARY", "x264", "Lavc"} {
		if !bytes.Contains(file, []byte(word)) {
			t.Fatalf("the file has no %s: the corpus is broken", word)
		}
	}
	r := cleaned(t, file, Options{})
	keptNoCanary(t, r.Bytes)
	bareVideo(t, r.Bytes)
	wordless(t, r.Bytes)
	if got := traces(r.Report.Found); !slices.Equal(got, want) {
		t.Errorf("found %v,\nwant  %v", got, want)
	}
	if look, err := Look(file); err != nil || !slices.Equal(look.Found, r.Report.Found) {
		t.Errorf("Look found %v (%v), Clean %v", look.Found, err, r.Report.Found)
	}
	before, after := frames(t, file), frames(t, r.Bytes)
	if len(before) != 20 || !slices.EqualFunc(before, after, bytes.Equal) {
		t.Errorf("%d frames became %d, or others", len(before), len(after))
	}
	if !slices.Contains(r.Report.Changed, Silent) || slices.Contains(r.Report.Changed, Shortened) {
		t.Errorf("changed: %v", r.Report.Changed)
	}
	if r.Width != 64 || r.Height != 48 || r.Kind != MP4 {
		t.Errorf("it is a %s of %dx%d", r.Kind, r.Width, r.Height)
	}
	again := cleaned(t, r.Bytes, Options{})
	if len(again.Report.Found) != 0 || !bytes.Equal(again.Bytes, r.Bytes) {
		t.Errorf("cleaned twice, it differs, and %v is found", again.Report.Found)
	}
	// No clock of the old file is in the new one.
	for _, name := range []string{"mvhd", "tkhd", "mdhd"} {
		if at := bytes.Index(r.Bytes, []byte(name)); anyNonZero(r.Bytes[at+8 : at+16]) {
			t.Errorf("%s has times", name)
		}
	}
}

// Sound stays away unless it is asked for, and then comes alone.
func TestSoundComesOnlyWhenAskedFor(t *testing.T) {
	file := ladenVideo(t)
	silent, loud := cleaned(t, file, Options{}), cleaned(t, file, Options{Sound: true})
	bareVideo(t, loud.Bytes)
	wordless(t, loud.Bytes) // this clip's sound has it in the packet before its beginning
	keptNoCanary(t, loud.Bytes)
	if bytes.Contains(silent.Bytes, []byte("mp4a")) || !bytes.Contains(loud.Bytes, []byte("mp4a")) {
		t.Error("sound is there when it is not asked for, or is not when it is")
	}
	if !slices.Contains(loud.Report.Stays, WhatIsHeard) || slices.Contains(traces(loud.Report.Found), Sound) {
		t.Errorf("stays %v, found %v", loud.Report.Stays, loud.Report.Found)
	}
	if !slices.EqualFunc(frames(t, silent.Bytes), frames(t, loud.Bytes), bytes.Equal) {
		t.Error("with sound, the frames differ")
	}
	refused(t, edited(t, file, "mp4a", -4, "Opus"), Options{Sound: true}, SoundCodec)
	cleaned(t, edited(t, file, "mp4a", -4, "Opus"), Options{})
}

// A video that was filmed upright is shown upright.
func TestAVideoStaysTurned(t *testing.T) {
	matrix := func(m ...int32) (s string) {
		for _, n := range m {
			s += string(binary.BigEndian.AppendUint32(nil, uint32(n)))
		}
		return s
	}
	const one = 1 << 16
	for turned, m := range map[int]string{
		quarter: matrix(0, one, 0, -one, 0, 0, 48*one, 0), half: matrix(-one, 0, 0, 0, -one, 0, 64*one, 48*one),
		threeQuarters: matrix(0, -one, 0, one, 0, 0, 0, 64*one), upright: matrix(one, 77, 0, 0, one, 0, 5, 5),
	} {
		file := edited(t, clip(t), "tkhd", 40, m)
		r := cleaned(t, file, Options{})
		w, h := 64, 48
		if turned == quarter || turned == threeQuarters {
			w, h = 48, 64
		}
		if r.Width != w || r.Height != h {
			t.Errorf("%d: it is %dx%d", turned, r.Width, r.Height)
		}
		v, err := readVideo(r.Bytes, finds{})
		if err != nil || v.picture.turned != turned {
			t.Errorf("%d: it comes out turned by %d (%v)", turned, v.picture.turned, err)
		}
		if turned != upright && !bytes.Contains(r.Bytes, []byte(m)) {
			t.Errorf("%d: the matrix is another", turned)
		}
	}
}

// What was trimmed away on the phone is in its file still, and in what leaves no more: it begins
// at the next frame that stands alone.
func TestWhatWasCutOffDoesNotLeave(t *testing.T) {
	file := clip(t)
	all := frames(t, file)
	edit := func(from, lasts uint32) []byte {
		b := binary.BigEndian.AppendUint32(nil, lasts)
		return edited(t, file, "elst", 8, string(binary.BigEndian.AppendUint32(b, from)))
	}
	const frame, lead = 1024, 2048 // units of a frame; of the first one's shift
	for _, c := range []struct {
		name        string
		from, lasts uint32
		want        [][]byte
	}{
		{"whole", lead, 2000, all},
		{"its beginning", lead + 1*frame, 1900, all[8:]},
		{"up to a frame that stands alone", lead + 8*frame, 1200, all[8:]},
		{"beginning and end", lead + 3*frame, 1000, all[8:12]},
		{"its end", lead, 800, all[:8]},
	} {
		made := edit(c.from, c.lasts)
		r := cleaned(t, made, Options{Sound: true})
		got := frames(t, r.Bytes)
		if !slices.EqualFunc(got, c.want, bytes.Equal) {
			t.Errorf("%s: %d frames, want %d", c.name, len(got), len(c.want))
		}
		if told := slices.Contains(r.Report.Changed, Shortened); told != (len(c.want) < len(all)) {
			t.Errorf("%s: told %v", c.name, r.Report.Changed)
		}
		for _, f := range all {
			if kept := slices.ContainsFunc(c.want, func(w []byte) bool { return bytes.Equal(w, f) }); !kept && bytes.Contains(r.Bytes, f) {
				t.Errorf("%s: a frame that was cut off is in what was made", c.name)
			}
		}
		// The sound is as long as the picture, to a packet or two.
		v, err := readVideo(r.Bytes, finds{})
		if err != nil {
			t.Fatal(err)
		}
		picture, sound := rescaled(v.picture.lasts(), v.picture.scale, 1000), rescaled(v.sound.lasts(), v.sound.scale, 1000)
		if sound-picture > 260 || picture-sound > 260 {
			t.Errorf("%s: %d ms of picture and %d ms of sound", c.name, picture, sound)
		}
		cleaned(t, r.Bytes, Options{})
	}
	refused(t, edit(lead+17*frame, 300), Options{}, NoStart)
}

// soundEdited gives the clip's sound another edit: a wait in milliseconds, where it begins in units
// of its clock, how long it lasts in milliseconds. moov ends the file, so that no frame moves.
func soundEdited(t testing.TB, file []byte, wait, from, lasts uint32) []byte {
	t.Helper()
	end := bytes.LastIndex(file, []byte("elst")) - 4
	size := int(binary.BigEndian.Uint32(file[end:]))
	body := binary.BigEndian.AppendUint32(nil, 0)
	for _, n := range []uint32{2, wait, 0xffffffff, 1 << 16, lasts, from, 1 << 16} {
		body = binary.BigEndian.AppendUint32(body, n)
	}
	list := boxed("elst", string(body))
	made := slices.Concat(file[:end], list, file[end+size:])
	for _, name := range []string{"edts", "trak", "moov"} {
		grows := made[bytes.LastIndex(made, []byte(name))-4:]
		binary.BigEndian.PutUint32(grows, binary.BigEndian.Uint32(grows)+uint32(len(list)-size))
	}
	return made
}

// packets lists all the sound that a file has, shown or not, and how long it waits.
func packets(t testing.TB, file []byte) (all [][]byte, wait int64) {
	t.Helper()
	v := &video{file: file, finds: finds{}}
	moov, err := v.top()
	if err != nil {
		t.Fatal(err)
	}
	if err := v.movie(moov); err != nil {
		t.Fatal(err)
	}
	for _, track := range v.tracks {
		if track.handler == "soun" {
			wait = track.edit.wait
			for _, s := range track.samples {
				all = append(all, file[s.at:s.at+s.size])
			}
		}
	}
	return all, wait
}

// Sound that was cut off does not leave: neither what lies before its own beginning, when it begins
// after the picture, nor what lies behind its own end, when the picture goes on.
func TestSoundThatWasCutOffDoesNotLeave(t *testing.T) {
	file := clip(t)
	all, _ := packets(t, file)
	if len(all) < 15 {
		t.Fatalf("the clip has %d packets of sound", len(all))
	}
	const packet = 1024 // units of 8 kHz: 128 ms
	for _, c := range []struct {
		name              string
		wait, from, lasts uint32
		first, until      int
		waits             int64
	}{
		{"it begins late, far into itself", 500, 8 * packet, 0, 8, 100, 500},
		{"it begins late and ends early", 500, 8 * packet, 512, 8, 12, 500},
		{"it ends before the picture", 0, packet, 512, 1, 5, 0},
		{"its ends lie within packets", 0, packet + 100, 512, 2, 5, 116},
		{"it waits until the picture is over", 5_000, 8 * packet, 0, 0, 0, 0},
	} {
		made := soundEdited(t, file, c.wait, c.from, c.lasts)
		want := all[min(c.first, len(all)):min(c.until, len(all))]
		r := cleaned(t, made, Options{Sound: true})
		for i, p := range all {
			kept := i >= c.first && i < c.until
			if len(p) > 8 && bytes.Contains(r.Bytes, p) != kept {
				t.Errorf("%s: packet %d of %d is in what was made: %v", c.name, i, len(all), !kept)
			}
		}
		if len(want) == 0 {
			if bytes.Contains(r.Bytes, []byte("mp4a")) {
				t.Errorf("%s: there is a track of sound", c.name)
			}
			continue
		}
		got, waits := packets(t, r.Bytes)
		if !slices.EqualFunc(got, want, bytes.Equal) || waits-c.waits > 1 || c.waits-waits > 1 {
			t.Errorf("%s: %d packets after %d ms, want %d after %d", c.name, len(got), waits, len(want), c.waits)
		}
	}
}

// parameterSets gives the clip's track so many picture parameter sets of so many bytes.
func parameterSets(t testing.TB, count, length int) []byte {
	t.Helper()
	file := clip(t)
	v, err := readVideo(file, finds{})
	if err != nil {
		t.Fatal(err)
	}
	own := v.picture.entry.parameters.picture
	for range count {
		own = append(own, append([]byte{unitPicture}, bytes.Repeat([]byte{0x55}, length-1)...))
	}
	v.picture.entry.parameters.picture = own
	return v.write(nil, brandVersion)
}

// What leaves is reckoned with its parameter sets, of which a video has some hundred bytes.
func TestParameterSetsAreReckoned(t *testing.T) {
	for _, c := range []struct{ count, length int }{{1, 3_900}, {200, 15}} {
		file := parameterSets(t, c.count, c.length)
		cleaned(t, file, Options{})
		v, err := readVideo(file, finds{})
		if err != nil {
			t.Fatal(err)
		}
		v.picture.samples = v.picture.samples[:1]
		_, size := v.reckon([]*track{v.picture})
		if out := v.write(nil, brandVersion); int64(len(out)) > size || len(out) < 3_900 {
			t.Errorf("%d sets: %d bytes leave, %d were reckoned", c.count, len(out), size)
		}
	}
	for _, c := range []struct{ count, length int }{{1, 5_000}, {254, 60_000}, {250, 20}} {
		file := parameterSets(t, c.count, c.length)
		if took := allocates(func() { refused(t, file, Options{}, TooMany) }); took > 1<<20 {
			t.Errorf("%d sets of %d: %d bytes were taken before it was refused", c.count, c.length, took)
		}
	}
}

// What is no H.264 in a plain MP4 is refused with its reason.
func TestOtherVideosAreRefused(t *testing.T) {
	file := clip(t)
	fragment := slices.Concat(file, boxed("moof", ""))
	huge := slices.Concat(boxed("ftyp", "isom\x00\x00\x00\x00"), boxed("mdat", strings.Repeat("\x00", 31<<20)))
	for name, c := range map[string]struct {
		file []byte
		o    Options
		want Reason
	}{
		"HEVC":                   {edited(t, file, "avc1\x00\x00\x00\x00\x00\x00\x00\x01", -12, "hvc1"), Options{}, VideoCodec},
		"protected":              {edited(t, file, "avc1\x00\x00\x00\x00\x00\x00\x00\x01", -12, "encv"), Options{}, Encrypted},
		"fragments":              {fragment, Options{}, Fragmented},
		"fragments, in moov":     {intoMovie(t, file, boxed("mvex", "")), Options{}, Fragmented},
		"no video":               {edited(t, file, "vide\x00\x00", -6, "text"), Options{}, NoVideo},
		"frames elsewhere":       {edited(t, file, "url ", 0, "\x00\x00\x00\x00"), Options{}, ElsewhereToo},
		"regions":                {file, Options{Hide: []image.Rectangle{image.Rect(0, 0, 8, 8)}}, HideInVideo},
		"too many bytes":         {file, Options{Most: 1_000}, OverBudget},
		"more than memory":       {huge, Options{}, TooLarge},
		"two speeds":             {edited(t, file, "elst", 16, "\x00\x02\x00\x00"), Options{}, NotDecoded},
		"slices in parts":        {asUnit(t, file, 2), Options{}, NotDecoded},
		"no frame that stands":   {asUnit(t, file, 1), Options{}, NoStart},
		"parameters on the way":  {asUnit(t, file, 7), Options{}, NotDecoded},
		"no parameter set":       {edited(t, file, "avcC", 8, "\x65"), Options{}, Damaged},
		"one frame over again":   {overAndOver(t, file), Options{}, Damaged},
		"a frame without slices": {asUnit(t, file, 9), Options{}, Damaged},
	} {
		t.Run(name, func(t *testing.T) { refused(t, c.file, c.o, c.want) })
	}
}

// overAndOver makes a file of the clip's first frame in which it stands a thousand times, though
// it has its bytes once.
func overAndOver(t testing.TB, file []byte) []byte {
	t.Helper()
	v, err := readVideo(file, finds{})
	if err != nil {
		t.Fatal(err)
	}
	const times = 1_000
	v.picture.samples = v.picture.samples[:1]
	once := v.write(nil, brandVersion)
	v.picture.samples = slices.Repeat(v.picture.samples, times)
	all := v.write(nil, brandVersion)
	mdat := bytes.Index(all, []byte("mdat"))
	size := len(once) - bytes.Index(once, []byte("mdat")) - 4
	all = edited(t, all[:mdat+4+size], "mdat", -8, string(binary.BigEndian.AppendUint32(nil, uint32(4+4+size))))
	// In place of one chunk of a thousand, a thousand of one, at one place. stco ends all boxes.
	first := bytes.Index(all, []byte("stsc"))
	binary.BigEndian.PutUint32(all[first+16:], 1)
	at := bytes.Index(all, []byte("stco"))
	const more = 4 * (times - 1)
	for _, name := range []string{"moov", "trak", "mdia", "minf", "stbl", "stco"} {
		grows := all[bytes.Index(all, []byte(name))-4:]
		binary.BigEndian.PutUint32(grows, binary.BigEndian.Uint32(grows)+more)
	}
	binary.BigEndian.PutUint32(all[at+8:], times)
	place := binary.BigEndian.AppendUint32(nil, uint32(mdat+4+more))
	all = slices.Concat(all[:at+12], bytes.Repeat(place, times), all[at+16:])
	if _, err := clean(all[:len(all)-size], Options{}); err == nil { // the control: without its bytes
		t.Fatal("a file without its frame is cleaned")
	}
	return all
}

// asUnit makes every IDR slice of the clip a unit of another kind.
func asUnit(t testing.TB, file []byte, kind byte) []byte {
	t.Helper()
	v, err := readVideo(file, finds{})
	if err != nil {
		t.Fatal(err)
	}
	file = bytes.Clone(file)
	for _, s := range v.picture.samples {
		_ = unitsOf(file[s.at:s.at+s.size], v.picture.entry.lengthBytes, func(k byte, unit []byte) error {
			if k == unitIDR {
				unit[0] = unit[0]&0xe0 | kind
			}
			return nil
		})
	}
	return file
}

// Tables that promise more than there is are refused before anything is taken for them.
func TestTablesThatLieAreRefused(t *testing.T) {
	file := clip(t)
	for name, c := range map[string][]byte{
		"stsz": edited(t, file, "stsz", 8, "\xff\xff\xff\xff"), "stts": edited(t, file, "stts", 4, "\xff\xff\xff\xff"),
		"one size": edited(t, file, "stsz", 4, "\x7f\xff\xff\xff"), "ctts": edited(t, file, "ctts", 4, "\xff\xff\xff\xff"),
		"stsc": edited(t, file, "stsc", 12, "\xff\xff\xff\xff"), "stco": edited(t, file, "stco", 8, "\xff\xff\xff\xf0"),
		"stss": edited(t, file, "stss", 8, "\xff\xff\xff\xff"), "a clock": edited(t, file, "mdhd", 12, "\x00\x00\x00\x00"),
	} {
		took := allocates(func() {
			_, err := clean(c, Options{})
			var r *Refusal
			if !errors.As(err, &r) {
				t.Errorf("%s: %v", name, err)
			}
		})
		if took > 1<<20 {
			t.Errorf("%s: %d bytes were taken", name, took)
		}
	}
	// A thousand tracks of as many samples as one may have.
	at := bytes.Index(file, []byte("trak")) - 4
	track := file[at : at+int(binary.BigEndian.Uint32(file[at:]))]
	track = edited(t, track, "stsz", 4, "\x00\x00\x00\x01\x00\x01\x80\x00")
	many := intoMovie(t, file, bytes.Repeat(track, 200))
	if took := allocates(func() { refused(t, many, Options{}, TooMany) }); took > 20<<20 {
		t.Errorf("tracks: %d bytes were taken", took)
	}
}

// A video that ends early, or in which bytes are changed, is clean or refused.
func TestAChangedVideoIsCleanOrRefused(t *testing.T) {
	file := ladenVideo(t)
	for n := 0; n < len(clip(t)); n += 1 + n%7 {
		refusedOrBare(t, file[:n], fmt.Sprintf("its first %d bytes", n), true)
	}
	movie := bytes.LastIndex(file, []byte("mvhd"))
	seeds.Each(t, 2, func(t *testing.T, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 3))
		made := 0
		for range 1_500 {
			changed := bytes.Clone(file)
			for range 1 + r.IntN(3) {
				at := movie + r.IntN(len(file)-movie)
				if r.IntN(4) == 0 {
					at = r.IntN(len(file))
				}
				changed[at] = byte(r.Uint32())
			}
			if refusedOrBare(t, changed, "changed", false) {
				made++
			}
		}
		if made == 0 || made == 1_500 {
			t.Errorf("%d of 1,500 were cleaned: the test sees one side only", made)
		}
	})
}

// refusedOrBare cleans a file, and reports whether something was made.
func refusedOrBare(t *testing.T, file []byte, what string, mustRefuse bool) bool {
	t.Helper()
	for _, sound := range []bool{false, true} {
		r, err := clean(file, Options{Sound: sound})
		var no *Refusal
		switch {
		case err != nil && !errors.As(err, &no):
			t.Fatalf("%s: %v is no refusal", what, err)
		case err != nil:
			return false
		case mustRefuse:
			t.Fatalf("%s: it is cleaned", what)
		}
		bareVideo(t, r.Bytes)
		if len(r.Bytes) > len(file)+4096 {
			t.Errorf("%s: %d bytes became %d", what, len(file), len(r.Bytes))
		}
		again, err := clean(r.Bytes, Options{Sound: sound})
		if err != nil {
			t.Fatalf("%s: what was made is refused: %v", what, err)
		}
		for _, f := range again.Report.Found {
			if f.Trace != CutOff {
				t.Errorf("%s: in what was made, %v is found", what, f)
			}
		}
	}
	return true
}

func FuzzVideo(f *testing.F) {
	seedsOf(f, map[string][]byte{"laden": ladenVideo(f), "clip": clip(f)})
	f.Fuzz(func(t *testing.T, file []byte) { refusedOrBare(t, file, "fuzzed", false) })
}

// Every frame that leaves is shown, also where the last one in the order of decoding is shown
// later than it would be decoded: cleaned again it is the same.
func TestEveryFrameThatLeavesIsShown(t *testing.T) {
	for n := 1; n <= 20; n++ {
		v, err := readVideo(clip(t), finds{})
		if err != nil {
			t.Fatal(err)
		}
		v.picture.samples = v.picture.samples[:n]
		made := v.write(nil, publishedVersion)
		if r := cleaned(t, made, Options{}); len(frames(t, r.Bytes)) != n || len(r.Report.Found) != 0 {
			t.Errorf("of %d frames %d are shown: %v", n, len(frames(t, r.Bytes)), r.Report.Found)
		}
		if err := Published(made); err != nil {
			t.Errorf("%d frames: %v", n, err)
		}
	}
}
