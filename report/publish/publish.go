package publish

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"bulkhead/media"
	"bulkhead/phrase"
	"bulkhead/report/export"
	"bulkhead/report/place"
)

const (
	// MaxEntries of a publication, and MaxWithdrawn: ten years of three a day.
	MaxEntries, MaxWithdrawn = 10_000, 10_000
	// MaxMedia of one entry.
	MaxMedia = 20
	// MaxBytes of all media of a publication. They are in memory while it is made.
	MaxBytes = 1 << 30
	// MaxCaption is the longest caption, in bytes.
	MaxCaption = 300
	// maxTitle is the longest name of a desk, in bytes.
	maxTitle = 100
	day      = 24 * time.Hour
)

// Site is what a publication says of itself.
type Site struct {
	Title string // the desk's name, one line of at most 100 bytes
	// Authority and Since make the feed's ids, by RFC 4151: a domain or an address of mail
	// that the desk had on the first day of that year, month or day ("2026", "2026-11",
	// "2026-11-14"). They stay as they are for ever, also if the publication moves.
	// Authority is also the name under which readers verify the SSH signature.
	Authority, Since string
	Day              time.Time // of the publication; the day of UTC counts
	Keys             Public    // what readers verify with; zero for a publication without signatures
	Say              phrase.Say
}

// Entry is one thing that is published.
type Entry struct {
	Item    export.Item // cleared for everybody
	Changed time.Time   // when what is said of it changed last; the day of UTC counts
	Media   []Medium    // in any order
}

// Medium is a picture or a video that belongs to an entry.
type Medium struct {
	Bytes   []byte // as media.Clean makes it with Options.Publish; not changed
	Caption string // one line of at most MaxCaption bytes, or none
	Sound   bool   // somebody has listened to it, and its sound may be heard by everybody
}

// Withdrawal names an entry that was published and is no more.
type Withdrawal struct {
	Name string    // the item's
	Day  time.Time // when it was taken back; the day of UTC counts
}

// File is a file of a publication: a path with slashes, below the folder, of letters,
// digits, dots and hyphens alone.
type File struct {
	Path  string
	Bytes []byte
}

var (
	domain    = `[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*`
	authority = regexp.MustCompile(`^([a-z0-9._-]+@)?` + domain + `$`)
	since     = regexp.MustCompile(`^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$`)
)

func (s *Site) check() error {
	if strings.TrimSpace(s.Title) == "" || len(s.Title) > maxTitle || !place.Plain(s.Title, false) || !seen(s.Title) || len(s.Authority) > 128 || !authority.MatchString(s.Authority) ||
		!since.MatchString(s.Since) || !onCalendar(s.Day) {
		return ErrSite
	}
	if _, err := time.Parse(time.DateOnly, (s.Since + "-01-01")[:10]); err != nil {
		return ErrSite
	}
	return s.Keys.check()
}

func onCalendar(t time.Time) bool { return t.UTC().Year() >= 1970 && t.UTC().Year() <= 2199 }

// dayOf returns the beginning of a day of UTC.
func dayOf(t time.Time) time.Time { return t.UTC().Truncate(day) }

// Build returns the files of a publication, by path, with SHA256SUMS and without signatures:
// see [Keys.Sign]. The same is published in whatever order entries, media and withdrawals
// came. It refuses all if it refuses one; then the error is a [*Refused], or a [Refusal] of
// the whole. The bytes of media are shared with the files.
func Build(s Site, entries []Entry, withdrawn []Withdrawal) ([]File, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	s.Day = dayOf(s.Day)
	p := publication{Site: s, files: map[string][]byte{}}
	if err := p.take(entries, withdrawn); err != nil {
		return nil, err
	}
	p.picture()
	p.geoJSON()
	p.pages()
	p.feed()
	p.files["style.css"] = []byte(style)
	return p.list(), nil
}

// publication is one that is being made.
type publication struct {
	Site
	things    []thing      // by day of change, the newest first, then by name
	withdrawn []Withdrawal // the same
	files     map[string][]byte
}

// thing is an entry that may be published.
type thing struct {
	export.Item
	Changed time.Time
	Media   []shown
	drawn   [][]position // as GeoJSON has it: its cell's rings
}

// shown is a picture or a video in the folder.
type shown struct {
	Path, Type, Caption string
	Video               bool
	Width, Height       int
	Length              int
}

func (p *publication) take(entries []Entry, withdrawn []Withdrawal) error {
	if len(entries) > MaxEntries || len(withdrawn) > MaxWithdrawn {
		return ErrMany
	}
	total := 0
	for _, e := range entries {
		for _, m := range e.Media {
			if total += len(m.Bytes); len(e.Media) > MaxMedia || total > MaxBytes {
				return &Refused{e.Item.Name, ErrMany}
			}
		}
	}
	names := map[string]bool{}
	for _, e := range entries {
		t, err := p.thing(e)
		if err == nil {
			err = fresh(names, e.Item.Name)
		}
		if err != nil {
			return &Refused{e.Item.Name, err}
		}
		p.things = append(p.things, t)
	}
	for _, w := range withdrawn {
		err := error(nil)
		if !named(w.Name) {
			err = export.ErrName
		} else if w.Day, err = p.day(w.Day); err == nil {
			err = fresh(names, w.Name)
		}
		if err != nil {
			return &Refused{w.Name, err}
		}
		p.withdrawn = append(p.withdrawn, w)
	}
	slices.SortFunc(p.things, func(a, b thing) int { return cmp.Or(b.Changed.Compare(a.Changed), cmp.Compare(a.Name, b.Name)) })
	slices.SortFunc(p.withdrawn, func(a, b Withdrawal) int { return cmp.Or(b.Day.Compare(a.Day), cmp.Compare(a.Name, b.Name)) })
	return nil
}

