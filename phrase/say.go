package phrase

import (
	"strings"
	"sync"
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
)

// Say is what sentences are said with: a language and its direction, a time
// zone, and which day is today. The zero Say is English, with times in UTC and
// always with the day. It is a small value, and any number of goroutines may use
// it.
type Say struct {
	lang  *language      // nil: English
	zone  *time.Location // nil: UTC
	today time.Time      // a clock on this day is said without the day; zero: always with it
}

// New returns what sentences are said with in a language, given by its code. Any
// other code is English, all of it: two languages are never mixed. Times are said
// as of zone.
func New(code string, zone *time.Location) Say { return newSay(named(code), zone) }

func newSay(l language, zone *time.Location) Say { return Say{lang: &l, zone: zone} }

func (s Say) language() *language {
	if s.lang == nil {
		return &spoken[0]
	}
	return s.lang
}

func (s Say) in(t time.Time) time.Time {
	if s.zone == nil {
		return t.UTC()
	}
	return t.In(s.zone)
}

// On returns a copy that says times of the day of now without the day.
func (s Say) On(now time.Time) Say {
	s.today = now
	return s
}

// value is what stands in a placeholder's place. plural is what decides the
// plural form, as go-i18n takes it; nil: it decides nothing.
type value struct {
	name   string
	shown  string
	plural any
}

// say is the sentence id with its values. The generated methods call it, with
// what their catalogue asks for.
func (s Say) say(id string, values ...value) string {
	asked := &i18n.LocalizeConfig{MessageID: id, TemplateParser: template.IdentityParser{}}
	for _, v := range values {
		if v.plural != nil {
			asked.PluralCount = v.plural
		}
	}
	// An error beside a text is a sentence that a translation lacks, for which
	// English stands in; a test of every catalogue sees to it that none does.
	text, err := localizer(s.language().Code).Localize(asked)
	if text == "" {
		panic(err) // the generated code is older than the catalogue: a test says so
	}
	return s.fill(text, values)
}

// localizers are one for each language: making one parses the language's code, which took
// a quarter of the time of a page with many sentences.
var localizers sync.Map // of *i18n.Localizer, by code

func localizer(code string) *i18n.Localizer {
	if l, there := localizers.Load(code); there {
		return l.(*i18n.Localizer)
	}
	l, _ := localizers.LoadOrStore(code, i18n.NewLocalizer(bundle(), code))
	return l.(*i18n.Localizer)
}

// fill puts values in the places of their names. What a value says is never
// read as a placeholder.
func (s Say) fill(text string, values []value) string {
	var b strings.Builder
	lang := s.language()
	for {
		words, rest, more := strings.Cut(text, "{{.")
		b.WriteString(through(lang.words, words))
		if !more {
			break
		}
		name, after, _ := strings.Cut(rest, "}}")
		for _, v := range values {
			if v.name == name {
				b.WriteString(v.shown)
			}
		}
		text = after
	}
	return through(lang.sentence, b.String())
}

func through(f func(string) string, text string) string {
	if f == nil {
		return text
	}
	return f(text)
}

// RightToLeft reports whether the language is written so.
func (s Say) RightToLeft() bool { return s.language().RightToLeft }

// Language returns the language's code.
func (s Say) Language() string { return s.language().Code }
