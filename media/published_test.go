package media

import (
	"bytes"
	"encoding/binary"
	"image"
	"os"
	"testing"
)

// Promise: a file for everybody has the bytes of no file that a phone may hold, and nothing
// but a file for everybody is taken as one.
func TestAPublishedFileIsNoneThatAPhoneHolds(t *testing.T) {
	lossy, err := os.ReadFile("testdata/lossy.webp")
	if err != nil {
		t.Fatal(err)
	}
	grey := image.NewGray(image.Rect(0, 0, 40, 30))
	tiny := image.NewRGBA(image.Rect(0, 0, 1, 1))
	for name, file := range map[string][]byte{
		"a laden JPEG": laden(t, scene(64, 48, 1), binary.BigEndian, 6), "a large JPEG": asJPEG(t, scene(1800, 40, 2)), "a grey JPEG": asJPEG(t, grey),
		"one pixel": asJPEG(t, tiny), "a laden PNG": ladenPNG(t, scene(64, 48, 5)), "a grey PNG": asPNG(t, grey), "one pixel of PNG": asPNG(t, tiny),
		"a WebP": lossy, "a laden video": ladenVideo(t), "a video": clip(t),
	} {
		for _, o := range []Options{{}, {Sound: true}} {
			private := cleaned(t, file, o)
			if err := Published(file); err == nil {
				t.Errorf("%s: the file that came is taken", name)
			}
			if err := Published(private.Bytes); err == nil {
				t.Errorf("%s: a file that was cleaned on a phone is taken", name)
			}
			o.Publish = true
			public := cleaned(t, private.Bytes, o)
			if bytes.Equal(public.Bytes, private.Bytes) {
				t.Errorf("%s: the published bytes are those of the phone", name)
			}
			if err := Published(public.Bytes); err != nil {
				t.Errorf("%s: what was made for everybody: %v", name, err)
			}
			if l, err := Look(public.Bytes); err != nil || len(l.Found) > 1 || len(l.Found) == 1 && l.Found[0].Trace != Sound {
				t.Errorf("%s: found %v, %v", name, l.Found, err)
			}
			if again := cleaned(t, public.Bytes, Options{Sound: o.Sound}); Published(again.Bytes) == nil {
				t.Errorf("%s: cleaned by a phone once more it is taken", name)
			}
		}
	}
}

// Promise: what is added to a file for everybody, or changed around its picture, is noticed.
func TestAPublishedFileHasNothingBesideItsPicture(t *testing.T) {
	for name, file := range map[string][]byte{
		"JPEG": cleaned(t, asJPEG(t, scene(20, 12, 1)), Options{Publish: true}).Bytes,
		"PNG":  cleaned(t, asPNG(t, scene(20, 12, 1)), Options{Publish: true}).Bytes,
		"MP4":  cleaned(t, clip(t), Options{Publish: true}).Bytes,
	} {
		if err := Published(file); err != nil {
			t.Fatalf("%s: the control: %v", name, err)
		}
		if Published(append(bytes.Clone(file), 0)) == nil || Published(file[:len(file)-1]) == nil {
			t.Errorf("%s: one byte more or less passes", name)
		}
		until, frame := len(file), len(file)
		switch name {
		case "JPEG": // of its head the size alone may be another
			until, frame = bytes.Index(file, []byte{0xff, markSOS})+14, bytes.Index(file, []byte{0xff, markSOF0})
		case "MP4": // of its head, lengths and times: the head is compared with one made of them
			until = bytes.Index(file, []byte("moov")) + 4
		}
		for i := range until {
			changed := bytes.Clone(file)
			changed[i] ^= 0x01
			if Published(changed) == nil && !(i >= frame+5 && i < frame+9) {
				t.Errorf("%s: byte %d changed passes", name, i)
			}
		}
	}
	if video := cleaned(t, clip(t), Options{Publish: true}).Bytes; Published(append(bytes.Clone(video), boxed("udta", "x")...)) == nil || Published(append(boxed("free", "x"), video...)) == nil {
		t.Error("a box more passes")
	}
	file := cleaned(t, asJPEG(t, scene(20, 12, 1)), Options{Publish: true}).Bytes
	if squeezed := cleaned(t, asJPEG(t, scene(300, 200, 1)), Options{Publish: true, Most: 7_000}); Published(squeezed.Bytes) != nil || squeezed.Width == 0 {
		t.Error("one that had to be smaller is refused")
	}
	scan := bytes.Index(file, []byte{0xff, markSOS})
	for name, part := range map[string][]byte{
		"a comment": segment(markCOM, "x"), "Exif": segment(markAPP0+1, "Exif\x00\x00", string(exifBlock(binary.BigEndian, 1, nil))),
		"more tables": file[2:69], "a maker's segment": segment(markAPP0+4, "x"),
	} {
		for _, at := range []int{2, scan, len(file) - 2} {
			if Published(append(append(bytes.Clone(file[:at]), part...), file[at:]...)) == nil {
				t.Errorf("%s at %d passes", name, at)
			}
		}
	}
}
