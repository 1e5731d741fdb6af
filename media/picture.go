package media

import (
	"image"
	"image/draw"
)

// A picture is one or three layers of samples: luma alone; luma and two of chroma, which may
// have fewer samples; or one layer of red, green and blue.
type picture struct {
	width, height int
	layers        []layer
	clear         *bool // whether a row of the source was transparent somewhere
}

// A layer holds w by h samples of some bytes each, given row by row.
type layer struct {
	w, h, bytes  int
	stride       int
	across, down int                                       // pixels of the picture that a sample covers
	pix          []byte                                    // the samples, in memory; or
	draw         func(y int, row *image.RGBA) (see []byte) // what makes them of another image, row by row,
	fill         func(r image.Rectangle)                   // and what makes a region of it grey
}

// faint is how opaque a pixel is, of 255, that counts as transparent if it is less so: 3 %, which
// an eraser with a soft edge leaves.
const faint = 8

// grey is what hides. Nothing of what it hides goes into it.
const grey = 128

// layersOf makes a picture of an image without copying it.
func layersOf(m image.Image) picture {
	b := m.Bounds()
	p := picture{width: b.Dx(), height: b.Dy()}
	switch m := m.(type) {
	case *image.YCbCr:
		across, down := subsampling(m.SubsampleRatio)
		cw, ch := (p.width+across-1)/across, (p.height+down-1)/down
		p.layers = []layer{
			{w: p.width, h: p.height, bytes: 1, across: 1, down: 1, stride: m.YStride, pix: m.Y},
			{w: cw, h: ch, bytes: 1, across: across, down: down, stride: m.CStride, pix: m.Cb},
			{w: cw, h: ch, bytes: 1, across: across, down: down, stride: m.CStride, pix: m.Cr}}
	case *image.Gray:
		p.layers = []layer{{w: p.width, h: p.height, bytes: 1, across: 1, down: 1, stride: m.Stride, pix: m.Pix}}
	default:
		p.clear = new(bool)
		p.layers = []layer{drawn(m, p.clear)}
	}
	return p
}

// subsampling is how many pixels across and down have one sample of chroma.
func subsampling(ratio image.YCbCrSubsampleRatio) (across, down int) {
	switch ratio {
	case image.YCbCrSubsampleRatio422:
		return 2, 1
	case image.YCbCrSubsampleRatio420:
		return 2, 2
	case image.YCbCrSubsampleRatio440:
		return 1, 2
	case image.YCbCrSubsampleRatio411:
		return 4, 1
	case image.YCbCrSubsampleRatio410:
		return 4, 2
	}
	return 1, 1
}

// drawn is the layer of an image of any other sort, on white.
func drawn(m image.Image, clear *bool) layer {
	b := m.Bounds()
	l := layer{w: b.Dx(), h: b.Dy(), bytes: 3}
	var hidden []image.Rectangle
	l.fill = func(r image.Rectangle) { hidden = append(hidden, r) }
	l.draw = func(y int, row *image.RGBA) []byte {
		draw.Draw(row, row.Bounds(), m, image.Pt(b.Min.X, b.Min.Y+y), draw.Src)
		for _, r := range hidden {
			if y >= r.Min.Y && y < r.Max.Y {
				over := image.Rect(r.Min.X, 0, r.Max.X, 1)
				draw.Draw(row, over, image.NewUniform(greyRGB), image.Point{}, draw.Src)
			}
		}
		see := row.Pix[:0]
		for x := 0; x < len(row.Pix); x += 4 {
			px := row.Pix[x : x+4 : x+4]
			if px[3] < faint { // nobody sees it, but a contrast that is turned up would show it
				px[0], px[1], px[2], px[3] = 0, 0, 0, 0
			}
			white := 255 - px[3]
			if white != 0 {
				*clear = true
			}
			see = append(see, px[0]+white, px[1]+white, px[2]+white) // behind the reader: 3 for 4
		}
		return see
	}
	return l
}

// transparent reports whether something lay beneath; it is known once the picture was shrunk.
func (p picture) transparent() bool { return p.clear != nil && *p.clear }

