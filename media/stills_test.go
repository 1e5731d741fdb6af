package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"runtime"
	"slices"
	"testing"
)

// cleaned cleans a file or fails.
func cleaned(t testing.TB, file []byte, o Options) Result {
	t.Helper()
	before := bytes.Clone(file)
	r, err := clean(file, o)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, file) {
		t.Fatal("the file that came was changed")
	}
	return r
}

// refused cleans a file that must be refused.
func refused(t testing.TB, file []byte, o Options, want Reason) {
	t.Helper()
	_, err := clean(file, o)
	var r *Refusal
	if !errors.As(err, &r) || r.Reason != want {
		t.Errorf("got %v, want it refused: %s", err, want)
	}
}

// shown decodes what was made.
func shown(t testing.TB, r Result) image.Image {
	t.Helper()
	decode := jpeg.Decode
	if r.Kind == PNG {
		decode = png.Decode
	}
	m, err := decode(bytes.NewReader(r.Bytes))
	if err != nil {
		t.Fatal(err)
	}
	if got := m.Bounds().Size(); got != image.Pt(r.Width, r.Height) {
		t.Errorf("it is %v, the result says %d by %d", got, r.Width, r.Height)
	}
	return m
}

func traces(found []Found) (all []Trace) {
	for _, f := range found {
		all = append(all, f.Trace)
	}
	return all
}

// near reports whether two colours look alike.
func near(got, want color.Color) bool {
	r, g, b, _ := got.RGBA()
	x, y, z, _ := want.RGBA()
	far := func(a, b uint32) bool { return max(a, b)-min(a, b) > 40<<8 }
	return !far(r, x) && !far(g, y) && !far(b, z)
}

// showsScene fails unless the four corners have their colours.
func showsScene(t testing.TB, m image.Image) {
	t.Helper()
	w, h := m.Bounds().Dx(), m.Bounds().Dy()
	for _, at := range []image.Point{{w / 4, h / 4}, {3 * w / 4, h / 4}, {w / 4, 3 * h / 4}, {3 * w / 4, 3 * h / 4}} {
		if got, want := m.At(at.X, at.Y), quadrant(at.X, at.Y, w, h); !near(got, want) {
			t.Errorf("at %v of %dx%d: got %v, want %v", at, w, h, got, want)
		}
	}
}

// keptNoCanary fails if a canary is in the bytes, plain or in two-byte letters.
func keptNoCanary(t testing.TB, out []byte) {
	t.Helper()
	for _, mark := range [][]byte{[]byte("CANARY"), []byte("YRANAC"), utf16("CANARY"), utf16("YRANAC"), []byte("Exif"), []byte("http")} {
		if at := bytes.Index(out, mark); at >= 0 {
			t.Errorf("%q stands in what was made, at %d", out[at:min(len(out), at+40)], at)
		}
	}
}

