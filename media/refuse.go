package media

import (
	"bytes"
	"errors"
)

// A Reason is why a file is refused.
type Reason string

// The reasons.
const (
	Empty        Reason = "empty"         // no bytes
	UnknownKind  Reason = "unknown-kind"  // none of the formats known here
	HEIC         Reason = "heic"          // the phone's own system can make a JPEG of it
	AVIF         Reason = "avif"          // the same
	GIF          Reason = "gif"           // moving or not
	TIFF         Reason = "tiff"          // and raw formats built on it
	PDF          Reason = "pdf"           // a document, not a picture
	Matroska     Reason = "matroska"      // MKV and WebM
	Animation    Reason = "animation"     // a WebP that moves
	Damaged      Reason = "damaged"       // ends early, or breaks its format's rules
	NotDecoded   Reason = "not-decoded"   // keeps the rules, but uses what is not decoded here
	TooLarge     Reason = "too-large"     // would need more than Memory
	Progressive  Reason = "progressive"   // would not need more if it were no progressive JPEG
	Lossless     Reason = "lossless"      // the same of a lossless WebP, or one of packed alpha
	TooMany      Reason = "too-many"      // more parts than any honest file has
	OutsideIt    Reason = "outside"       // a region to hide is empty or not in the picture
	OverBudget   Reason = "over-budget"   // cannot be made as small as asked
	HideInVideo  Reason = "hide-in-video" // hiding needs the frames decoded
	NoVideo      Reason = "no-video"      // an MP4 without a video track
	VideoCodec   Reason = "video-codec"   // a video in anything but H.264, such as HEVC
	SoundCodec   Reason = "sound-codec"   // sound is asked for and is not AAC-LC
	Fragmented   Reason = "fragmented"    // an MP4 in fragments, as streams have
	Encrypted    Reason = "encrypted"     // a protected track
	ElsewhereToo Reason = "elsewhere"     // frames lie in another file
	NotPublished Reason = "not-published" // not a file that Clean made for a publication
	NoStart      Reason = "no-start"      // no frame that can be decoded by itself
)

// A Refusal is the error of [Look] and [Clean].
type Refusal struct{ Reason Reason }

// Error says that the file is refused. Screens have sentences of their own for the reasons.
func (r *Refusal) Error() string { return "file refused: " + string(r.Reason) }

func refuse(r Reason) error { return &Refusal{r} }

// isTooMany tells the one refusal that holds whatever the part is for.
func isTooMany(err error) bool {
	var r *Refusal
	return errors.As(err, &r) && r.Reason == TooMany
}

// sniff tells a file's kind by its first bytes. Names and endings say nothing.
func sniff(file []byte) (Kind, error) {
	has := func(at int, s string) bool {
		return len(file) >= at && bytes.HasPrefix(file[at:], []byte(s))
	}
	switch {
	case len(file) == 0:
		return "", refuse(Empty)
	case has(0, "\xff\xd8\xff"):
		return JPEG, nil
	case has(0, pngSignature):
		return PNG, nil
	case has(0, "RIFF") && has(8, "WEBP"):
		return WebP, nil
	case has(4, "ftyp"):
		return sniffBrand(file)
	case has(4, "moov"), has(4, "mdat"), has(4, "wide"), has(4, "free"), has(4, "skip"):
		return MP4, nil // QuickTime before it had brands
	case has(0, "GIF8"):
		return "", refuse(GIF)
	case has(0, "II*\x00"), has(0, "MM\x00*"), has(0, "II+\x00"), has(0, "MM\x00+"):
		return "", refuse(TIFF)
	case has(0, "%PDF"):
		return "", refuse(PDF)
	case has(0, "\x1a\x45\xdf\xa3"):
		return "", refuse(Matroska)
	}
	return "", refuse(UnknownKind)
}

// sniffBrand tells pictures from videos that share a container.
func sniffBrand(file []byte) (Kind, error) {
	if len(file) < 12 {
		return "", refuse(Damaged)
	}
	switch string(file[8:12]) {
	case "heic", "heix", "heim", "heis", "mif1", "msf1", "hevc", "hevx":
		return "", refuse(HEIC)
	case "avif", "avis":
		return "", refuse(AVIF)
	}
	return MP4, nil
}
