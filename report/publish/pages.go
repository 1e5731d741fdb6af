package publish

import (
	"bytes"
	"fmt"
	"html/template"
	"slices"
	"time"
)

// perPage is how many things a page of the list has.
const perPage = 100

// page returns the path of a thing's page.
func page(name string) string { return "items/" + name + ".html" }

// listPage returns the path of a page of the list, from 1.
func listPage(n int) string {
	if n == 1 {
		return "index.html"
	}
	return fmt.Sprintf("page-%d.html", n)
}

// view is what a template is given.
type view struct {
	*publication
	Heading string
	Up      string // from here to the folder: "" or "../"

	// A page of the list.
	Part         []thing
	Number, Last int
	Gone         []Withdrawal // on the last page
	Legend       []legend
	Map          bool

	// A thing's page.
	Thing *thing
	Taken *Withdrawal
}

func (p *publication) pages() {
	last := max(1, (len(p.things)+perPage-1)/perPage)
	for n := range last {
		v := view{Heading: p.Title, Number: n + 1, Last: last, Part: p.things[n*perPage : min((n+1)*perPage, len(p.things))]}
		if n == 0 && p.files[mapFile] != nil {
			v.Map, v.Legend = true, p.legend()
		}
		if n == last-1 {
			v.Gone = p.withdrawn
		}
		p.render("list", listPage(n+1), v)
	}
	for i := range p.things {
		t := &p.things[i]
		p.render("thing", page(t.Name), view{Heading: p.titleOf(t), Up: "../", Thing: t})
	}
	for i := range p.withdrawn {
		w := &p.withdrawn[i]
		p.render("taken", page(w.Name), view{Heading: p.Say.PublishTakenBack(), Up: "../", Taken: w})
	}
	p.render("verify", "verify.html", view{Heading: p.Say.PublishVerify()})
}

func (p *publication) render(name, path string, v view) {
	v.publication = p
	var b bytes.Buffer
	if err := templates.ExecuteTemplate(&b, name, v); err != nil {
		panic(err) // a buffer takes all, and a test renders every template
	}
	p.files[path] = b.Bytes()
}

// What the templates ask for.

func (v view) PageOf(name string) string { return page(name) }
func (v view) TitleOf(t thing) string    { return v.titleOf(&t) }
func (v view) Summary(t thing) string    { return v.summary(&t) }
func (v view) Rows() []row               { return v.rows(v.Thing) }
func (v view) Date(t time.Time) string   { return v.Say.FullDate(t) }
func (v view) Newer() string             { return listPage(v.Number - 1) }
func (v view) Older() string             { return listPage(v.Number + 1) }
func (v view) PageNumber() string        { return v.Say.PublishPageOf(v.Say.Number(v.Last), v.Number) }
func (v view) Signed() bool              { return v.Keys != Public{} }
func (v view) Alt(i int) string          { return v.alt(v.Thing.Media[i], i+1) }

// alt names a picture or a video for whoever does not see it.
func (p *publication) alt(m shown, n int) string {
	switch {
	case m.Caption != "":
		return m.Caption
	case m.Video:
		return p.Say.PublishVideo(n)
	}
	return p.Say.PublishPicture(n)
}

// Verification returns the commands of a step, for a shell.
func (v view) Verification(step string) []string {
	switch step {
	case "minisign":
		return []string{"minisign -Vm " + Sums + " -P " + v.Keys.Minisign}
	case "ssh":
		return []string{
			fmt.Sprintf("echo '%s namespaces=\"%s\" %s' > allowed_signers", v.Authority, Namespace, v.Keys.SSH),
			fmt.Sprintf("ssh-keygen -Y verify -f allowed_signers -I %s -n %s -s %s < %s", v.Authority, Namespace, SSHSignature, Sums),
		}
	}
	return []string{"sha256sum -c " + Sums}
}

// legend is a sign of the picture and what it stands for.
type legend struct{ Class, Sign, Words string }

