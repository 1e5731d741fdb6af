package media

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"runtime"
	"slices"
	"testing"

	"bulkhead/internal/seeds"
	"math/rand/v2"
)

// greyJPEG is a JPEG of one grey, of any size, in few bytes: each block is one bit, which says
// that nothing differs from the block before. Sampling is across and down, of luma; a
// progressive one says it again in as many scans as asked.
func greyJPEG(w, h int, sampling byte, progressive bool, scans int) []byte {
	mark, bits := byte(markSOF0), 2 // of a block: "no difference" and "no more"
	if progressive {
		mark, bits = markSOF2, 1
	}
	out := []byte{0xff, markSOI}
	ones := make([]byte, 65)
	for i := range ones[1:] {
		ones[1+i] = 1
	}
	out = append(out, segment(markDQT, string(ones))...)
	out = append(out, segment(mark, string([]byte{8, byte(h >> 8), byte(h), byte(w >> 8), byte(w), 3,
		1, sampling, 0, 2, 0x11, 0, 3, 0x11, 0}))...)
	code := make([]byte, 18) // one code of one bit, for zero
	code[1] = 1
	dc, ac := bytes.Clone(code), bytes.Clone(code)
	ac[0] = 0x10
	out = append(out, segment(markDHT, string(dc), string(ac))...)
	across, down := 8*int(sampling>>4), 8*int(sampling&15)
	units := ((w + across - 1) / across) * ((h + down - 1) / down)
	total := units * (int(sampling>>4)*int(sampling&15) + 2) * bits
	for range scans {
		end := byte(63)
		if progressive {
			end = 0
		}
		out = append(out, segment(markSOS, string([]byte{3, 1, 0, 2, 0, 3, 0, 0, end, 0}))...)
		out = append(out, make([]byte, total/8+1)...)
	}
	return append(out, 0xff, markEOI)
}

// allocates returns how many bytes were ever taken while f ran.
func allocates(f func()) int64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return int64(after.TotalAlloc - before.TotalAlloc)
}

// A file that says that it is huge is refused before anything is taken for it.
func TestSizesAreReadBeforeMemoryIsTaken(t *testing.T) {
	huge := greyJPEG(64, 64, 0x22, false, 1)
	at := bytes.Index(huge, []byte{0xff, markSOF0})
	copy(huge[at+5:], []byte{0xff, 0xff, 0xff, 0xff})
	progressive := greyJPEG(64, 64, 0x22, true, 1)
	at = bytes.Index(progressive, []byte{0xff, markSOF2})
	copy(progressive[at+5:], []byte{0x0b, 0xb8, 0x0f, 0xa0}) // 12 megapixels
	hugePNG := asPNG(t, scene(8, 8, 1))
	binary.BigEndian.PutUint32(hugePNG[16:], 65535)
	binary.BigEndian.PutUint32(hugePNG[20:], 65535)
	lossy := ladenWebP(t, "lossy.webp")
	at = bytes.Index(lossy, []byte("\x9d\x01\x2a"))
	copy(lossy[at+3:], []byte{0xff, 0x3f, 0xff, 0x3f})
	copy(lossy[24:], []byte{0xfe, 0x3f, 0, 0xfe, 0x3f, 0}) // and on its canvas
	lossless := slices.Concat([]byte("RIFF\x16\x00\x00\x00WEBPVP8L\x0a\x00\x00\x00\x2f"), []byte{0xff, 0xff, 0xff, 0x0f}, make([]byte, 5))
	for name, c := range map[string]struct {
		file []byte
		want Reason
	}{
		"jpeg": {huge, TooLarge}, "progressive jpeg": {progressive, Progressive}, "png": {hugePNG, TooLarge},
		"webp": {lossy, TooLarge}, "lossless webp": {lossless, TooLarge},
	} {
		took := allocates(func() { refused(t, c.file, Options{}, c.want) })
		if took > 1<<20 {
			t.Errorf("%s: %d bytes were taken before it was refused", name, took)
		}
		if _, err := Look(c.file); err != nil {
			t.Errorf("%s: it is not even looked at: %v", name, err)
		}
	}
}

