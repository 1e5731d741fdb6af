// Code generated from catalogue/screen.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

// ScreenQrSmall says: No QR code: with what is beside it, it takes {{.Count}} lines of {{.Columns}} c…
func (s Say) ScreenQrSmall(columns int, count int) string {
	return s.say("screen.qr-small", s.number("Columns", columns), s.count("Count", count))
}

// ScreenQrDumb says: No QR code: this terminal cannot be told which squares are dark (TERM=dumb). Ty…
func (s Say) ScreenQrDumb() string {
	return s.say("screen.qr-dumb")
}
