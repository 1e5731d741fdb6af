package media

import "encoding/binary"

// Units of H.264, ITU-T H.264 table 7-1.
const (
	unitSlice    = 1
	unitIDR      = 5 // a slice of a picture that needs none before it
	unitSEI      = 6
	unitSequence = 7
	unitPicture  = 8
)

// unitsOf calls f with each unit of a sample.
func unitsOf(sample []byte, lengthBytes int, f func(kind byte, unit []byte) error) error {
	for len(sample) > 0 {
		if len(sample) < lengthBytes {
			return refuse(Damaged)
		}
		n := 0
		for _, b := range sample[:lengthBytes] {
			n = n<<8 | int(b)
		}
		sample = sample[lengthBytes:]
		if n == 0 || n > len(sample) {
			return refuse(Damaged)
		}
		if err := f(sample[0]&0x1f, sample[:n]); err != nil {
			return err
		}
		sample = sample[n:]
	}
	return nil
}

// units walks over all frames: each must have slices, and the units that are left out are
// counted. A sample is a key only if it has nothing but slices of an IDR picture: "stands alone"
// in the file may mean less.
func (v *video) units() error {
	e := v.picture.entry
	for i := range v.picture.samples {
		s := &v.picture.samples[i]
		slices, alone := 0, true
		err := unitsOf(v.file[s.at:s.at+s.size], e.lengthBytes, func(kind byte, unit []byte) error {
			switch kind {
			case unitSlice, unitIDR:
				slices++
				alone = alone && kind == unitIDR
			case unitSEI:
				v.messages(unit)
			case unitSequence, unitPicture:
				if !e.parameters.known(unit) {
					return refuse(NotDecoded)
				}
			case 2, 3, 4:
				return refuse(NotDecoded) // slices in parts
			case 9: // where a frame begins: says nothing
			default:
				v.add(FrameNotes, len(unit))
			}
			return nil
		})
		if err != nil {
			return err
		}
		if slices == 0 {
			return refuse(Damaged)
		}
		s.key = alone
	}
	return nil
}

// messages counts the SEI messages of a unit: a kind and a length, each in bytes of which 255
// says that more follow.
func (v *video) messages(unit []byte) {
	rest := unit[1:]
	number := func() (n int) {
		for len(rest) > 0 {
			b := rest[0]
			n, rest = n+int(b), rest[1:]
			if b != 255 {
				break
			}
		}
		return n
	}
	for len(rest) > 1 { // the last byte ends the unit
		kind, length := number(), number()
		switch kind {
		case 4, 5: // registered and unregistered user data: x264's settings, a camera's notes
			v.add(EncoderSettings, length)
		default:
			v.add(FrameNotes, length)
		}
		rest = rest[min(length, len(rest)):]
	}
}

// picturesOf appends the slices of a sample, each behind four bytes of length.
func (e entry) picturesOf(out, sample []byte) []byte {
	// units has walked over it without an error.
	_ = unitsOf(sample, e.lengthBytes, func(kind byte, unit []byte) error {
		if kind == unitSlice || kind == unitIDR {
			out = binary.BigEndian.AppendUint32(out, uint32(len(unit)))
			out = append(out, unit...)
		}
		return nil
	})
	return out
}