func (p *publication) legend() (all []legend) {
	for _, t := range p.things {
		l := legend{t.Kind.String(), signs[t.Kind].text, p.Say.ReportKind(t.Kind)}
		if len(t.drawn) > 0 && !slices.Contains(all, l) {
			all = append(all, l)
		}
	}
	slices.SortFunc(all, func(a, b legend) int { return bytes.Compare([]byte(a.Class), []byte(b.Class)) })
	return all
}

var templates = template.Must(template.New("").Parse(pagesHTML))

// Nothing is asked of anybody else, no script runs, and no form is sent. Opened from a disk
// the folder is no site, so file: is named beside it.
const pagesHTML = `
{{define "head"}}<!doctype html>
<html lang="{{.Say.Language}}"{{if .Say.RightToLeft}} dir="rtl"{{end}}>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self' file:; img-src 'self' file:; media-src 'self' file:; base-uri 'none'; form-action 'none'">
<title>{{.Heading}}</title>
<link rel="stylesheet" href="{{.Up}}style.css">
<link rel="alternate" type="application/atom+xml" href="{{.Up}}feed.atom" title="{{.Title}}">
<body>
<header><h1 dir="auto">{{.Heading}}</h1></header>
<main>
{{end}}
{{define "foot"}}</main>
<footer>
<p>{{.Say.PublishOn (.Date .Day)}}</p>
<nav><ul>{{if .Up}}<li><a href="{{.Up}}index.html">{{.Say.PublishAll}}</a></li>{{end}}<li><a href="{{.Up}}verify.html">{{.Say.PublishVerify}}</a></li><li><a href="{{.Up}}feed.atom">{{.Say.PublishFeed}}</a></li><li><a href="{{.Up}}items.geojson">{{.Say.PublishGeojson}}</a></li></ul></nav>
</footer>
</html>
{{end}}
{{define "list"}}{{template "head" .}}<p>{{.Say.PublishAbout}}</p>
{{if .Map}}<figure><a href="map.svg"><img src="map.svg" alt="{{.Say.PublishMap}}"></a>
<figcaption><ul class="legend">{{range .Legend}}<li><span class="{{.Class}}" aria-hidden="true">{{.Sign}}</span> {{.Words}}</li>{{end}}</ul>{{.Say.PublishMapNote}}</figcaption></figure>
{{end}}{{if not .Part}}<p>{{.Say.PublishNothing}}</p>
{{end}}<ul class="things">
{{range .Part}}<li class="{{.Kind}}"><h2><a href="{{$.PageOf .Name}}">{{$.TitleOf .}}</a></h2><p>{{$.Summary .}}</p></li>
{{end}}</ul>
{{if .Gone}}<h2>{{.Say.PublishTakenBack}}</h2>
<ul>{{range .Gone}}<li><a href="{{$.PageOf .Name}}">{{.Name}}</a>, {{$.Date .Day}}</li>
{{end}}</ul>
{{end}}{{if gt .Last 1}}<nav><p>{{.PageNumber}}</p><ul>{{if gt .Number 1}}<li><a href="{{.Newer}}">{{.Say.PublishNewer}}</a></li>{{end}}{{if lt .Number .Last}}<li><a href="{{.Older}}">{{.Say.PublishOlder}}</a></li>{{end}}</ul></nav>
{{end}}{{template "foot" .}}{{end}}
{{define "thing"}}{{template "head" .}}{{with .Thing.Text}}<p class="text" dir="auto">{{.}}</p>
{{end}}{{range $i, $m := .Thing.Media}}<figure>{{if .Video}}<video controls preload="none" width="{{.Width}}" height="{{.Height}}" src="../{{.Path}}" aria-label="{{$.Alt $i}}"></video>{{else}}<img src="../{{.Path}}" width="{{.Width}}" height="{{.Height}}" alt="{{$.Alt $i}}">{{end}}{{with .Caption}}<figcaption dir="auto">{{.}}</figcaption>{{end}}</figure>
{{end}}{{if .Thing.Media}}<p class="small">{{.Say.PublishMediaNote}}</p>
{{end}}<dl>
{{range .Rows}}<dt>{{.Label}}</dt><dd dir="auto">{{.Value}}</dd>
{{end}}</dl>
{{template "foot" .}}{{end}}
{{define "taken"}}{{template "head" .}}<p>{{.Say.PublishTakenBackOn (.Date .Taken.Day)}}</p>
{{template "foot" .}}{{end}}
{{define "commands"}}{{range .}}<pre dir="ltr"><code>{{.}}</code></pre>
{{end}}{{end}}
{{define "verify"}}{{template "head" .}}<p>{{.Say.PublishVerifyWhy}}</p>
{{if .Signed}}<h2>{{.Say.PublishVerifyKey}}</h2>
<p>{{.Say.PublishVerifyKeyHow}}</p>
<dl dir="ltr"><dt>minisign</dt><dd><code>{{.Keys.Minisign}}</code></dd><dt>SSH</dt><dd><code>{{.Keys.SSH}}</code></dd></dl>
{{end}}<h2>{{.Say.PublishVerifyLoad}}</h2>
<p>{{.Say.PublishVerifyLoadHow}}</p>
{{if .Signed}}<h2>{{.Say.PublishVerifySignature}}</h2>
<p>{{.Say.PublishVerifyMinisign}}</p>
{{template "commands" (.Verification "minisign")}}<p>{{.Say.PublishVerifySsh}}</p>
{{template "commands" (.Verification "ssh")}}{{else}}<p><strong>{{.Say.PublishVerifyUnsigned}}</strong></p>
{{end}}<h2>{{.Say.PublishVerifySums}}</h2>
<p>{{.Say.PublishVerifySumsHow}}</p>
{{template "commands" (.Verification "sums")}}<h2>{{.Say.PublishVerifyDay}}</h2>
<p>{{.Say.PublishVerifyDayHow (.Date .Day)}}</p>
<h2>{{.Say.PublishVerifyNot}}</h2>
<p>{{.Say.PublishVerifyNotHow}}</p>
{{template "foot" .}}{{end}}
`

