package media

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// clips are the corpus of videos: the committed one with every trace, and what ffmpeg makes of a
// picture and a tone where its encoder is there.
func clips(t testing.TB, ffmpeg string) map[string][]byte {
	t.Helper()
	if encoded == nil {
		encoded = encode(t, ffmpeg)
	}
	return encoded
}

// encoded is what clips returns: encoding takes longer than the tests.
var encoded map[string][]byte

func encode(t testing.TB, ffmpeg string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{"laden.mp4": ladenVideo(t)}
	if !strings.Contains(run(t, ffmpeg, "-v", "error", "-encoders"), "libx264") {
		t.Log("this ffmpeg has no libx264: only the committed clip is compared")
		return all
	}
	source := []string{"-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=size=96x64:rate=25:duration=1",
		"-f", "lavfi", "-i", "sine=frequency=440:duration=1:sample_rate=44100", "-pix_fmt", "yuv420p", "-c:a", "aac",
		"-metadata", "location=+48.8566+002.3522/", "-metadata", "title=" + canary("title"), "-metadata", "artist=" + canary("artist"),
		"-metadata", "make=" + canary("make"), "-metadata", "comment=" + canary("comment"), "-metadata", "creation_time=2026-11-30T08:15:00Z",
		"-metadata:s:v", "handler_name=" + canary("handler")}
	for name, more := range map[string][]string{
		"baseline.mp4": {"-c:v", "libx264", "-profile:v", "baseline", "-movflags", "+faststart"},
		"slices.mp4":   {"-c:v", "libx264", "-bf", "3", "-g", "12", "-x264-params", "slices=4:nal-hrd=vbr:vbv-maxrate=400:vbv-bufsize=400:aud=1"},
		"timecode.mov": {"-c:v", "libx264", "-timecode", "01:00:00:00", "-movflags", "use_metadata_tags"},
		"turned.mov":   {"-c:v", "libx264", "-metadata:s:v", "rotate=90", "-vf", "setsar=4/3"},
	} {
		at := filepath.Join(t.TempDir(), name)
		run(t, ffmpeg, append(slices.Concat(source, more), at)...)
		file, err := os.ReadFile(at)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = file
	}
	return all
}

// The frames of a video that was cleaned are those that it had, at the same times, to ffmpeg.
func TestPeersFfmpegShowsTheSameFrames(t *testing.T) {
	ffmpeg, ffprobe := peer(t, "ffmpeg", "ffmpeg"), peer(t, "ffprobe", "ffmpeg")
	frames := func(at string) (lines []string) {
		for line := range strings.Lines(run(t, ffmpeg, "-v", "error", "-i", at, "-map", "0:v:0", "-f", "framemd5", "-")) {
			if fields := strings.Split(line, ","); !strings.HasPrefix(line, "#") && len(fields) == 6 {
				lines = append(lines, strings.TrimSpace(fields[2])+" "+strings.TrimSpace(fields[5]))
			}
		}
		return lines
	}
	type answer struct {
		Streams []struct {
			Aspect string `json:"sample_aspect_ratio"`
			Tags   map[string]string
			Side   []struct{ Rotation int } `json:"side_data_list"`
		}
		Format struct{ Tags map[string]string }
	}
	probe := func(at string) (said answer) {
		out := run(t, ffprobe, "-v", "error", "-of", "json", "-show_streams", "-show_format", at)
		if err := json.Unmarshal([]byte(out), &said); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return said
	}
	sound := false
	for name, file := range clips(t, ffmpeg) {
		sound = !sound
		r := cleaned(t, file, Options{Sound: sound})
		before, after := kept(t, name, file), kept(t, "made.mp4", r.Bytes)
		want, got := frames(before), frames(after)
		if len(want) < 20 || !slices.Equal(got, want) {
			t.Errorf("%s, sound %v: %d frames became %d, or others:\n%v\n%v", name, sound, len(want), len(got), want, got)
		}
		was, is := probe(before), probe(after)
		if was, is := fmt.Sprint(was.Streams[0].Aspect, was.Streams[0].Side), fmt.Sprint(is.Streams[0].Aspect, is.Streams[0].Side); was != is {
			t.Errorf("%s: the picture's shape was %s and is %s", name, was, is)
		}
		if want := map[bool]int{false: 1, true: 2}[sound]; len(is.Streams) != want {
			t.Errorf("%s, sound %v: %d streams", name, sound, len(is.Streams))
		}
		for _, s := range is.Streams {
			delete(s.Tags, "language") // und: none
			delete(s.Tags, "vendor_id")
			if len(s.Tags) != 0 {
				t.Errorf("%s: a stream says %v", name, s.Tags)
			}
		}
		for tag := range is.Format.Tags {
			if !slices.Contains([]string{"major_brand", "minor_version", "compatible_brands"}, tag) {
				t.Errorf("%s: the file says %s", name, tag)
			}
		}
	}
}

