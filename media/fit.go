package media

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
)

var greyRGB = color.RGBA{grey, grey, grey, 255}

const (
	fine   = 80 // JPEG quality, of 100, where there is room
	coarse = 60 // and where there is not, before pixels are given up
	// shortestSide is where scaling ends: below it nothing is to be seen.
	shortestSide = 16
	largestFile  = math.MaxInt
)

// fit encodes a picture in at most so many bytes: 0 is no limit. It returns nil if it cannot.
// A PNG stays one, exact, if that fits in its size; else all become JPEGs, first coarser, then
// smaller.
func fit(p picture, o Options, wasPNG bool) ([]byte, picture, Kind) {
	most := o.Most
	if most <= 0 {
		most = largestFile
	}
	var out bytes.Buffer
	if wasPNG {
		if o.png().Encode(&out, p.image()) == nil && out.Len() <= most {
			return out.Bytes(), p, PNG
		}
	}
	first, then := o.qualities()
	full, quality := p, first
	for {
		out.Reset()
		if err := jpeg.Encode(&out, p.image(), &jpeg.Options{Quality: quality}); err != nil {
			return nil, p, JPEG
		}
		if out.Len() <= most {
			return out.Bytes(), p, JPEG
		}
		if quality == first {
			quality = then
			continue
		}
		// A file shrinks with the number of its pixels, roughly, and never as much as hoped.
		by := math.Sqrt(float64(most)/float64(out.Len())) * .95
		by = min(max(by, .5), .9)
		w, h := int(float64(p.width)*by), int(float64(p.height)*by)
		if w < 1 || h < 1 || max(w, h) < shortestSide {
			return nil, p, JPEG
		}
		p = full.shrink(w, h)
	}
}

// image returns a picture in memory as an image.
func (p picture) image() image.Image {
	bounds := image.Rect(0, 0, p.width, p.height)
	l := p.layers[0]
	switch {
	case len(p.layers) == 3:
		return &image.YCbCr{Y: l.pix, Cb: p.layers[1].pix, Cr: p.layers[2].pix,
			YStride: l.stride, CStride: p.layers[1].stride, Rect: bounds,
			SubsampleRatio: image.YCbCrSubsampleRatio420}
	case l.bytes == 1:
		return &image.Gray{Pix: l.pix, Stride: l.stride, Rect: bounds}
	}
	m := image.NewRGBA(bounds)
	for i, o := 0, 0; i < len(l.pix); i, o = i+3, o+4 {
		m.Pix[o], m.Pix[o+1], m.Pix[o+2], m.Pix[o+3] = l.pix[i], l.pix[i+1], l.pix[i+2], 255
	}
	return m
}
