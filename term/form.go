package term

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"bulkhead/report"
	"bulkhead/report/book"
	"bulkhead/report/place"
)

// Form asks a person for a report, field by field, and puts what is typed into r. Nothing typed
// keeps what is there; a hyphen clears it. Coordinates are shown back as they are read before
// they are made coarser, and nothing finer is in r. [io.EOF] if the terminal ends.
func (t *Asker) Form(r *report.Report, zone *time.Location) error {
	f := &form{t, r, zone}
	f.say(t.Say.ReportAskHow())
	f.say(t.Say.ReportWarning())
	if err := f.choose(book.FieldKind, true); err != nil {
		return err
	}
	for _, name := range book.FieldsOf(r.Kind) {
		if err := f.ask(name); err != nil {
			return err
		}
	}
	return nil
}

type form struct {
	*Asker
	r    *report.Report
	zone *time.Location
}

func (f *form) say(sentence string) {
	width, _ := size(f.Out)
	for _, line := range wrap(sentence, width) {
		fmt.Fprintf(f.Out, "%s\r\n", line)
	}
}

// now returns the value that a field has, "" for none.
func (f *form) now(name string) string {
	for _, have := range book.Fields(f.r) {
		if have.Name == name {
			return have.Value
		}
	}
	return ""
}

// line asks for one field's line, with what it has now.
func (f *form) line(name, now string) (string, error) {
	question := f.Say.ReportAsk(f.Say.ReportField(name))
	if now != "" {
		question = f.Say.ReportAskNow(now, f.Say.ReportField(name))
	}
	line, err := f.Line(question + " ")
	return strings.TrimSpace(line), err
}

// put puts a value in, and says what is wrong with it.
func (f *form) put(fields ...book.Field) bool {
	err := book.Fill(f.r, fields, f.zone)
	if err != nil {
		sentence, _ := f.Say.Error(err)
		f.say(sentence)
	}
	return err == nil
}

func (f *form) ask(name string) error {
	prefix, of := "", name
	if rest, is := strings.CutPrefix(name, "to-"); is {
		prefix, of = "to-", rest
	}
	named := f.now(prefix+book.FieldPlace) != ""
	switch of {
	case book.FieldKind, book.FieldUnit, book.FieldPrecision:
		return nil // asked before, or with what it belongs to
	case book.FieldConsent:
		return f.consent()
	case book.FieldText:
		return f.text()
	case book.FieldWhen:
		f.say(f.Say.ReportAskWhen())
	case book.FieldPlace:
		f.say(f.Say.ReportAskLandmark())
	case book.FieldCoordinates:
		return f.coordinates(prefix)
	case book.FieldBearing, book.FieldDistance:
		if !named {
			return nil
		}
	}
	if codes := book.Choices(f.r.Kind, name); codes != nil {
		return f.choose(name, of == book.FieldHow || of == book.FieldConfidence)
	}
	for {
		now := f.now(name)
		typed, err := f.line(name, now)
		if err != nil || typed == "" {
			return err
		}
		if typed == "-" {
			typed = ""
		}
		if f.put(book.Field{Name: name, Value: typed}) {
			return nil
		}
	}
}

// choices lists a field's choices.
func (f *form) choices(name string) []string {
	codes := book.Choices(f.r.Kind, name)
	for i, code := range codes {
		f.say("  " + f.Say.ReportChoice(i+1, f.Say.ReportFieldChoice(f.r.Kind, name, code)))
	}
	return codes
}

// choose asks for one of a field's choices. must says that it has to have one.
func (f *form) choose(name string, must bool) error {
	now := ""
	if code := f.now(name); code != "" {
		now = f.Say.ReportFieldChoice(f.r.Kind, name, code)
	}
	codes := f.choices(name)
	for {
		typed, err := f.line(name, now)
		if err != nil {
			return err
		}
		if n, err := strconv.Atoi(typed); err == nil && n >= 1 && n <= len(codes) && !slices.Contains(codes, typed) {
			typed = codes[n-1]
		}
		switch {
		case typed == "" && (now != "" || !must):
			return nil
		case typed == "-" && !must:
			typed = ""
		case typed == "":
			continue
		}
		if f.put(book.Field{Name: name, Value: typed}) {
			return nil
		}
	}
}

func (f *form) consent() error {
	f.say(f.Say.ReportAskConsent())
	codes := f.choices(book.FieldConsent)
	for {
		typed, err := f.line(book.FieldConsent, f.Say.ReportConsent(f.r.Consent))
		if err != nil || typed == "" {
			return err
		}
		if typed == "-" {
			typed = ""
		}
		words := strings.FieldsFunc(typed, func(r rune) bool { return r == ',' || r == ' ' })
		for i, w := range words {
			if n, err := strconv.Atoi(w); err == nil && n >= 1 && n <= len(codes) {
				words[i] = codes[n-1]
			}
		}
		if f.put(book.Field{Name: book.FieldConsent, Value: strings.Join(words, " ")}) {
			return nil
		}
	}
}

// coordinates asks for a pair, shows every way in which it can be read, and for how coarse a
// cell of the one that is meant.
func (f *form) coordinates(prefix string) error {
	name := prefix + book.FieldCoordinates
	f.say(f.Say.ReportAskCoordinates())
	for {
		typed, err := f.line(name, f.now(name))
		switch {
		case err != nil || typed == "":
			return err
		case typed == "-":
			f.put(book.Field{Name: name})
			return nil
		}
		readings, err := place.Read(typed)
		if err != nil {
			sentence, _ := f.Say.Error(&book.FieldError{Name: name, Err: err})
			f.say(sentence)
			continue
		}
		f.say(f.Say.ReportReadings())
		for i, r := range readings {
			f.say("  " + f.Say.ReportChoice(i+1, f.Say.Reading(r)))
		}
		answer, err := f.Line(f.Say.ReportAskReading() + " ")
		if err != nil {
			return err
		}
		n, err := strconv.Atoi(strings.TrimSpace(answer))
		if err != nil || n < 1 || n > len(readings) {
			continue
		}
		lat, lon := readings[n-1].Exact.Show()
		letter := func(h place.Hemisphere) string { return strings.ToUpper(string(h[:1])) }
		metres, err := f.precision(prefix)
		if err != nil {
			return err
		}
		if f.put(book.Field{Name: name, Value: lat.Degrees + " " + letter(lat.Hemisphere) + ", " + lon.Degrees + " " + letter(lon.Hemisphere)},
			book.Field{Name: prefix + book.FieldPrecision, Value: metres}) {
			return nil
		}
	}
}

func (f *form) precision(prefix string) (metres string, err error) {
	codes := f.choices(prefix + book.FieldPrecision)
	for {
		typed, err := f.line(prefix+book.FieldPrecision, "")
		if err != nil {
			return "", err
		}
		if n, err := strconv.Atoi(typed); err == nil && n >= 1 && n <= len(codes) {
			return codes[n-1], nil
		}
		if slices.Contains(codes, typed) {
			return typed, nil
		}
	}
}

func (f *form) text() error {
	for {
		f.say(f.Say.ReportAskText())
		text, err := f.Text()
		if err != nil && !errors.Is(err, io.EOF) || text == "" {
			return err
		}
		if text == "-" {
			text = ""
		}
		if f.put(book.Field{Name: book.FieldText, Value: text}) {
			return nil
		}
	}
}