// What a decoder takes is what was reckoned: the guard is worth nothing if it is less.
func TestNoDecoderTakesMoreThanReckoned(t *testing.T) {
	plain := scene(700, 500, 3)
	wide := image.NewNRGBA64(plain.Bounds())
	wide.Pix[0] = 1
	gray := asPNG(t, image.NewGray(plain.Bounds()))
	transparent := slices.Concat(gray[:33], chunk("tRNS", []byte{0, 5}), gray[33:])
	rgb := greyJPEG(700, 500, 0x11, false, 1)
	rgb = slices.Concat(rgb[:2], segment(markAPP0+14, "Adobe\x00\x64\x00\x00\x00\x00\x00"), rgb[2:])
	for name, file := range map[string][]byte{
		"jpeg 4:2:0": asJPEG(t, plain), "jpeg 4:4:4": greyJPEG(700, 500, 0x11, false, 1),
		"jpeg 4:1:1": greyJPEG(700, 500, 0x41, false, 1), "jpeg rgb": rgb,
		"progressive": greyJPEG(700, 500, 0x22, true, 3), "progressive 4:4:4": greyJPEG(700, 500, 0x11, true, 3),
		"png": asPNG(t, plain), "png 16 bit": asPNG(t, wide),
		"png, one grey transparent": transparent, "png interlaced": interlaced(700, 500),
		"png palette": asPNG(t, image.NewPaletted(plain.Bounds(), color.Palette{greyRGB, color.White})),
		"webp":        ladenWebP(t, "lossy.webp"), "webp alpha": ladenWebP(t, "alpha.webp"), "webp lossless": ladenWebP(t, "lossless.webp"),
		"webp, large trees": webpOf("VP8L", "\x2f"+treesOfLossless(300)),
	} {
		l, err := look(file)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		took := allocates(func() {
			if _, err := l.still.decode(); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		})
		const tables = 200_000 // of the decoder itself, whatever the picture
		if took > l.still.need+tables {
			t.Errorf("%s: decoding took %d bytes, %d were reckoned", name, took, l.still.need)
		}
		took = allocates(func() { cleaned(t, file, Options{}) })
		if limit := l.still.memory() + int64(len(file)); took > limit { // the test's own copy
			t.Errorf("%s: cleaning took %d bytes, %d were reckoned", name, took, limit)
		}
	}
}

// treesOfLossless is what stands behind the first byte of a VP8L of 128 by 128 black pixels: a small
// group of trees, and large ones, each of which describes 2,048 symbols in 82 bits.
func treesOfLossless(large int) string {
	var out []byte
	bits := 0
	put := func(n, width int) {
		for i := range width {
			if bits%8 == 0 {
				out = append(out, 0)
			}
			out[bits/8] |= byte(n>>i&1) << (bits % 8)
			bits++
		}
	}
	one := func(symbol int) { put(1|symbol<<3, 4) }                   // a tree of one symbol, 0 or 1
	two := func(symbol int) { put(1|1<<1|1<<2, 4+7); put(symbol, 8) } // of 0 and another
	put(127|127<<14, 32)
	put(0, 1)        // no transform
	put(1|11<<1, 5)  // a cache of 2^11 colours
	put(1, 1+3)      // a picture of groups, one for 4 by 4 pixels
	put(0, 1)        // without a cache
	two(large & 255) // the low byte of a group's number
	two(large >> 8)  // the high one
	one(0)
	one(0)
	one(0)
	put(3, 2)
	put(0, 2*(32*32-1))
	for group := range large + 1 {
		if group == 0 {
			one(0)
		} else {
			put(0|(15-4)<<1, 5) // lengths of the codes for lengths: 11 alone has one
			put(1<<(3*14), 3*15)
			put(1|5<<1, 4) // how many symbols: 2 and what 12 bits say
			put(2046, 12)
		}
		for range 4 {
			one(0)
		}
	}
	put(0, 16*11) // the pixels of the group that was named
	return string(append(out, make([]byte, 8)...))
}

// webpOf makes a WebP of names and contents.
func webpOf(parts ...string) []byte {
	body := []byte("WEBP")
	for i := 0; i < len(parts); i += 2 {
		body = append(body, parts[i]...)
		body = binary.LittleEndian.AppendUint32(body, uint32(len(parts[i+1])))
		body = append(append(body, parts[i+1]...), make([]byte, len(parts[i+1])%2)...)
	}
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
}

