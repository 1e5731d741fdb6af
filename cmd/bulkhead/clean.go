package main

import (
	"image"
	"io"
	"os"
	"strconv"
	"strings"
	"syscall"

	"bulkhead/media"
	"bulkhead/tell"
	"bulkhead/term"
)

// mostCleaned is how much of a file is read, in bytes: a minute or so of a phone's video. What
// media then needs has bounds of its own.
const mostCleaned = 128 << 20

type cleanCmd struct {
	File  string   `type:"path" required:"" placeholder:"FILE" help:"clean_file"`
	To    string   `type:"path" placeholder:"FILE" help:"clean_to"`
	Hide  []string `sep:"none" placeholder:"REGION" help:"clean_hide"`
	Sound bool     `help:"clean_sound"`
	Most  int      `placeholder:"N" help:"clean_most"`
}

// Run says what is in a picture or video besides what one sees, and writes one without it.
func (c *cleanCmd) Run(a *app) error {
	file, err := a.readMedia(c.File)
	if err != nil {
		return err
	}
	defer clear(file)
	if c.To == "" {
		report, err := media.Look(file)
		if err != nil {
			return err
		}
		r := tell.CleanedOf(report)
		return show(a, &r, term.Cleaned)
	}
	o := media.Options{Most: max(0, c.Most), Sound: c.Sound}
	for _, typed := range c.Hide {
		region, ok := regionOf(typed)
		if !ok {
			return usage(said(a.saying().CleanedNoRegion()), "")
		}
		o.Hide = append(o.Hide, region)
	}
	result, err := media.Clean(file, o)
	if err != nil {
		return err
	}
	defer clear(result.Bytes)
	if err := writeNew(c.To, result.Bytes); err != nil {
		return err
	}
	r := tell.CleanedTo(result, c.To)
	return show(a, &r, term.Cleaned)
}

// regionOf reads X,Y,WIDTH,HEIGHT.
func regionOf(typed string) (image.Rectangle, bool) {
	var n [4]int
	words := strings.Split(typed, ",")
	if len(words) != len(n) {
		return image.Rectangle{}, false
	}
	for i, w := range words {
		v, err := strconv.ParseUint(strings.TrimSpace(w), 10, 16)
		if err != nil {
			return image.Rectangle{}, false
		}
		n[i] = int(v)
	}
	return image.Rect(n[0], n[1], n[0]+n[2], n[1]+n[3]), true
}

// readMedia reads a picture or video.
func (a *app) readMedia(name string) ([]byte, error) {
	f, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0) // a pipe without a writer waits for none
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil {
		return nil, err
	} else if !info.Mode().IsRegular() {
		return nil, refuse(said(a.saying().FileNotPlain()), "")
	}
	file, err := io.ReadAll(io.LimitReader(f, mostCleaned+1))
	if err == nil && len(file) > mostCleaned {
		err = refuse(said(a.saying().CleanedTooLong(mostCleaned)), "")
	}
	return file, err
}
