// Code generated from catalogue/cleaned.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

// CleanedTracePlace says: coordinates, or the name of a place
func (s Say) CleanedTracePlace() string {
	return s.say("cleaned.trace-place")
}

// CleanedTraceSerial says: a number of this camera, lens, picture or document
func (s Say) CleanedTraceSerial() string {
	return s.say("cleaned.trace-serial")
}

// CleanedTraceOwner says: a name: author, artist, rights
func (s Say) CleanedTraceOwner() string {
	return s.say("cleaned.trace-owner")
}

// CleanedTraceCamera says: the camera's maker, model or lens
func (s Say) CleanedTraceCamera() string {
	return s.say("cleaned.trace-camera")
}

// CleanedTraceDate says: when it was taken or changed
func (s Say) CleanedTraceDate() string {
	return s.say("cleaned.trace-date")
}

// CleanedTraceSoftware says: what wrote or changed it
func (s Say) CleanedTraceSoftware() string {
	return s.say("cleaned.trace-software")
}

// CleanedTraceMakerNote says: the maker's own data, often with a serial number
func (s Say) CleanedTraceMakerNote() string {
	return s.say("cleaned.trace-maker-note")
}

// CleanedTraceThumbnail says: a small picture, often of before a change
func (s Say) CleanedTraceThumbnail() string {
	return s.say("cleaned.trace-thumbnail")
}

// CleanedTraceOtherPicture says: a further picture: a preview, a depth map, a frame
func (s Say) CleanedTraceOtherPicture() string {
	return s.say("cleaned.trace-other-picture")
}

// CleanedTraceMotion says: a video behind the picture
func (s Say) CleanedTraceMotion() string {
	return s.say("cleaned.trace-motion")
}

// CleanedTraceWords says: title, description, keywords or comment
func (s Say) CleanedTraceWords() string {
	return s.say("cleaned.trace-words")
}

// CleanedTraceXmp says: a packet of history, names and places (XMP)
func (s Say) CleanedTraceXmp() string {
	return s.say("cleaned.trace-xmp")
}

// CleanedTraceIptc says: fields of the press: names, places (IPTC)
func (s Say) CleanedTraceIptc() string {
	return s.say("cleaned.trace-iptc")
}

// CleanedTraceCredentials says: signed provenance: identity and times
func (s Say) CleanedTraceCredentials() string {
	return s.say("cleaned.trace-credentials")
}

// CleanedTraceColourProfile says: a colour profile, which names a device
func (s Say) CleanedTraceColourProfile() string {
	return s.say("cleaned.trace-colour-profile")
}

// CleanedTraceSettings says: exposure and the like, which tell cameras apart
func (s Say) CleanedTraceSettings() string {
	return s.say("cleaned.trace-settings")
}

// CleanedTraceSensors says: temperature, pressure, acceleration or height
func (s Say) CleanedTraceSensors() string {
	return s.say("cleaned.trace-sensors")
}

// CleanedTraceApplication says: data of a program or maker that is not read here
func (s Say) CleanedTraceApplication() string {
	return s.say("cleaned.trace-application")
}

// CleanedTraceTrailing says: bytes behind the end
func (s Say) CleanedTraceTrailing() string {
	return s.say("cleaned.trace-trailing")
}

// CleanedTraceGaps says: bytes that no frame uses
func (s Say) CleanedTraceGaps() string {
	return s.say("cleaned.trace-gaps")
}

// CleanedTraceNames says: names of tracks and of their writers
func (s Say) CleanedTraceNames() string {
	return s.say("cleaned.trace-names")
}

// CleanedTraceSound says: sound: voices, places, the hum of the mains
func (s Say) CleanedTraceSound() string {
	return s.say("cleaned.trace-sound")
}

// CleanedTraceOtherTrack says: a track of motion, of places over time, of timecode, or a second video
func (s Say) CleanedTraceOtherTrack() string {
	return s.say("cleaned.trace-other-track")
}

// CleanedTraceEncoderSettings says: the encoder, its version and its settings
func (s Say) CleanedTraceEncoderSettings() string {
	return s.say("cleaned.trace-encoder-settings")
}

// CleanedTraceFrameNotes says: further notes among the frames
func (s Say) CleanedTraceFrameNotes() string {
	return s.say("cleaned.trace-frame-notes")
}

// CleanedTraceCutOff says: frames before or behind what is shown
func (s Say) CleanedTraceCutOff() string {
	return s.say("cleaned.trace-cut-off")
}

// CleanedChangeTurned says: turned upright
func (s Say) CleanedChangeTurned() string {
	return s.say("cleaned.change-turned")
}

