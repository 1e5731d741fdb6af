package publish

import (
	"bytes"
	"encoding/xml"
	"strconv"
	"time"
)

// feedEntries is how many things the feed has: the last that changed. All that was taken back
// is in it as well, so that a reader's copy goes.
const feedEntries = 200

// feed writes the Atom feed (RFC 4287). Addresses are relative, so that the folder can move
// and be copied. The ids are tags (RFC 4151) and stay.
func (p *publication) feed() {
	var b feedWriter
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	b.WriteString(`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="` + p.Say.Language() + `">` + "\n")
	b.element("id", p.tag(""))
	b.element("title", p.Title)
	b.element("updated", moment(p.Day))
	b.WriteString("<author>")
	b.element("name", p.Title)
	b.WriteString("</author>\n")
	b.link("self", "application/atom+xml", "feed.atom", 0)
	b.link("alternate", "text/html", "index.html", 0)
	for _, w := range p.withdrawn {
		b.WriteString("<entry>\n")
		b.element("id", p.tag(w.Name))
		b.element("title", p.Say.PublishTakenBack())
		b.element("updated", moment(w.Day))
		b.link("alternate", "text/html", page(w.Name), 0)
		b.element("summary", p.Say.PublishTakenBackOn(p.Say.FullDate(w.Day)))
		b.WriteString("</entry>\n")
	}
	for i := range p.things[:min(len(p.things), feedEntries)] {
		t := &p.things[i]
		b.WriteString("<entry>\n")
		b.element("id", p.tag(t.Name))
		b.element("title", p.titleOf(t))
		b.element("updated", moment(t.Changed))
		b.link("alternate", "text/html", page(t.Name), 0)
		for _, m := range t.Media {
			b.link("enclosure", m.Type, m.Path, m.Length)
		}
		b.element("summary", p.summary(t))
		if t.Text != "" {
			b.element("content", t.Text)
		}
		b.WriteString("</entry>\n")
	}
	b.WriteString("</feed>\n")
	p.files["feed.atom"] = b.Bytes()
}

// tag returns the id of an entry, or of the feed. It must never change.
func (s *Site) tag(name string) string { return "tag:" + s.Authority + "," + s.Since + ":" + name }

func moment(t time.Time) string { return t.Format("2006-01-02T15:04:05Z") }

type feedWriter struct{ bytes.Buffer }

// element writes text. Without a type it is plain text, which no reader takes for HTML.
func (b *feedWriter) element(name, text string) {
	b.WriteString("<" + name + ">")
	xml.EscapeText(b, []byte(text))
	b.WriteString("</" + name + ">\n")
}

func (b *feedWriter) link(rel, kind, to string, length int) {
	b.WriteString(`<link rel="` + rel + `" type="` + kind + `" href="` + to + `"`)
	if length > 0 {
		b.WriteString(` length="` + strconv.Itoa(length) + `"`)
	}
	b.WriteString("/>\n")
}