// A lossless WebP of ten kilobytes can make its decoder take 50 megabytes. It is refused before
// anything is taken, and so is alpha that is packed as one.
func TestALosslessWebPCannotAskForMoreThanItsTrees(t *testing.T) {
	lossy := ladenWebP(t, "alpha.webp")
	at := bytes.Index(lossy, []byte("VP8 "))
	frame := string(lossy[at+8:][:binary.LittleEndian.Uint32(lossy[at+4:])])
	trees := treesOfLossless(990)
	for name, file := range map[string][]byte{
		"lossless": webpOf("VP8L", "\x2f"+trees), "alpha": webpOf("ALPH", "\x01"+trees[4:], "VP8 ", frame),
	} {
		if len(file) > 12_000 {
			t.Errorf("%s: it has %d bytes: too many to show it", name, len(file))
		}
		if took := allocates(func() { refused(t, file, Options{}, Lossless) }); took > 1<<20 {
			t.Errorf("%s: %d bytes were taken before it was refused", name, took)
		}
	}
}

// interlaced is a black PNG in Adam7's seven passes: of each, where it begins and its steps.
func interlaced(w, h int) []byte {
	var rows bytes.Buffer
	z := zlib.NewWriter(&rows)
	for _, p := range [][4]int{{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}} {
		across, down := (w-p[0]+p[2]-1)/p[2], (h-p[1]+p[3]-1)/p[3]
		z.Write(make([]byte, down*(1+3*across)))
	}
	z.Close()
	head := binary.BigEndian.AppendUint32(nil, uint32(w))
	head = append(binary.BigEndian.AppendUint32(head, uint32(h)), 8, 2, 0, 0, 1)
	return slices.Concat([]byte(pngSignature), chunk("IHDR", head), chunk("IDAT", rows.Bytes()), chunk("IEND", nil))
}

// A bomb of scans, each of which walks over all blocks, is refused.
func TestNoFileHasMorePartsThanHonestOnes(t *testing.T) {
	if r := cleaned(t, greyJPEG(64, 64, 0x22, true, maxScans), Options{}); r.Width != 64 {
		t.Errorf("it is %d wide", r.Width)
	}
	refused(t, greyJPEG(64, 64, 0x22, true, maxScans+1), Options{}, TooMany)
	file := asJPEG(t, scene(16, 16, 1))
	many := bytes.Repeat(segment(markCOM), maxParts+1)
	refused(t, slices.Concat(file[:2], many, file[2:]), Options{}, TooMany)
	p := asPNG(t, scene(16, 16, 1))
	refused(t, slices.Concat(p[:33], bytes.Repeat(chunk("prVt", nil), maxParts+1), p[33:]), Options{}, TooMany)
}

// Directories that point in circles end.
func TestExifThatPointsInCirclesEnds(t *testing.T) {
	block := tiff(binary.BigEndian, []tag{{id: 0x010f, text: "maker"}, {id: tagExif, long: []uint32{8}}, {id: tagGPS, long: []uint32{8}}})
	f := finds{}
	if f.exif(block); f[Camera].Times == 0 || f[Camera].Times > maxTags {
		t.Errorf("found %v", f)
	}
}

// A picture in a format that is not read here is refused by its name.
func TestOtherFormatsAreRefusedByName(t *testing.T) {
	for file, want := range map[string]Reason{
		"": Empty, "hello, world": UnknownKind, "\x00\x00\x00\x18ftypheic\x00\x00": HEIC,
		"\x00\x00\x00\x18ftypmif1\x00\x00": HEIC, "\x00\x00\x00\x18ftypavif\x00\x00": AVIF, "GIF89a": GIF,
		"II*\x00": TIFF, "MM\x00*": TIFF, "%PDF-1.7": PDF, "\x1a\x45\xdf\xa3": Matroska, "\xff\xd8\xff": Damaged,
		pngSignature: Damaged, "RIFF\x04\x00\x00\x00WEBP": Damaged, "RIFF\x00\x00\x00\x00WAVE": UnknownKind,
		"RIFF\x0c\x00\x00\x00WEBPANIM\x00\x00\x00\x00": Animation, "\x00\x00\x00\x08ftyp": Damaged,
	} {
		refused(t, []byte(file), Options{}, want)
	}
	// Lossless, and arithmetic coding, are JPEGs that nothing here decodes.
	for _, mark := range []byte{0xc3, 0xc9} {
		file := greyJPEG(16, 16, 0x11, false, 1)
		file[bytes.Index(file, []byte{0xff, markSOF0})+1] = mark
		refused(t, file, Options{}, NotDecoded)
	}
}