// A still that was cleaned has the parts that its picture needs, and nothing of all that stood
// around it; and every trace that was removed is told.
func TestAStillKeepsNothingButItsPicture(t *testing.T) {
	m := scene(96, 64, 1)
	webpTraces := []Trace{Place, Serial, Owner, Camera, Date, Software, MakerNote, Motion, Words, XMP,
		Credentials, ColourProfile, Settings, Sensors, Application, Trailing}
	for _, c := range []struct {
		name string
		file []byte
		kind Kind
		want []Trace
	}{
		{"jpeg, little-endian Exif", laden(t, m, binary.LittleEndian, 1), JPEG, ladenTraces},
		{"jpeg, big-endian Exif", laden(t, m, binary.BigEndian, 1), JPEG, ladenTraces},
		{"png", ladenPNG(t, m), PNG, webpTraces},
		{"webp, lossy", ladenWebP(t, "lossy.webp"), JPEG, webpTraces},
		{"webp, lossless", ladenWebP(t, "lossless.webp"), JPEG, webpTraces},
	} {
		t.Run(c.name, func(t *testing.T) {
			if !bytes.Contains(c.file, []byte("CANARY")) {
				t.Fatal("the file carries no canary: the corpus is broken")
			}
			r := cleaned(t, c.file, Options{})
			if r.Kind != c.kind {
				t.Errorf("it is a %s, want a %s", r.Kind, c.kind)
			}
			keptNoCanary(t, r.Bytes)
			bare(t, r)
			showsScene(t, shown(t, r))
			if got := traces(r.Report.Found); !slices.Equal(got, c.want) {
				t.Errorf("found %v,\nwant  %v", got, c.want)
			}
			if look, err := Look(c.file); err != nil || !slices.Equal(look.Found, r.Report.Found) {
				t.Errorf("Look found %v (%v), Clean %v", look.Found, err, r.Report.Found)
			}
			again := cleaned(t, r.Bytes, Options{})
			if len(again.Report.Found) != 0 {
				t.Errorf("in what was made, %v is found", again.Report.Found)
			}
			if twice := cleaned(t, c.file, Options{}); !bytes.Equal(twice.Bytes, r.Bytes) {
				t.Error("the same file gave other bytes the second time")
			}
		})
	}
}

// bare fails unless a file has the parts of a bare picture, in their order, and ends with it.
func bare(t testing.TB, r Result) {
	t.Helper()
	var parts []string
	rest := r.Bytes
	if r.Kind == PNG {
		rest = rest[len(pngSignature):]
		for len(rest) >= 12 {
			n := 12 + binary.BigEndian.Uint32(rest)
			parts = append(parts, string(rest[4:8]))
			rest = rest[n:]
		}
		parts = slices.Compact(parts)
		if !slices.Equal(parts, []string{"IHDR", "IDAT", "IEND"}) || len(rest) != 0 {
			t.Errorf("the PNG has %v and %d bytes more", parts, len(rest))
		}
		return
	}
	rest = rest[2:]
	for len(rest) >= 4 && rest[1] != markEOI {
		n := 2 + int(binary.BigEndian.Uint16(rest[2:]))
		parts = append(parts, string("0123456789abcdef"[rest[1]>>4])+string("0123456789abcdef"[rest[1]&15]))
		if rest[1] == markSOS {
			n += bytes.Index(rest[n:], []byte{0xff, markEOI})
		}
		rest = rest[n:]
	}
	if !slices.Equal(parts, []string{"db", "c0", "c4", "da"}) || len(rest) != 2 {
		t.Errorf("the JPEG has segments %v and %d bytes more, want db c0 c4 da and EOI", parts, len(rest))
	}
}

// Whatever way the camera was held, the picture is stored upright, and no note says how.
func TestEveryOrientationComesOutUpright(t *testing.T) {
	seen := scene(96, 64, 2)
	for o := 1; o <= 8; o++ {
		w, h := 96, 64
		if o >= 5 {
			w, h = 64, 96
		}
		stored := image.NewRGBA(image.Rect(0, 0, w, h))
		for y := range h {
			for x := range w {
				tx, ty := uprightOf(o, x, y, w, h)
				stored.Set(x, y, seen.At(tx, ty))
			}
		}
		r := cleaned(t, laden(t, stored, binary.BigEndian, o), Options{})
		if r.Width != 96 || r.Height != 64 || r.Report.Width != 96 || r.Report.Height != 64 {
			t.Errorf("orientation %d: %dx%d from %dx%d", o, r.Width, r.Height, r.Report.Width, r.Report.Height)
		}
		if got := slices.Contains(r.Report.Changed, Turned); got != (o != 1) {
			t.Errorf("orientation %d: turned is told: %v", o, got)
		}
		showsScene(t, shown(t, r))
	}
}

