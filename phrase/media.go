package phrase

import (
	"errors"

	"bulkhead/media"
)

// The functions of this page say what was found in a picture or video, what is otherwise in the
// new file, and what stays. A code that is not here is of a newer program.

var mediaTraces = map[media.Trace]said{
	media.Place:           Say.CleanedTracePlace,
	media.Serial:          Say.CleanedTraceSerial,
	media.Owner:           Say.CleanedTraceOwner,
	media.Camera:          Say.CleanedTraceCamera,
	media.Date:            Say.CleanedTraceDate,
	media.Software:        Say.CleanedTraceSoftware,
	media.MakerNote:       Say.CleanedTraceMakerNote,
	media.Thumbnail:       Say.CleanedTraceThumbnail,
	media.OtherPicture:    Say.CleanedTraceOtherPicture,
	media.Motion:          Say.CleanedTraceMotion,
	media.Words:           Say.CleanedTraceWords,
	media.XMP:             Say.CleanedTraceXmp,
	media.IPTC:            Say.CleanedTraceIptc,
	media.Credentials:     Say.CleanedTraceCredentials,
	media.ColourProfile:   Say.CleanedTraceColourProfile,
	media.Settings:        Say.CleanedTraceSettings,
	media.Sensors:         Say.CleanedTraceSensors,
	media.Application:     Say.CleanedTraceApplication,
	media.Trailing:        Say.CleanedTraceTrailing,
	media.Gaps:            Say.CleanedTraceGaps,
	media.Names:           Say.CleanedTraceNames,
	media.Sound:           Say.CleanedTraceSound,
	media.OtherTrack:      Say.CleanedTraceOtherTrack,
	media.EncoderSettings: Say.CleanedTraceEncoderSettings,
	media.FrameNotes:      Say.CleanedTraceFrameNotes,
	media.CutOff:          Say.CleanedTraceCutOff,
}

var mediaChanges = map[media.Change]said{
	media.Turned:      Say.CleanedChangeTurned,
	media.Scaled:      Say.CleanedChangeScaled,
	media.Hidden:      Say.CleanedChangeHidden,
	media.EncodedAnew: Say.CleanedChangeEncodedAnew,
	media.NowJPEG:     Say.CleanedChangeNowJpeg,
	media.OnWhite:     Say.CleanedChangeOnWhite,
	media.OneFrame:    Say.CleanedChangeOneFrame,
	media.Colours:     Say.CleanedChangeColours,
	media.WrittenAnew: Say.CleanedChangeWrittenAnew,
	media.Silent:      Say.CleanedChangeSilent,
	media.Shortened:   Say.CleanedChangeShortened,
}

var mediaRemains = map[media.Remains]said{
	media.WhatIsSeen:     Say.CleanedStaysWhatIsSeen,
	media.SensorNoise:    Say.CleanedStaysSensorNoise,
	media.ExactPixels:    Say.CleanedStaysExactPixels,
	media.FrameTimes:     Say.CleanedStaysFrameTimes,
	media.StreamSettings: Say.CleanedStaysStreamSettings,
	media.WhatIsHeard:    Say.CleanedStaysWhatIsHeard,
}

var mediaRefusals = map[media.Reason]said{
	media.Empty:        Say.CleanedRefusedEmpty,
	media.UnknownKind:  Say.CleanedRefusedUnknownKind,
	media.HEIC:         Say.CleanedRefusedHeic,
	media.AVIF:         Say.CleanedRefusedAvif,
	media.GIF:          Say.CleanedRefusedGif,
	media.TIFF:         Say.CleanedRefusedTiff,
	media.PDF:          Say.CleanedRefusedPdf,
	media.Matroska:     Say.CleanedRefusedMatroska,
	media.Animation:    Say.CleanedRefusedAnimation,
	media.Damaged:      Say.CleanedRefusedDamaged,
	media.NotDecoded:   Say.CleanedRefusedNotDecoded,
	media.TooLarge:     Say.CleanedRefusedTooLarge,
	media.Progressive:  Say.CleanedRefusedProgressive,
	media.Lossless:     Say.CleanedRefusedLossless,
	media.TooMany:      Say.CleanedRefusedTooMany,
	media.OutsideIt:    Say.CleanedRefusedOutside,
	media.OverBudget:   Say.CleanedRefusedOverBudget,
	media.HideInVideo:  Say.CleanedRefusedHideInVideo,
	media.NoVideo:      Say.CleanedRefusedNoVideo,
	media.VideoCodec:   Say.CleanedRefusedVideoCodec,
	media.SoundCodec:   Say.CleanedRefusedSoundCodec,
	media.Fragmented:   Say.CleanedRefusedFragmented,
	media.Encrypted:    Say.CleanedRefusedEncrypted,
	media.ElsewhereToo: Say.CleanedRefusedElsewhere,
	media.NotPublished: Say.CleanedRefusedNotPublished,
	media.NoStart:      Say.CleanedRefusedNoStart,
}

// MediaTrace says what was found.
func (s Say) MediaTrace(t media.Trace) string { return sayOf(s, mediaTraces, t) }

// MediaChange says what is otherwise.
func (s Say) MediaChange(c media.Change) string { return sayOf(s, mediaChanges, c) }

// MediaRemains says what stays.
func (s Say) MediaRemains(r media.Remains) string { return sayOf(s, mediaRemains, r) }

func sayOf[C comparable](s Say, all map[C]said, code C) string {
	if say := all[code]; say != nil {
		return say(s)
	}
	return s.FormOther()
}

// mediaRefusal says why a file is refused; "" if err is no such refusal.
func (s Say) mediaRefusal(err error) string {
	r := new(media.Refusal)
	if !errors.As(err, &r) {
		return ""
	}
	return sayOf(s, mediaRefusals, r.Reason)
}
