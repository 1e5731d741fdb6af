package media

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"flag"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var peers = flag.Bool("peers", false, "fail where a program of Debian's is missing that tests compare with, in place of skipping")

// peer returns where a program stands, or skips the test and says what to install.
func peer(t testing.TB, program, pkg string) string {
	t.Helper()
	at, err := exec.LookPath(program)
	if err == nil {
		return at
	}
	if *peers {
		t.Fatalf("%s is missing: apt-get install %s", program, pkg)
	}
	t.Skipf("SKIPPED, NOT PASSED: %s is missing; apt-get install %s", program, pkg)
	return ""
}

// run returns what a program prints.
func run(t testing.TB, name string, args ...string) string {
	t.Helper()
	c := exec.Command(name, args...)
	c.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", filepath.Base(name), err, out)
	}
	return string(out)
}

// kept writes a file where a peer can read it.
func kept(t testing.TB, name string, file []byte) string {
	t.Helper()
	at := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(at, file, 0o600); err != nil {
		t.Fatal(err)
	}
	return at
}

// exiftoolGroups are the groups of tags that exiftool sees in each file: IFD0, GPS, XMP-exif, …
func exiftoolGroups(t testing.TB, exiftool string, files map[string][]byte) map[string]map[string][]string {
	t.Helper()
	args, dir := []string{"-json", "-G1", "-a", "-u", "-ee3", "-U"}, t.TempDir()
	for name, file := range files {
		args = append(args, filepath.Join(dir, name))
		if err := os.WriteFile(args[len(args)-1], file, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var all []map[string]any
	out := run(t, exiftool, args...)
	if err := json.Unmarshal([]byte(out), &all); err != nil || len(all) != len(files) {
		t.Fatalf("exiftool's answer: %v\n%s", err, out)
	}
	seen := map[string]map[string][]string{}
	for _, one := range all {
		groups := map[string][]string{}
		for name := range one {
			group, tag, _ := strings.Cut(name, ":")
			groups[group] = append(groups[group], tag)
		}
		seen[filepath.Base(one["SourceFile"].(string))] = groups
	}
	return seen
}

// stills are the corpus of pictures, by the name of a file.
func stills(t testing.TB) map[string][]byte {
	m := scene(96, 64, 1)
	return map[string][]byte{
		"little.jpg": laden(t, m, binary.LittleEndian, 6), "big.jpg": laden(t, m, binary.BigEndian, 3),
		"picture.png": ladenPNG(t, m), "lossy.webp": ladenWebP(t, "lossy.webp"),
		"alpha.webp": ladenWebP(t, "alpha.webp"), "lossless.webp": ladenWebP(t, "lossless.webp"),
	}
}

// named is the right ending for what was made.
func named(r Result) string { return map[Kind]string{JPEG: "jpg", PNG: "png"}[r.Kind] }

// ExifTool, which knows more of metadata than anything else, sees none in a still that was
// cleaned; and what it saw before was told.
func TestPeersExiftoolSeesNothingInAStill(t *testing.T) {
	exiftool := peer(t, "exiftool", "libimage-exiftool-perl")
	says := map[string]Trace{"GPS": Place, "ExifIFD": Settings, "XMP-exif": Place, "XMP-xmpMM": Serial,
		"IPTC": IPTC, "ICC_Profile": ColourProfile, "ICC-header": ColourProfile, "IFD1": Thumbnail, "MPF0": OtherPicture, "MPImage2": OtherPicture,
		"PNG": Words, "JUMBF": Credentials}
	files, made := stills(t), map[string][]byte{}
	for name, file := range files {
		r := cleaned(t, file, Options{})
		name += "." + named(r)
		made[name] = r.Bytes
	}
	for name, before := range exiftoolGroups(t, exiftool, files) {
		for _, must := range []string{"GPS", "IFD0", "ExifIFD"} {
			if before[must] == nil {
				t.Fatalf("%s: before, exiftool sees no %s, but %v: the corpus is broken", name, must, before)
			}
		}
		told, err := Look(files[name])
		if err != nil {
			t.Fatal(err)
		}
		for group := range before {
			if trace, known := says[group]; known && !slices.Contains(traces(told.Found), trace) {
				t.Errorf("%s: exiftool sees %s, and %s is not told", name, group, trace)
			}
		}
	}
	for name, after := range exiftoolGroups(t, exiftool, made) {
		for group, tags := range after {
			switch {
			case slices.Contains([]string{"System", "File", "ExifTool", "Composite", "SourceFile"}, group):
			case group == "PNG" && !slices.ContainsFunc(tags, func(tag string) bool {
				return !slices.Contains([]string{"ImageWidth", "ImageHeight", "BitDepth", "ColorType", "Compression", "Filter", "Interlace"}, tag)
			}):
			default:
				t.Errorf("%s: afterwards exiftool sees %s: %v", name, group, tags)
			}
		}
	}
}

// mat2 sees nothing to remove in a still that was cleaned.
func TestPeersMat2SeesNothingInAStill(t *testing.T) {
	mat2 := peer(t, "mat2", "mat2")
	peer(t, "exiftool", "libimage-exiftool-perl") // mat2 asks it
	const nothing = "No metadata found"
	before, after := []string{"--show"}, []string{"--show"}
	for name, file := range stills(t) {
		r := cleaned(t, file, Options{})
		before, after = append(before, kept(t, name, file)), append(after, kept(t, "made."+named(r), r.Bytes))
	}
	if out := run(t, mat2, before...); strings.Contains(out, nothing) {
		t.Fatalf("before, mat2 sees nothing in a file:\n%s", out)
	}
	if out := run(t, mat2, after...); strings.Count(out, nothing) != len(after)-1 {
		t.Errorf("afterwards, mat2 sees\n%s", out)
	}
}

// strings finds no text that a person or program wrote: only what the same encoder writes into
// a picture of nothing.
func TestPeersStringsFindsNoWordsInAStill(t *testing.T) {
	tool := peer(t, "strings", "binutils")
	blank := cleaned(t, asJPEG(t, image.NewGray(image.Rect(0, 0, 8, 8))), Options{}).Bytes
	colourless := cleaned(t, asJPEG(t, image.NewRGBA(image.Rect(0, 0, 8, 8))), Options{}).Bytes
	for name, file := range stills(t) {
		r := cleaned(t, file, Options{})
		for _, letters := range []string{"-es", "-el", "-eb"} {
			at := kept(t, "made."+named(r), r.Bytes)
			for line := range strings.Lines(run(t, tool, "-n", "9", letters, at)) {
				line := []byte(strings.TrimSpace(line))
				if !bytes.Contains(blank, line) && !bytes.Contains(colourless, line) {
					t.Errorf("%s: strings finds %q", name, line)
				}
			}
		}
		if out := run(t, tool, "-n", "9", kept(t, name, file)); !strings.Contains(out, "CANARY") {
			t.Errorf("%s: before, strings finds no canary", name)
		}
	}
}

// ffmpeg sees a still as the standard library does.
func TestPeersFfmpegShowsTheSameStill(t *testing.T) {
	ffprobe := peer(t, "ffprobe", "ffmpeg")
	for name, file := range stills(t) {
		r := cleaned(t, file, Options{})
		out := run(t, ffprobe, "-v", "error", "-of", "json", "-show_streams", "-show_format", kept(t, "made."+named(r), r.Bytes))
		var got struct {
			Streams []struct {
				Width, Height int
				Tags          map[string]string
				SideData      []any `json:"side_data_list"`
			}
			Format struct{ Tags map[string]string }
		}
		if err := json.Unmarshal([]byte(out), &got); err != nil || len(got.Streams) != 1 {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
		s := got.Streams[0]
		if s.Width != r.Width || s.Height != r.Height || len(s.Tags)+len(s.SideData)+len(got.Format.Tags) != 0 {
			t.Errorf("%s: ffprobe says\n%s", name, out)
		}
	}
}