// Pictures are turned as Exif 2.32 says: by where the first sample of what is stored, and the one
// right of it, are to be seen.
func TestOrientationsAreExifs(t *testing.T) {
	const w, h = 4, 3
	for o, want := range map[int][2]image.Point{ // the first sample, the one right of it
		1: {{0, 0}, {1, 0}}, 2: {{3, 0}, {2, 0}}, 3: {{3, 2}, {2, 2}}, 4: {{0, 2}, {1, 2}},
		5: {{0, 0}, {0, 1}}, 6: {{2, 0}, {2, 1}}, 7: {{2, 3}, {2, 2}}, 8: {{0, 3}, {0, 2}},
	} {
		for i, p := range want {
			if x, y := uprightOf(o, i, 0, w, h); x != p.X || y != p.Y {
				t.Errorf("orientation %d: sample %d goes to %d,%d, want %v", o, i, x, y, p)
			}
		}
		// A region of one sample goes back to where it came from.
		for y := range h {
			for x := range w {
				tx, ty := uprightOf(o, x, y, w, h)
				if got := asStored(o, image.Rect(tx, ty, tx+1, ty+1), w, h); got != image.Rect(x, y, x+1, y+1) {
					t.Errorf("orientation %d: the region of %d,%d comes back as %v", o, x, y, got)
				}
			}
		}
	}
}

// A phone's picture of 12 megapixels, held upright: right value 4.
func TestAPhonesPictureComesOutUprightAndSmall(t *testing.T) {
	file := laden(t, scene(4000, 3000, 5), binary.BigEndian, 6)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	r := cleaned(t, file, Options{Most: AtOnce})
	runtime.ReadMemStats(&after)
	if r.Width != 1200 || r.Height != 1600 {
		t.Errorf("it is %dx%d in %d bytes, want 1200x1600", r.Width, r.Height, len(r.Bytes))
	}
	if len(r.Bytes) > AtOnce {
		t.Errorf("it has %d bytes, want at most %d", len(r.Bytes), AtOnce)
	}
	bare(t, r)
	// All that was ever taken, given back or not, and the test's copy of the file beside it.
	if took := after.TotalAlloc - before.TotalAlloc; took > Memory {
		t.Errorf("it took %d bytes in all, limit %d", took, Memory)
	}
}

// Two pictures that differ only in what is hidden become the same bytes: nothing of it, nor of
// how the file coded it, is in them.
func TestWhatIsHiddenLeavesNothing(t *testing.T) {
	region := image.Rect(20, 13, 51, 37)
	one, other := scene(128, 96, 7), scene(128, 96, 7)
	for y := region.Min.Y; y < region.Max.Y; y++ {
		for x := region.Min.X; x < region.Max.X; x++ {
			other.SetRGBA(x, y, color.RGBA{uint8(7 * x), uint8(11 * y), uint8(x * y), 255})
		}
	}
	small := Options{Hide: []image.Rectangle{region}, Most: 2_000}
	for name, encode := range map[string]func(image.Image) []byte{
		"jpeg": func(m image.Image) []byte { return asJPEG(t, m) },
		"png":  func(m image.Image) []byte { return asPNG(t, m) },
	} {
		for o := 1; o <= 8; o++ {
			at := region
			if o != 1 {
				if name == "png" {
					continue
				}
				at = seenAs(o, region, 128, 96)
			}
			var files [2][]byte
			for i, m := range []image.Image{one, other} {
				files[i] = encode(m)
				if o != 1 {
					files[i] = slices.Concat(files[i][:2], segment(markAPP0+1, "Exif\x00\x00", string(exifBlock(binary.BigEndian, o, nil))), files[i][2:])
				}
			}
			for _, options := range []Options{{}, small} {
				options.Hide = nil
				a, b := cleaned(t, files[0], options), cleaned(t, files[1], options)
				if bytes.Equal(a.Bytes, b.Bytes) {
					t.Fatalf("%s: not hidden, the two give the same: the test sees nothing", name)
				}
				options.Hide = []image.Rectangle{at}
				a, b = cleaned(t, files[0], options), cleaned(t, files[1], options)
				if !bytes.Equal(a.Bytes, b.Bytes) {
					t.Errorf("%s, orientation %d, at most %d: hidden, the two differ", name, o, options.Most)
				}
				if !slices.Contains(a.Report.Changed, Hidden) {
					t.Error("hiding is not told")
				}
				m := shown(t, a)
				mid := image.Pt((at.Min.X+at.Max.X)/2*a.Width/a.Report.Width, (at.Min.Y+at.Max.Y)/2*a.Height/a.Report.Height)
				if got := m.At(mid.X, mid.Y); !near(got, greyRGB) {
					t.Errorf("%s, orientation %d: at %v it is %v, want grey", name, o, mid, got)
				}
			}
		}
	}
}