// mediainfo, which sees what the encoder wrote into the frames, sees nothing of it.
func TestPeersMediainfoSeesNoEncoder(t *testing.T) {
	mediainfo, ffmpeg := peer(t, "mediainfo", "mediainfo"), peer(t, "ffmpeg", "ffmpeg")
	telling := regexp.MustCompile(`(?im)^(Encod|Writing|Tagged|Title|Performer|Comment|xyz|com\.|Description|Movie|Track name|Language|Make|Model|Recorded|Copyright|Time code).*`)
	for name, file := range clips(t, ffmpeg) {
		if out := run(t, mediainfo, kept(t, name, file)); !strings.Contains(out, "Encoding settings") || !telling.MatchString(out) {
			t.Fatalf("%s: before, mediainfo sees no settings: the corpus is broken\n%s", name, out)
		}
		for _, sound := range []bool{false, true} {
			r := cleaned(t, file, Options{Sound: sound})
			out := run(t, mediainfo, kept(t, "made.mp4", r.Bytes))
			if seen := telling.FindAllString(out, -1); seen != nil || !strings.Contains(out, "AVC") {
				t.Errorf("%s, sound %v: mediainfo sees %q", name, sound, seen)
			}
		}
	}
}

// ExifTool sees the tables that a video needs, whose times are zero, and nothing besides.
func TestPeersExiftoolSeesNothingInAVideo(t *testing.T) {
	exiftool, ffmpeg := peer(t, "exiftool", "libimage-exiftool-perl"), peer(t, "ffmpeg", "ffmpeg")
	files, made := clips(t, ffmpeg), map[string][]byte{}
	for name, file := range files {
		made[name+".mp4"] = cleaned(t, file, Options{Sound: true}).Bytes
	}
	for name, groups := range exiftoolGroups(t, exiftool, files) {
		if groups["UserData"] == nil && groups["ItemList"] == nil && groups["Keys"] == nil {
			t.Fatalf("%s: before, exiftool sees no user data, but %v: the corpus is broken", name, groups)
		}
	}
	for name, groups := range exiftoolGroups(t, exiftool, made) {
		for group, tags := range groups {
			if !slices.Contains([]string{"System", "File", "ExifTool", "Composite", "SourceFile", "QuickTime", "Track1", "Track2"}, group) {
				t.Errorf("%s: afterwards exiftool sees %s: %v", name, group, tags)
			}
			for _, tag := range tags {
				if slices.Contains([]string{"HandlerDescription", "CompressorName", "VendorID", "HandlerVendorID"}, tag) {
					t.Errorf("%s: afterwards exiftool sees %s:%s", name, group, tag)
				}
			}
		}
		at := kept(t, "made.mp4", made[name])
		for line := range strings.Lines(run(t, exiftool, "-s", "-time:all", "-G1", at)) {
			if !strings.Contains(line, "0000:00:00 00:00:00") && !strings.HasPrefix(line, "[System]") {
				t.Errorf("%s: exiftool sees a time: %s", name, line)
			}
		}
	}
}

// strings finds no encoder's name where there is no sound, and no canary at all.
func TestPeersStringsFindsNoWordsInAVideo(t *testing.T) {
	tool, ffmpeg := peer(t, "strings", "binutils"), peer(t, "ffmpeg", "ffmpeg")
	words := regexp.MustCompile(`x264|Lav[cf]|FFMP|CANARY|videolan|Handler`)
	for name, file := range clips(t, ffmpeg) {
		if out := run(t, tool, kept(t, name, file)); !words.MatchString(out) {
			t.Fatalf("%s: before, strings finds none: the corpus is broken", name)
		}
		r := cleaned(t, file, Options{})
		for _, letters := range []string{"-es", "-el", "-eb"} {
			if found := words.FindAllString(run(t, tool, "-n", "4", letters, kept(t, "made.mp4", r.Bytes)), -1); found != nil {
				t.Errorf("%s: strings finds %q", name, found)
			}
		}
	}
}