const style = `:root { color-scheme: light dark; --ink: #1b1f24; --soft: #59616b; --line: #d9dde2; --paper: #fff; --site: #1a5fb4; --hazard: #b3261e; --need: #8f4a00; --harm: #6b3fa0 }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --soft: #a6afb9; --line: #3a4149; --paper: #14181d; --site: #8ab8ff; --hazard: #ff9d94; --need: #ffb870; --harm: #cbb2ff } }
body { font: 17px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 46rem; margin: 1rem auto; padding: 0 1rem; overflow-wrap: anywhere }
h1 { font-size: 1.6rem; line-height: 1.25 } h2 { font-size: 1.1rem; margin: 1.4rem 0 .2rem }
a { color: inherit } figure { margin: 1rem 0 } img, video { max-width: 100%; height: auto } figcaption, .small, footer { color: var(--soft); font-size: .9rem }
.text { white-space: pre-line } .things, .legend, nav ul { list-style: none; padding: 0 } .legend li, nav li { display: inline-block; margin-inline-end: 1.2rem } nav a { display: inline-block; padding: .6rem 0 }
.things li { border-top: 1px solid var(--line); border-inline-start: 4px solid var(--line); padding-inline-start: .8rem } .things p { margin-top: 0; color: var(--soft) }
.things .site { border-inline-start-color: var(--site) } .things .hazard { border-inline-start-color: var(--hazard) } .things .need { border-inline-start-color: var(--need) } .things .harm { border-inline-start-color: var(--harm) }
.legend .site { color: var(--site) } .legend .hazard { color: var(--hazard) } .legend .need { color: var(--need) } .legend .harm { color: var(--harm) }
dt { color: var(--soft); font-size: .9rem } dd { margin: 0 0 .5rem } pre { white-space: pre-wrap; border: 1px solid var(--line); padding: .6rem } footer { border-top: 1px solid var(--line); margin-top: 2rem }
`