// fresh takes a name that is nobody's: on some disks A and a are one file.
func fresh(names map[string]bool, name string) error {
	if name = strings.ToLower(name); names[name] {
		return ErrName
	}
	names[name] = true
	return nil
}

// named reports whether a name is one that export gives an item.
func named(name string) bool {
	_, err := export.CAP(export.Item{Name: name}, export.Partners, export.Envelope{Sender: "x", Serial: 2, Sent: time.Unix(0, 0), Restriction: "x",
		Message: export.Cancel, Earlier: []export.Earlier{{Serial: 1, Sent: time.Unix(0, 0)}}})
	return err == nil
}

func (p *publication) day(t time.Time) (time.Time, error) {
	if !onCalendar(t) || dayOf(t).After(p.Day) {
		return t, ErrDay
	}
	return dayOf(t), nil
}

func (p *publication) thing(e Entry) (t thing, err error) {
	t = thing{Item: e.Item}
	if t.Changed, err = p.day(e.Changed); err != nil {
		return t, err
	}
	alone, err := export.GeoJSON([]export.Item{e.Item}, export.Everybody, "")
	if err != nil {
		return t, err
	}
	if !seen(e.Item.Text) || !seen(e.Item.Where.Name) {
		return t, ErrHidden
	}
	if t.drawn, err = drawn(alone); err != nil {
		return t, err
	}
	for _, m := range e.Media {
		one, err := p.medium(m)
		if err != nil {
			return t, err
		}
		if slices.ContainsFunc(t.Media, func(o shown) bool { return o.Path == one.Path }) {
			return t, ErrMedia
		}
		t.Media = append(t.Media, one)
	}
	slices.SortFunc(t.Media, func(a, b shown) int { return cmp.Compare(a.Path, b.Path) })
	return t, nil
}

// medium takes a picture or a video in. Its name is a part of its own hash, which stands in
// SHA256SUMS anyway: the bytes are nobody else's.
func (p *publication) medium(m Medium) (shown, error) {
	if len(m.Caption) > MaxCaption || !place.Plain(m.Caption, false) {
		return shown{}, ErrCaption
	}
	if !seen(m.Caption) {
		return shown{}, ErrHidden
	}
	sum := sha256.Sum256(m.Bytes)
	name := "media/" + hex.EncodeToString(sum[:16])
	look, err := media.Look(m.Bytes)
	if err != nil {
		return shown{}, err
	}
	for _, f := range look.Found {
		switch {
		case f.Trace != media.Sound:
			return shown{}, ErrMedia
		case !m.Sound:
			return shown{}, ErrSound
		}
	}
	one := shown{Caption: strings.TrimSpace(m.Caption), Width: look.Width, Height: look.Height, Length: len(m.Bytes)}
	switch look.Kind {
	case media.JPEG:
		one.Path, one.Type = name+".jpg", "image/jpeg"
	case media.PNG:
		one.Path, one.Type = name+".png", "image/png"
	case media.MP4:
		one.Path, one.Type, one.Video = name+".mp4", "video/mp4", true
	default:
		return shown{}, ErrMedia
	}
	if p.files[one.Path] == nil {
		if err := media.Published(m.Bytes); err != nil {
			return shown{}, err
		}
		p.files[one.Path] = m.Bytes
	}
	return one, nil
}

// seen reports whether a person who read a text has seen all of it. What has no shape can hold
// words that a program reads: characters for tags, private ones, rows of joiners or of marks
// that vary what is before them. An emoji has two of these in a row.
func seen(text string) bool {
	const most = 2
	row := 0
	for _, r := range text {
		switch {
		case r >= 0xe0100 && r <= 0xe01ef, r != '\n' && !phrase.Harmless(r):
			return false
		case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Variation_Selector, r), unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r):
			if row++; row > most {
				return false
			}
		default:
			row = 0
		}
	}
	return true
}

func (p *publication) geoJSON() {
	items := make([]export.Item, len(p.things))
	for i, t := range p.things {
		items[i] = t.Item
	}
	b, err := export.GeoJSON(items, export.Everybody, "")
	if err != nil {
		panic(err) // each passed alone, and their names differ
	}
	p.files["items.geojson"] = b
}

// list returns the files by path, with their sums.
func (p *publication) list() (all []File) {
	for path, b := range p.files {
		all = append(all, File{path, b})
	}
	slices.SortFunc(all, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	return slices.Insert(all, 0, File{Sums, sums(all)})
}
