package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"bulkhead/desk"
	"bulkhead/desk/folder"
	"bulkhead/report/publish"
	"bulkhead/term"
)

// siteFlags are what a publication says of itself. The first publication needs them all.
type siteFlags struct {
	Title     string `placeholder:"TEXT" help:"The publication's title: the desk's name, for readers."`
	Authority string `placeholder:"NAME" help:"A domain or an address of mail that is the desk's: readers know the publication by it. It stays as it is."`
	Since     string `placeholder:"DAY" help:"A year, month or day on which it was the desk's already: 2026, 2026-11 or 2026-11-14. It stays as it is."`
}

// site makes the settings of a first publication, with keys that are drawn. Nothing is kept.
func (c *siteFlags) site(e edge) (*folder.Site, error) {
	if c.Title == "" || c.Authority == "" || c.Since == "" {
		return nil, errSite
	}
	keys, err := publish.NewKeys(e.rand)
	if err != nil {
		return nil, err
	}
	b, err := keys.MarshalBinary()
	if err != nil {
		return nil, err
	}
	defer clear(b)
	s := &folder.Site{Title: c.Title, Authority: c.Authority, Since: c.Since}
	copy(s.Keys[:], b)
	return s, checkSite(e, s)
}

// checkSite asks the publication's own room whether these settings are good.
func checkSite(e edge, s *folder.Site) error {
	_, err := publish.Build(publish.Site{Title: s.Title, Authority: s.Authority, Since: s.Since, Day: e.now(), Say: e.say}, nil, nil)
	return err
}

// settle returns the settings that are kept, changed as a person asks; those of a first
// publication if none are. It keeps none: a publication that is refused sets nothing.
func (c *siteFlags) settle(e edge, f *folder.Folder) (*folder.Site, error) {
	s, there := f.Site()
	if !there {
		return c.site(e)
	}
	if c.Authority != "" && c.Authority != s.Authority || c.Since != "" && c.Since != s.Since {
		return nil, folder.ErrSite
	}
	if c.Title != "" {
		s.Title = c.Title
	}
	return &s, checkSite(e, &s)
}

// publicKeys are what readers verify with.
type publicKeys struct {
	Minisign string `json:"minisign"`
	SSH      string `json:"ssh"`
}

func publicOf(s *folder.Site) (*publicKeys, error) {
	var k publish.Keys
	if err := k.UnmarshalBinary(s.Keys[:]); err != nil {
		return nil, err
	}
	return &publicKeys{k.Public().Minisign, k.Public().SSH}, nil
}

func (k *publicKeys) words(e edge, p *term.Sheet) {
	p.Line("%s", e.say.DeskCmdPublicKeys())
	p.Line("  %s", k.Minisign)
	p.Line("  %s", k.SSH)
}

type publishCmd struct {
	working
	siteFlags
	To   string `type:"path" required:"" placeholder:"DIR" help:"Folder of the publication, which is made if it is not there. A web server serves the folder 'current' in it."`
	Skip bool   `help:"Leave out what changed since it was cleared, and what cannot be published. What was published of it is taken back."`
}

// Help is shown below the flags.
func (*publishCmd) Help() string {
	return `For example:

  bulkhead-desk publish --to publication --title "Notification team" --authority desk.example.org --since 2026
  bulkhead-desk publish --to publication

All that is cleared and may be for everybody is published; movements never. What was published before and is not any more is taken back. All goes, or nothing, unless you say --skip. The same on the same day makes the same files. Pictures and videos do not go yet. That a case was published stands in its trail.

The first time draws the keys that sign, and keeps them in the desk's vault. Readers need the public ones by another way than the site.`
}

type publishResult struct {
	Folder string     `json:"folder"` // that a web server serves
	Day    string     `json:"day"`
	Cases  int        `json:"cases"`
	Back   []string   `json:"taken_back"` // cases that were in the publication before
	Left   []leftCase `json:"left"`
	Keys   publicKeys `json:"keys"`
}

type leftCase struct {
	Case string `json:"case"`
	Why  string `json:"why"`
}

// Run makes a publication.
func (c *publishCmd) Run(ctx context.Context, e edge) error {
	path, err := c.path()
	if err != nil {
		return err
	}
	if within(path, c.To) || within(c.To, path) {
		return usageError{errInside}
	}
	o, err := c.work(ctx, e)
	if err != nil {
		return err
	}
	r, err := c.publish(e, o)
	if err != nil {
		return o.close(err)
	}
	return o.close(c.show(e, r, func(p *term.Sheet) {
		p.Line("%s", e.say.DeskCmdPublished(r.Cases))
		if len(r.Back) > 0 {
			p.Line("%s", e.say.DeskCmdTakenBack(len(r.Back)))
			for _, name := range r.Back {
				p.Line("  %s", name)
			}
		}
		tellLeft(e, p, r.Left)
		p.Line("%s", e.say.DeskCmdFolder(r.Folder))
		r.Keys.words(e, p)
	}))
}

