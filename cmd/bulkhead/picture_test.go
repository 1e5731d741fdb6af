package main

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"os"

	"github.com/rogpeppe/go-internal/testscript"
)

// picture FILE: writes a JPEG that says where it was taken, and has bytes behind its end.
func picture(ts *testscript.TestScript, _ bool, args []string) {
	img := image.NewRGBA(image.Rect(0, 0, 96, 64))
	for i := range img.Pix {
		img.Pix[i] = byte(i * 7)
	}
	for i := 3; i < len(img.Pix); i += 4 {
		img.Pix[i] = 0xff
	}
	img.Set(1, 1, color.White)
	var b bytes.Buffer
	ts.Check(jpeg.Encode(&b, img, nil))
	gps := "II*\x00\x08\x00\x00\x00" + // Exif: one field, which points to the place
		"\x01\x00" + "\x25\x88\x04\x00\x01\x00\x00\x00\x1a\x00\x00\x00" + "\x00\x00\x00\x00" +
		"\x01\x00" + "\x01\x00\x02\x00\x02\x00\x00\x00N\x00\x00\x00" + "\x00\x00\x00\x00"
	segment := "Exif\x00\x00" + gps
	head := append([]byte{0xff, 0xd8, 0xff, 0xe1, byte((len(segment) + 2) >> 8), byte(len(segment) + 2)}, segment...)
	file := append(append(head, b.Bytes()[2:]...), "canary behind the end"...)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), file, 0o600))
}