// seenAs returns where a stored region is to be seen.
func seenAs(o int, r image.Rectangle, w, h int) image.Rectangle {
	x0, y0 := uprightOf(o, r.Min.X, r.Min.Y, w, h)
	x1, y1 := uprightOf(o, r.Max.X-1, r.Max.Y-1, w, h)
	return image.Rect(min(x0, x1), min(y0, y1), max(x0, x1)+1, max(y0, y1)+1)
}

// What somebody wants hidden is hidden or refused, never passed over.
func TestARegionThatIsNotInThePictureIsRefused(t *testing.T) {
	file := asJPEG(t, scene(64, 48, 8))
	for _, r := range []image.Rectangle{{}, image.Rect(64, 0, 70, 10), image.Rect(5, 5, 5, 9), {Min: image.Pt(9, 9), Max: image.Pt(3, 3)}} {
		refused(t, file, Options{Hide: []image.Rectangle{image.Rect(1, 1, 5, 5), r}}, OutsideIt)
	}
	cleaned(t, file, Options{Hide: []image.Rectangle{image.Rect(-10, -10, 1000, 1000)}})
}

// What nobody sees, because it is all but transparent, leaves nothing either: a contrast that
// is turned up would show it.
func TestWhatIsTooFaintToBeSeenIsGone(t *testing.T) {
	picture := func(beneath, opaque uint8) []byte {
		m := image.NewNRGBA(image.Rect(0, 0, 40, 30))
		for i := range m.Pix {
			m.Pix[i] = 200
		}
		for y := 10; y < 20; y++ {
			for x := 10; x < 30; x++ {
				c := color.NRGBA{A: opaque}
				if x%3 == 0 { // somebody's name
					c = color.NRGBA{beneath, beneath, beneath, opaque}
				}
				m.Set(x, y, c)
			}
		}
		return cleaned(t, asPNG(t, m), Options{}).Bytes
	}
	for opaque := range uint8(faint) {
		if !bytes.Equal(picture(255, opaque), picture(0, opaque)) {
			t.Errorf("%d of 255 opaque, it is still there", opaque)
		}
	}
	if bytes.Equal(picture(255, 40), picture(0, 40)) {
		t.Error("the control: what is to be seen is gone")
	}
}

// What lies beneath a transparent part does not come to light.
func TestTransparentPartsBecomeWhite(t *testing.T) {
	m := image.NewNRGBA(image.Rect(0, 0, 64, 48))
	for y := range 48 {
		for x := range 64 {
			c := color.NRGBA{200, 20, 20, 255}
			if x >= 32 {
				c = color.NRGBA{20, 20, 200, 0}
			}
			m.SetNRGBA(x, y, c)
		}
	}
	alpha := ladenWebP(t, "alpha.webp") // its yellow corner is transparent
	for _, file := range [][]byte{asPNG(t, m), alpha} {
		r := cleaned(t, file, Options{})
		if got := shown(t, r).At(56, 40); !near(got, color.White) {
			t.Errorf("%s: a transparent part is %v, want white", r.Report.Kind, got)
		}
		if !slices.Contains(r.Report.Changed, OnWhite) {
			t.Errorf("%s: that it was transparent is not told: %v", r.Report.Kind, r.Report.Changed)
		}
	}
}