// within reports whether a path is a folder, or lies in it, links followed as far as they lead.
func within(dir, path string) bool {
	rel, err := filepath.Rel(real(dir), real(path))
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

func real(path string) string {
	if to, err := filepath.EvalSymlinks(path); err == nil {
		return to
	}
	if up := filepath.Dir(path); up != path {
		return filepath.Join(real(up), filepath.Base(path))
	}
	return path
}

func tellLeft(e edge, p *term.Sheet, left []leftCase) {
	if len(left) == 0 {
		return
	}
	p.Line("%s", e.say.DeskCmdLeft(len(left)))
	for _, l := range left {
		p.Line("  %s", e.say.DeskCmdLeftOne(l.Case, l.Why))
	}
}

// publish makes the publication of today. It is built whole before anything is kept or
// written; what the desk has to know of it is kept before it is written, so that what stands
// on the disk is never more than the desk knows of.
func (c *publishCmd) publish(e edge, o *office) (*publishResult, error) {
	site, err := c.settle(e, o.folder)
	if err != nil {
		return nil, err
	}
	var keys publish.Keys
	if err := keys.UnmarshalBinary(site.Keys[:]); err != nil {
		return nil, err
	}
	p, day, files, left, err := build(e, o, publish.Site{Title: site.Title, Authority: site.Authority, Since: site.Since, Keys: keys.Public(), Say: e.say})
	if err != nil {
		return nil, err
	}
	if len(left) > 0 && !c.Skip {
		sheet := term.SheetOn(e.err)
		sheet.Say = e.say
		tellLeft(e, sheet, left)
		return nil, errLeftOut
	}
	var names []desk.Name
	for i := range p.Entries {
		names = append(names, desk.Name(p.Entries[i].Item.Name))
	}
	if files, err = keys.Sign(files, day); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(c.To, 0o755); err != nil {
		return nil, err
	}
	to, err := os.OpenRoot(c.To)
	if err != nil {
		return nil, err
	}
	defer to.Close()
	if kept, there := o.folder.Site(); !there || kept != *site {
		if err := o.folder.SetSite(*site); err != nil {
			return nil, err
		}
	}
	if err := o.Published(names); err != nil {
		return nil, err
	}
	if err := publish.Put(to, files, day); err != nil {
		return nil, err
	}
	r := &publishResult{Folder: filepath.Join(c.To, publish.Current), Day: day.Format(time.DateOnly), Cases: len(p.Entries),
		Back: []string{}, Left: left, Keys: publicKeys{keys.Public().Minisign, keys.Public().SSH}}
	for _, w := range p.Withdrawn {
		if w.New {
			r.Back = append(r.Back, string(w.Case))
		}
	}
	if len(p.Withdrawn) > 0 { // the one before may have it still; a run that was interrupted did not get here
		return r, publish.Forget(to)
	}
	return r, nil
}

// build makes the files of a publication of all that can be in one, with what is left out of
// it and why.
func build(e edge, o *office, site publish.Site) (p desk.Publishing, day time.Time, files []publish.File, left []leftCase, err error) {
	left = []leftCase{}
	var without []desk.Name
	for {
		if p, err = o.Publishing(without...); err != nil {
			return p, day, nil, nil, err
		}
		day = e.now().UTC().Truncate(24 * time.Hour) // no earlier than what was taken back just now
		site.Day = day
		var entries []publish.Entry
		for i := range p.Entries {
			entries = append(entries, publish.Entry{Item: p.Entries[i].Item, Changed: p.Entries[i].Changed})
		}
		var withdrawn []publish.Withdrawal
		for _, w := range p.Withdrawn {
			withdrawn = append(withdrawn, publish.Withdrawal{Name: string(w.Case), Day: w.Day})
		}
		files, err = publish.Build(site, entries, withdrawn)
		var no *publish.Refused
		if !errors.As(err, &no) || !slices.ContainsFunc(entries, func(e publish.Entry) bool { return e.Item.Name == no.Name }) {
			break
		}
		without = append(without, desk.Name(no.Name))
		left = append(left, leftCase{no.Name, said(e, no.Err)})
	}
	for _, l := range p.Left {
		if l.Why != nil {
			left = append(left, leftCase{string(l.Case), said(e, l.Why)})
		}
	}
	slices.SortFunc(left, func(a, b leftCase) int { return strings.Compare(a.Case, b.Case) })
	return p, day, files, left, err
}

func said(e edge, err error) string {
	sentence, _ := e.words(err)
	return sentence
}
