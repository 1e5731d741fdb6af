package media

import (
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"slices"
)

// A still is a picture whose container was read, and whose pixels were not yet.
type still struct {
	kind          Kind
	length        int // of the file, in bytes
	width, height int // as stored
	orientation   int // 1 to 8, Exif's: how to turn what is stored
	grid          image.Point
	profile       bool // an ICC profile was found: it is not applied
	colours       bool // stored as four inks
	chroma        bool // decoded as luma and chroma
	frames        bool // further frames were found: they are left out
	need          int64
	atFault       Reason // said when need is too much
	decode        func() (image.Image, error)
}

// upright returns the size as a person sees it.
func (s *still) upright() (width, height int) {
	if s.orientation >= 5 {
		return s.height, s.width
	}
	return s.width, s.height
}

// reserve is what encoding takes beside the layers: buffers, and the file that leaves.
const reserve = 4 << 20

// memory is the most that cleaning takes: the file, the decoded picture, and three times the
// small one: as scaled, as turned or scaled again, as encoded. A pixel of that has three bytes,
// and a fourth to be encoded; in luma and chroma a byte and a half.
func (s *still) memory() int64 {
	w, h := within(s.width, s.height, LongestSide)
	small := int64(w) * int64(h)
	if s.chroma {
		small = 3 * small * 3 / 2
	} else {
		small = (3 + 3 + 4) * small
	}
	return int64(s.length) + s.need + small + reserve
}

func (s *still) clean(o Options, result *Result) error {
	hide, err := s.hidden(o.Hide)
	if err != nil {
		return err
	}
	if s.memory() > Memory {
		return refuse(s.atFault)
	}
	m, err := s.decode()
	if err != nil {
		return refuse(whyNot(err))
	}
	if m.Bounds().Min != (image.Point{}) || m.Bounds().Dx() != s.width || m.Bounds().Dy() != s.height {
		return refuse(Damaged) // two readers of one file must agree, or the guards say nothing
	}
	r := &result.Report
	p := layersOf(m)
	for _, region := range hide {
		p.hide(region)
		r.change(Hidden)
	}
	w, h := within(s.width, s.height, LongestSide)
	small := p.shrink(w, h)
	if p.transparent() {
		r.change(OnWhite)
	}
	if s.orientation != 1 {
		small = small.turn(s.orientation)
		r.change(Turned)
	}
	if s.profile || s.colours {
		r.change(Colours)
	}
	if s.frames {
		r.change(OneFrame)
	}
	return s.write(small, o, result)
}

// whyNot tells a decoder's two sorts of error apart.
func whyNot(err error) Reason {
	var j jpeg.UnsupportedError
	var p png.UnsupportedError
	if errors.As(err, &j) || errors.As(err, &p) {
		return NotDecoded
	}
	return Damaged
}

// write encodes the small picture, smaller still if it must be, and says so.
func (s *still) write(small picture, o Options, result *Result) error {
	out, scaled, kind := fit(small, o, s.kind == PNG)
	if out == nil {
		return refuse(OverBudget)
	}
	result.Bytes, result.Kind, result.Width, result.Height = out, kind, scaled.width, scaled.height
	r := &result.Report
	width, _ := s.upright()
	same := scaled.width == width
	if !same {
		r.change(Scaled)
	}
	r.change(EncodedAnew)
	if kind != s.kind {
		r.change(NowJPEG)
	}
	if kind == PNG && same {
		r.Stays = append(r.Stays, ExactPixels)
	}
	return nil
}

// hidden turns the regions, which a person marked in the upright picture, into regions of what
// is stored. Each is widened to the grid in which the file codes its pixels: what lies within
// a unit shows, a little, in all of the unit.
func (s *still) hidden(regions []image.Rectangle) ([]image.Rectangle, error) {
	width, height := s.upright()
	seen, stored := image.Rect(0, 0, width, height), image.Rect(0, 0, s.width, s.height)
	regions = slices.Clone(regions)
	for i, region := range regions {
		if region.Min.X >= region.Max.X || region.Min.Y >= region.Max.Y || !region.Overlaps(seen) {
			return nil, refuse(OutsideIt)
		}
		r := asStored(s.orientation, region.Intersect(seen), s.width, s.height)
		r.Min = image.Pt(r.Min.X/s.grid.X*s.grid.X, r.Min.Y/s.grid.Y*s.grid.Y)
		r.Max = image.Pt((r.Max.X+s.grid.X-1)/s.grid.X*s.grid.X, (r.Max.Y+s.grid.Y-1)/s.grid.Y*s.grid.Y)
		if s.kind == WebP { // predicted and smoothed across units: one more on every side
			r = r.Inset(-s.grid.X)
		}
		regions[i] = r.Intersect(stored)
	}
	return regions, nil
}

// asStored returns where a region of the upright picture lies in the stored one of w by h.
func asStored(orientation int, r image.Rectangle, w, h int) image.Rectangle {
	x0, y0, x1, y1 := r.Min.X, r.Min.Y, r.Max.X, r.Max.Y
	switch orientation {
	case 2:
		return image.Rect(w-x1, y0, w-x0, y1)
	case 3:
		return image.Rect(w-x1, h-y1, w-x0, h-y0)
	case 4:
		return image.Rect(x0, h-y1, x1, h-y0)
	case 5:
		return image.Rect(y0, x0, y1, x1)
	case 6:
		return image.Rect(y0, h-x1, y1, h-x0)
	case 7:
		return image.Rect(w-y1, h-x1, w-y0, h-x0)
	case 8:
		return image.Rect(w-y1, x0, w-y0, x1)
	}
	return r
}

// within returns the size to which w by h is scaled so that no side is longer than longest.
func within(w, h, longest int) (int, int) {
	switch {
	case w <= longest && h <= longest:
		return w, h
	case w >= h:
		return longest, max(1, (h*longest+w/2)/w)
	}
	return max(1, (w*longest+h/2)/h), longest
}