// hide makes a region of the picture grey, and of every chroma sample that it touches.
func (p picture) hide(r image.Rectangle) {
	for _, l := range p.layers {
		if l.fill != nil {
			l.fill(r)
			continue
		}
		for y := r.Min.Y / l.down; y < min(l.h, (r.Max.Y+l.down-1)/l.down); y++ {
			row := l.pix[y*l.stride:]
			for x := r.Min.X / l.across; x < min(l.w, (r.Max.X+l.across-1)/l.across); x++ {
				row[x] = grey
			}
		}
	}
}

// shrink returns the picture with w by h pixels, chroma with a quarter. Each sample is the
// mean of what it covers.
func (p picture) shrink(w, h int) picture {
	small := picture{width: w, height: h}
	for i, l := range p.layers {
		lw, lh := w, h
		if i > 0 {
			lw, lh = (w+1)/2, (h+1)/2
		}
		small.layers = append(small.layers, l.shrink(lw, lh))
	}
	return small
}

// row returns a row's samples.
func (l layer) row(y int, scratch *image.RGBA) []byte {
	if l.draw != nil {
		return l.draw(y, scratch)
	}
	return l.pix[y*l.stride:][:l.w*l.bytes]
}

// shrink takes the mean over areas. In units of which a source sample is w wide and h high and
// a new one l.w and l.h, both cover the same, so that every weight is a whole number. A sum
// is at most 255 times the source's area, which 64 bits hold.
func (l layer) shrink(w, h int) layer {
	small := layer{w: w, h: h, bytes: l.bytes, stride: w * l.bytes, pix: make([]byte, w*h*l.bytes)}
	var scratch *image.RGBA
	if l.draw != nil {
		scratch = image.NewRGBA(image.Rect(0, 0, l.w, 1))
	}
	if w == l.w && h == l.h {
		for y := range h {
			copy(small.pix[y*small.stride:], l.row(y, scratch))
		}
		return small
	}
	sums := make([]uint64, w*l.bytes)   // of the new row that is under way
	across := make([]uint64, w*l.bytes) // of one source row
	area := uint64(l.w) * uint64(l.h)
	out, filled := 0, 0 // the new row, and how many units of it are filled
	for y := range l.h {
		spread(across, l.row(y, scratch), l.w, w, l.bytes)
		for left := h; left > 0; {
			take := min(left, l.h-filled)
			for i, v := range across {
				sums[i] += v * uint64(take)
			}
			left, filled = left-take, filled+take
			if filled == l.h {
				row := small.pix[out*small.stride:][:len(sums)]
				for i, v := range sums {
					row[i] = byte((v + area/2) / area)
				}
				clear(sums)
				out, filled = out+1, 0
			}
		}
	}
	return small
}

// spread sets across to the sums of a row of n samples over each of w new ones.
func spread(across []uint64, row []byte, n, w, bytes int) {
	clear(across)
	out, filled := 0, 0
	for x := range n {
		for left := w; left > 0; {
			take := min(left, n-filled)
			for c := range bytes {
				across[out*bytes+c] += uint64(row[x*bytes+c]) * uint64(take)
			}
			left, filled = left-take, filled+take
			if filled == n {
				out, filled = out+1, 0
			}
		}
	}
}

// turn returns a picture in memory turned upright.
func (p picture) turn(orientation int) picture {
	turned := picture{width: p.width, height: p.height}
	if orientation >= 5 {
		turned.width, turned.height = p.height, p.width
	}
	for _, l := range p.layers {
		turned.layers = append(turned.layers, l.turn(orientation))
	}
	return turned
}

func (l layer) turn(orientation int) layer {
	t := layer{w: l.w, h: l.h, bytes: l.bytes}
	if orientation >= 5 {
		t.w, t.h = l.h, l.w
	}
	t.stride, t.pix = t.w*t.bytes, make([]byte, len(l.pix))
	for y := range l.h {
		for x := range l.w {
			tx, ty := uprightOf(orientation, x, y, l.w, l.h)
			copy(t.pix[ty*t.stride+tx*t.bytes:][:t.bytes], l.pix[y*l.stride+x*l.bytes:])
		}
	}
	return t
}

// uprightOf is where Exif's orientation puts a sample of w by h.
func uprightOf(orientation, x, y, w, h int) (int, int) {
	switch orientation {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return h - 1 - y, x
	case 7:
		return h - 1 - y, w - 1 - x
	case 8:
		return y, w - 1 - x
	}
	return x, y
}