// A still is made as small as asked: first coarser, then with fewer pixels.
func TestAStillFitsWhatItMayTake(t *testing.T) {
	for name, file := range map[string][]byte{
		"jpeg": asJPEG(t, scene(1700, 1200, 9)), "png": asPNG(t, scene(900, 700, 9)), "webp": ladenWebP(t, "lossy.webp"),
	} {
		last := 0
		for _, most := range []int{700, 5_000, 30_000, AtOnce, AfterAsking, 0} {
			r := cleaned(t, file, Options{Most: most})
			if most > 0 && len(r.Bytes) > most {
				t.Errorf("%s: %d bytes, at most %d were asked for", name, len(r.Bytes), most)
			}
			if r.Width < last {
				t.Errorf("%s: with more room it has %d pixels across, with less %d", name, r.Width, last)
			}
			last = r.Width
			showsScene(t, shown(t, r))
		}
	}
	refused(t, asJPEG(t, scene(1700, 1200, 9)), Options{Most: 300}, OverBudget)
}

// The mean of areas: sizes that do not divide, and one pixel.
func TestScalingTakesMeans(t *testing.T) {
	l := layer{w: 3, h: 2, bytes: 1, stride: 3, pix: []byte{0, 90, 180, 30, 60, 240}}
	for _, c := range []struct {
		w, h int
		want []byte
	}{
		{1, 1, []byte{100}}, {3, 1, []byte{15, 75, 210}}, {1, 2, []byte{90, 110}},
		{2, 1, []byte{35, 165}}, {2, 2, []byte{30, 150, 40, 180}}, {3, 2, l.pix},
		{3, 4, []byte{0, 90, 180, 0, 90, 180, 30, 60, 240, 30, 60, 240}},
	} {
		if got := l.shrink(c.w, c.h).pix; !bytes.Equal(got, c.want) {
			t.Errorf("to %dx%d: %v, want %v", c.w, c.h, got, c.want)
		}
	}
}

// Every sort of PNG that there is comes out as it looks.
func TestEverySortOfPNGIsRead(t *testing.T) {
	src := scene(80, 60, 10)
	palette := color.Palette{color.RGBA{240, 40, 40, 255}, color.RGBA{40, 210, 40, 255}, color.RGBA{40, 40, 240, 255}, color.RGBA{230, 230, 50, 255}}
	paletted := image.NewPaletted(src.Bounds(), palette)
	nrgba, wide, grey16 := image.NewNRGBA(src.Bounds()), image.NewNRGBA64(src.Bounds()), image.NewGray16(src.Bounds())
	gray := image.NewGray(src.Bounds())
	for y := range 60 {
		for x := range 80 {
			c := src.At(x, y)
			paletted.Set(x, y, c)
			nrgba.Set(x, y, c)
			wide.Set(x, y, c)
			gray.Set(x, y, c)
			grey16.Set(x, y, c)
		}
	}
	nrgba.Set(0, 0, color.NRGBA{1, 2, 3, 254})
	wide.Set(0, 0, color.NRGBA{1, 2, 3, 254})
	for _, m := range []image.Image{src, paletted, nrgba, wide} {
		r := cleaned(t, asPNG(t, m), Options{})
		showsScene(t, shown(t, r))
		if !slices.Contains(r.Report.Stays, ExactPixels) {
			t.Errorf("%T: that pixels stay exact is not told", m)
		}
	}
	for _, m := range []image.Image{gray, grey16} {
		r := cleaned(t, asPNG(t, m), Options{})
		if got, want := shown(t, r).At(60, 15), gray.At(60, 15); !near(got, want) {
			t.Errorf("%T: got %v, want %v", m, got, want)
		}
	}
}
