package media

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/png"
	"io"
)

const pngSignature = "\x89PNG\r\n\x1a\n"

// readPNG walks the chunks. The decoder sees IHDR, PLTE, tRNS, IDAT and IEND alone.
func readPNG(file []byte, f finds) (*still, error) {
	s := &still{kind: PNG, length: len(file), orientation: 1, grid: image.Pt(1, 1), atFault: TooLarge}
	needed := [][]byte{file[:len(pngSignature)]}
	transparent := false
	at := len(pngSignature)
	for parts := 0; ; parts++ {
		if parts > maxParts {
			return nil, refuse(TooMany)
		}
		if len(file)-at < 12 {
			return nil, refuse(Damaged)
		}
		length := int64(binary.BigEndian.Uint32(file[at:]))
		if length > int64(len(file)-at-12) {
			return nil, refuse(Damaged)
		}
		name, data := string(file[at+4:at+8]), file[at+8:at+8+int(length)]
		whole := file[at : at+12+int(length)]
		at += len(whole)
		if (s.need == 0) != (name == "IHDR") { // it is the first, and there is one
			return nil, refuse(Damaged)
		}
		switch name {
		case "IHDR":
			if err := s.header(data); err != nil {
				return nil, err
			}
			needed = append(needed, whole)
		case "tRNS":
			transparent = true
			needed = append(needed, whole)
		case "PLTE", "IDAT":
			needed = append(needed, whole)
		case "IEND":
			f.trailing(file[at:])
			needed = append(needed, whole)
			if transparent {
				s.need *= 4 // a palette or grey that is transparent takes up to four times as much
			}
			s.decode = func() (image.Image, error) {
				readers := make([]io.Reader, len(needed))
				for i, part := range needed {
					readers[i] = bytes.NewReader(part)
				}
				return png.Decode(io.MultiReader(readers...))
			}
			return s, nil
		default:
			s.chunk(name, data, f)
		}
	}
}

// header reads IHDR: width, height, depth, colour type, two zeros, interlacing.
func (s *still) header(data []byte) error {
	if len(data) != 13 {
		return refuse(Damaged)
	}
	w, h := binary.BigEndian.Uint32(data), binary.BigEndian.Uint32(data[4:])
	if w == 0 || h == 0 || w > 1<<24 || h > 1<<24 {
		return refuse(Damaged)
	}
	s.width, s.height = int(w), int(h)
	perPixel := int64(1) // grey, or a palette
	if kind := data[9]; kind != 0 && kind != 3 {
		perPixel = 4
	}
	if data[8] == 16 {
		perPixel *= 2
	}
	s.need = perPixel * int64(w) * int64(h)
	if data[12] != 0 {
		s.need *= 2 // each pass of an interlaced picture is an image of its own
	}
	s.need += 4 * 8 * int64(w) // two rows, and one of RGBA
	return nil
}

// chunk counts what a chunk that no picture needs betrays.
func (s *still) chunk(name string, data []byte, f finds) {
	switch name {
	case "eXIf":
		s.orientation = f.exif(data)
	case "tEXt", "zTXt", "iTXt":
		keyword, _, _ := bytes.Cut(data, []byte{0})
		switch {
		case string(keyword) == "XML:com.adobe.xmp":
			f.xmp(data)
		case bytes.HasPrefix(keyword, []byte("Raw profile type")):
			f.add(Application, len(data)) // Exif, IPTC or XMP, packed
		case string(keyword) == "Software":
			f.add(Software, len(data))
		case string(keyword) == "Author", string(keyword) == "Copyright":
			f.add(Owner, len(data))
		case string(keyword) == "Creation Time":
			f.add(Date, len(data))
		default:
			f.add(Words, len(data))
		}
	case "tIME":
		f.add(Date, len(data))
	case "iCCP":
		f.add(ColourProfile, len(data))
		s.profile = true
	case "caBX":
		f.add(Credentials, len(data))
	case "acTL", "fcTL", "fdAT":
		f.add(OtherPicture, len(data))
		s.frames = true
	case "gAMA", "cHRM", "sRGB", "sBIT", "bKGD", "hIST", "pHYs", "sPLT", "cICP", "mDCV", "cLLI":
		f.add(Settings, len(data))
	default:
		f.add(Application, len(data))
	}
}