// CleanedChangeScaled says: made smaller
func (s Say) CleanedChangeScaled() string {
	return s.say("cleaned.change-scaled")
}

// CleanedChangeHidden says: regions are grey
func (s Say) CleanedChangeHidden() string {
	return s.say("cleaned.change-hidden")
}

// CleanedChangeEncodedAnew says: encoded anew
func (s Say) CleanedChangeEncodedAnew() string {
	return s.say("cleaned.change-encoded-anew")
}

// CleanedChangeNowJpeg says: now a JPEG
func (s Say) CleanedChangeNowJpeg() string {
	return s.say("cleaned.change-now-jpeg")
}

// CleanedChangeOnWhite says: what was transparent is white
func (s Say) CleanedChangeOnWhite() string {
	return s.say("cleaned.change-on-white")
}

// CleanedChangeOneFrame says: one frame of several
func (s Say) CleanedChangeOneFrame() string {
	return s.say("cleaned.change-one-frame")
}

// CleanedChangeColours says: colours may be a little otherwise
func (s Say) CleanedChangeColours() string {
	return s.say("cleaned.change-colours")
}

// CleanedChangeWrittenAnew says: written anew around its frames
func (s Say) CleanedChangeWrittenAnew() string {
	return s.say("cleaned.change-written-anew")
}

// CleanedChangeSilent says: the sound is gone
func (s Say) CleanedChangeSilent() string {
	return s.say("cleaned.change-silent")
}

// CleanedChangeShortened says: shortened to what was shown
func (s Say) CleanedChangeShortened() string {
	return s.say("cleaned.change-shortened")
}

// CleanedStaysWhatIsSeen says: what one sees: faces, skyline, signs, shadows
func (s Say) CleanedStaysWhatIsSeen() string {
	return s.say("cleaned.stays-what-is-seen")
}

// CleanedStaysSensorNoise says: the noise of the camera's sensor, weaker where it was made smaller
func (s Say) CleanedStaysSensorNoise() string {
	return s.say("cleaned.stays-sensor-noise")
}

// CleanedStaysExactPixels says: the exact pixels: marks hidden in them stay
func (s Say) CleanedStaysExactPixels() string {
	return s.say("cleaned.stays-exact-pixels")
}

// CleanedStaysFrameTimes says: the rhythm of the frames, which hints at what took it
func (s Say) CleanedStaysFrameTimes() string {
	return s.say("cleaned.stays-frame-times")
}

// CleanedStaysStreamSettings says: settings of the video, which hint at the encoder
func (s Say) CleanedStaysStreamSettings() string {
	return s.say("cleaned.stays-stream-settings")
}

// CleanedStaysWhatIsHeard says: the sound that was kept
func (s Say) CleanedStaysWhatIsHeard() string {
	return s.say("cleaned.stays-what-is-heard")
}

// CleanedRefusedEmpty says: the file is empty
func (s Say) CleanedRefusedEmpty() string {
	return s.say("cleaned.refused-empty")
}

// CleanedRefusedUnknownKind says: this is no picture or video that is known here
func (s Say) CleanedRefusedUnknownKind() string {
	return s.say("cleaned.refused-unknown-kind")
}

// CleanedRefusedHeic says: this is a HEIC picture: have the phone make a JPEG of it
func (s Say) CleanedRefusedHeic() string {
	return s.say("cleaned.refused-heic")
}

// CleanedRefusedAvif says: this is an AVIF picture: have the phone make a JPEG of it
func (s Say) CleanedRefusedAvif() string {
	return s.say("cleaned.refused-avif")
}

// CleanedRefusedGif says: this is a GIF
func (s Say) CleanedRefusedGif() string {
	return s.say("cleaned.refused-gif")
}

// CleanedRefusedTiff says: this is a TIFF or a camera's raw picture
func (s Say) CleanedRefusedTiff() string {
	return s.say("cleaned.refused-tiff")
}

// CleanedRefusedPdf says: this is a document
func (s Say) CleanedRefusedPdf() string {
	return s.say("cleaned.refused-pdf")
}

// CleanedRefusedMatroska says: this is an MKV or WebM video: only MP4 and MOV are taken
func (s Say) CleanedRefusedMatroska() string {
	return s.say("cleaned.refused-matroska")
}

// CleanedRefusedAnimation says: this WebP picture moves
func (s Say) CleanedRefusedAnimation() string {
	return s.say("cleaned.refused-animation")
}

// CleanedRefusedDamaged says: the file is damaged or cut short
func (s Say) CleanedRefusedDamaged() string {
	return s.say("cleaned.refused-damaged")
}

// CleanedRefusedNotDecoded says: the file uses something that is not decoded here
func (s Say) CleanedRefusedNotDecoded() string {
	return s.say("cleaned.refused-not-decoded")
}

