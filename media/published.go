package media

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/jpeg"
	"image/png"
)

// Whoever holds a phone can look for the hash of each of its files in a publication. So a file
// that is published never has the bytes of one that a phone may hold: with [Options.Publish]
// each kind is written a little otherwise than without.
const (
	finePublished   = 78 // in place of fine
	coarsePublished = 58 // in place of coarse
	// brandVersion of the MP4s that leave, and publishedVersion of those that are published.
	brandVersion, publishedVersion = 0x200, 0x201
)

func (o Options) qualities() (first, then int) {
	if o.Publish {
		return finePublished, coarsePublished
	}
	return fine, coarse
}

func (o Options) png() *png.Encoder {
	if o.Publish {
		return &png.Encoder{CompressionLevel: png.BestCompression}
	}
	return &png.Encoder{}
}

func (o Options) brand() uint32 {
	if o.Publish {
		return publishedVersion
	}
	return brandVersion
}

// Published returns nil if file is one that [Clean] has made with [Options.Publish], to the
// last byte that is no picture: else a [*Refusal]. So neither a file as it was received nor one
// that a phone has cleaned passes, even if nothing is found in it. It takes as long as Clean,
// but for a JPEG.
func Published(file []byte) (err error) {
	defer refusePanics(&err)
	l, err := look(file)
	if err != nil {
		return err
	}
	if l.kind == JPEG {
		if l.still.width > LongestSide || l.still.height > LongestSide || !jpegOfOurs(file, l.still) {
			return refuse(NotPublished)
		}
		return nil
	}
	again, err := clean(file, Options{Publish: true, Sound: true})
	if err != nil {
		return err
	}
	if !bytes.Equal(again.Bytes, file) {
		return refuse(NotPublished)
	}
	return nil
}

// jpegOfOurs reports whether everything but the coded picture is what our encoder writes for a
// publication.
func jpegOfOurs(file []byte, s *still) bool {
	for _, quality := range []int{finePublished, coarsePublished} {
		for _, m := range []image.Image{image.NewYCbCr(image.Rect(0, 0, 1, 1), image.YCbCrSubsampleRatio420), image.NewGray(image.Rect(0, 0, 1, 1))} {
			head := headOf(m, quality, s.width, s.height)
			if rest, is := bytes.CutPrefix(file, head); is && onlyCoded(rest) {
				return true
			}
		}
	}
	return false
}

// headOf returns what our encoder writes before the coded picture of one like m.
func headOf(m image.Image, quality, width, height int) []byte {
	var out bytes.Buffer
	if err := jpeg.Encode(&out, m, &jpeg.Options{Quality: quality}); err != nil {
		panic(err) // one pixel
	}
	b := out.Bytes()
	for at := 2; ; {
		mark, length := b[at+1], int(binary.BigEndian.Uint16(b[at+2:]))
		if mark == markSOF0 {
			binary.BigEndian.PutUint16(b[at+5:], uint16(height))
			binary.BigEndian.PutUint16(b[at+7:], uint16(width))
		}
		at += 2 + length
		if mark == markSOS {
			return b[:at]
		}
	}
}

// onlyCoded reports whether the rest of a JPEG is one scan's coded picture and the end.
func onlyCoded(rest []byte) bool {
	for at := 0; ; at += 2 {
		next := bytes.IndexByte(rest[at:], 0xff)
		if next < 0 || at+next+1 >= len(rest) {
			return false
		}
		at += next
		if m := rest[at+1]; m != 0 {
			return m == markEOI && at+2 == len(rest)
		}
	}
}