// small is the corpus in few bytes.
func small(t testing.TB) map[string][]byte {
	m := scene(16, 16, 1)
	all := map[string][]byte{
		"jpeg": laden(t, m, binary.LittleEndian, 6), "png": ladenPNG(t, m),
		"progressive": greyJPEG(32, 32, 0x21, true, 2),
	}
	for _, name := range []string{"lossy", "alpha", "lossless"} {
		all[name] = ladenWebP(t, name+".webp")
	}
	return all
}

// A file that ends early is refused, wherever it ends.
func TestAFileThatEndsEarlyIsRefused(t *testing.T) {
	for name, file := range small(t) {
		l, err := look(file)
		if err != nil {
			t.Fatal(err)
		}
		end := len(file) - l.finds[Trailing].Bytes
		for n := range end {
			_, err := clean(file[:n], Options{})
			var r *Refusal
			if !errors.As(err, &r) {
				t.Fatalf("%s: its first %d of %d bytes: %v", name, n, end, err)
			}
		}
		cleaned(t, file[:end], Options{})
	}
}

// A file in which bytes are changed gives a clean picture or a refusal, never a panic, and
// never more memory than there is.
func TestAChangedFileIsCleanOrRefused(t *testing.T) {
	files := small(t)
	seeds.Each(t, 2, func(t *testing.T, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 2))
		cleanOnes, refusedOnes := 0, 0
		for name, file := range files {
			for range 150 {
				changed := bytes.Clone(file)
				for range 1 + r.IntN(3) {
					changed[r.IntN(len(changed))] = byte(r.Uint32())
				}
				var result Result
				var err error
				if took := allocates(func() { result, err = clean(changed, Options{Most: 5_000}) }); took > Memory {
					t.Errorf("%s: %d bytes were taken", name, took)
				}
				var no *Refusal
				switch {
				case err == nil:
					cleanOnes++
					keptNoCanary(t, result.Bytes)
					bare(t, result)
				case errors.As(err, &no):
					refusedOnes++
				default:
					t.Errorf("%s: %v is no refusal", name, err)
				}
			}
		}
		if cleanOnes == 0 || refusedOnes == 0 {
			t.Errorf("%d were cleaned, %d refused: the test sees one side only", cleanOnes, refusedOnes)
		}
	})
}

// seedsOf adds the corpus to a fuzzing target.
func seedsOf(f *testing.F, files map[string][]byte) {
	if len(files) == 0 {
		f.Fatal("no seeds")
	}
	for _, file := range files {
		f.Add(file)
	}
}

// fuzzed holds what must be true of every file.
func fuzzed(t *testing.T, file []byte) {
	before := bytes.Clone(file)
	r, err := clean(file, Options{Most: AtOnce})
	if !bytes.Equal(before, file) {
		t.Fatal("the file that came was changed")
	}
	var no *Refusal
	if err != nil {
		if !errors.As(err, &no) {
			t.Fatalf("%v is no refusal", err)
		}
		return
	}
	if len(r.Bytes) > AtOnce {
		t.Fatalf("%d bytes", len(r.Bytes))
	}
	again, err := clean(r.Bytes, Options{})
	if err != nil {
		t.Fatalf("what was made is refused: %v", err)
	}
	if len(again.Report.Found) != 0 {
		t.Fatalf("in what was made, %v is found", again.Report.Found)
	}
}

func FuzzStill(f *testing.F) {
	seedsOf(f, small(f))
	f.Fuzz(fuzzed)
}

func FuzzExif(f *testing.F) {
	f.Add(exifBlock(binary.LittleEndian, 6, []byte("x")))
	f.Add(exifBlock(binary.BigEndian, 3, nil))
	f.Fuzz(func(t *testing.T, block []byte) {
		found := finds{}
		if o := found.exif(block); o < 1 || o > 8 {
			t.Fatalf("orientation %d", o)
		}
		if len(found) == 0 && len(block) > 0 {
			t.Fatal("a block betrays nothing, not even that it is there")
		}
	})
}
