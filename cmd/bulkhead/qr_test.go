package main

import (
	"image"
	"image/color"
	"strings"
	"testing"

	"bulkhead/tell"
	"bulkhead/term"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// readQR finds a QR code drawn in half blocks and reads it with a decoder that
// is not the encoder's.
func readQR(t *testing.T, screen string) string {
	t.Helper()
	var rows [][]rune
	for l := range strings.Lines(screen) {
		l = strings.TrimRight(l, "\r\n")
		l = strings.TrimSuffix(strings.TrimPrefix(l, "\x1b[97;40m"), "\x1b[0m")
		if strings.HasPrefix(l, "█") {
			rows = append(rows, []rune(l))
		}
	}
	if len(rows) == 0 {
		t.Fatal("no QR code was shown")
	}
	const scale = 4
	img := image.NewGray(image.Rect(0, 0, len(rows[0])*scale, 2*len(rows)*scale))
	for y := range 2 * len(rows) {
		for x, r := range rows[y/2] {
			light := r == '█' || r == '▀' && y%2 == 0 || r == '▄' && y%2 == 1
			for i := range scale * scale {
				if light {
					img.SetGray(x*scale+i%scale, y*scale+i/scale, color.Gray{255})
				}
			}
		}
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		t.Fatal(err)
	}
	result, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
	if err != nil {
		t.Fatalf("the QR code does not read: %v", err)
	}
	return result.GetText()
}

// Promise: every invitation that can be made fits a QR code that reads.
func TestLongestInvitationReads(t *testing.T) {
	text := strings.Repeat("AFXJRLA4YLTSVF37Y2GXAWR63JM2", 9)[:240]
	var b strings.Builder
	p := term.NewSheet(&b)
	term.Invitation(p, &tell.Invited{Text: text}, true)
	if err := p.Err(); err != nil {
		t.Fatal(err)
	}
	_, drawn, _ := strings.Cut(b.String(), "\n\n")
	if got := readQR(t, drawn); got != text {
		t.Errorf("got %q", got)
	}
	for l := range strings.Lines(drawn) {
		if w := term.Width(strings.TrimRight(l, "\n")); w > 78 {
			t.Errorf("a line is %d columns wide", w)
		}
	}
}