// CleanedRefusedTooLarge says: the file would need too much memory
func (s Say) CleanedRefusedTooLarge() string {
	return s.say("cleaned.refused-too-large")
}

// CleanedRefusedProgressive says: this progressive JPEG would need too much memory: have it saved as a plain one
func (s Say) CleanedRefusedProgressive() string {
	return s.say("cleaned.refused-progressive")
}

// CleanedRefusedLossless says: this lossless WebP would need too much memory
func (s Say) CleanedRefusedLossless() string {
	return s.say("cleaned.refused-lossless")
}

// CleanedRefusedTooMany says: the file has more parts than any honest one
func (s Say) CleanedRefusedTooMany() string {
	return s.say("cleaned.refused-too-many")
}

// CleanedRefusedOutside says: a region to hide is empty, or not in the picture
func (s Say) CleanedRefusedOutside() string {
	return s.say("cleaned.refused-outside")
}

// CleanedRefusedOverBudget says: it cannot be made as small as was asked
func (s Say) CleanedRefusedOverBudget() string {
	return s.say("cleaned.refused-over-budget")
}

// CleanedRefusedHideInVideo says: nothing can be hidden in a video here
func (s Say) CleanedRefusedHideInVideo() string {
	return s.say("cleaned.refused-hide-in-video")
}

// CleanedRefusedNoVideo says: there is no video in this file
func (s Say) CleanedRefusedNoVideo() string {
	return s.say("cleaned.refused-no-video")
}

// CleanedRefusedVideoCodec says: this video is not H.264: have the phone record in its most compatible format
func (s Say) CleanedRefusedVideoCodec() string {
	return s.say("cleaned.refused-video-codec")
}

// CleanedRefusedSoundCodec says: its sound is of a kind that cannot be kept: leave it out
func (s Say) CleanedRefusedSoundCodec() string {
	return s.say("cleaned.refused-sound-codec")
}

// CleanedRefusedFragmented says: this video is in fragments, as streams are
func (s Say) CleanedRefusedFragmented() string {
	return s.say("cleaned.refused-fragmented")
}

// CleanedRefusedEncrypted says: this video is protected
func (s Say) CleanedRefusedEncrypted() string {
	return s.say("cleaned.refused-encrypted")
}

// CleanedRefusedElsewhere says: this video's frames lie in another file
func (s Say) CleanedRefusedElsewhere() string {
	return s.say("cleaned.refused-elsewhere")
}

// CleanedRefusedNotPublished says: this file was not made for a publication
func (s Say) CleanedRefusedNotPublished() string {
	return s.say("cleaned.refused-not-published")
}

// CleanedRefusedNoStart says: this video has no frame with which it could begin
func (s Say) CleanedRefusedNoStart() string {
	return s.say("cleaned.refused-no-start")
}

// CleanedFound says: In it, besides what one sees:
func (s Say) CleanedFound() string {
	return s.say("cleaned.found")
}

// CleanedNothing says: Nothing was found in it besides what one sees.
func (s Say) CleanedNothing() string {
	return s.say("cleaned.nothing")
}

// CleanedTimes says: {{.What}} ({{.Number}})
func (s Say) CleanedTimes(number int, what string) string {
	return s.say("cleaned.times", s.number("Number", number), s.said("What", what))
}

// CleanedGone says: All of that is out of the new file:
func (s Say) CleanedGone() string {
	return s.say("cleaned.gone")
}

// CleanedWritten says: {{.Typed}}: {{.Bytes}}, {{.Number}} by {{.Columns}} pixels
func (s Say) CleanedWritten(bytes uint64, columns int, number int, typed string) string {
	return s.say("cleaned.written", s.bytes("Bytes", bytes), s.number("Columns", columns), s.number("Number", number), s.typed("Typed", typed))
}

// CleanedChanged says: What is otherwise: {{.What}}
func (s Say) CleanedChanged(what string) string {
	return s.say("cleaned.changed", s.said("What", what))
}

// CleanedStays says: What stays, and may identify:
func (s Say) CleanedStays() string {
	return s.say("cleaned.stays")
}

// CleanedLook says: Nothing is changed. With --to a new file without it is written.
func (s Say) CleanedLook() string {
	return s.say("cleaned.look")
}

// CleanedTooLong says: the file is longer than {{.Bytes}}
func (s Say) CleanedTooLong(bytes uint64) string {
	return s.say("cleaned.too-long", s.bytes("Bytes", bytes))
}

// CleanedNoRegion says: a region to hide is given as X,Y,WIDTH,HEIGHT in pixels
func (s Say) CleanedNoRegion() string {
	return s.say("cleaned.no-region")
}
