package export

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"bulkhead/report"
	"bulkhead/report/place"
)

// Message says what an alert does to earlier ones of its item.
type Message uint8

const (
	Alert Message = iota
	Update
	Cancel // the report was withdrawn, or was wrong: it names earlier alerts and says nothing else
)

// Envelope is what an alert says of itself. Its scope is Public for everybody, Private if
// there are addresses, else Restricted. One for everybody names nobody.
type Envelope struct {
	Sender      string    // the desk's, as CAP wants it: no spaces, commas, < or &
	Serial      int       // from 1: which message about this item
	Sent        time.Time // the day alone counts for everybody
	Exercise    bool      // a demonstration, a drill
	Restriction string    // who may have it; needed for Restricted
	Addresses   []string  // for Private
	Message     Message
	Earlier     []Earlier // what an update or a cancel is about
}

// Earlier names an alert that was sent.
type Earlier struct {
	Serial int
	Sent   time.Time
}

const (
	ErrEnvelope Refusal = "an alert needs a sender, a serial, and a restriction unless it is for everybody or addressed"
	ErrAlert    Refusal = "this is not an alert as CAP 1.2 has it"
)

// capTime returns a time as CAP wants it: never with a Z.
func capTime(t time.Time, to Audience) string {
	if t = t.UTC(); to == Everybody {
		t = t.Truncate(24 * time.Hour)
	}
	return t.Format("2006-01-02T15:04:05") + "-00:00"
}

// CAP returns an alert of CAP 1.2 for one item. A Cancel needs no consent, and of the item
// its name alone: what made it unsafe may be what has to be taken back.
func CAP(it Item, to Audience, e Envelope) ([]byte, error) {
	switch err := it.check(to); {
	case to < Partners || to > Everybody:
		return nil, ErrAudience
	case e.Message == Cancel && !name.MatchString(it.Name):
		return nil, ErrName
	case e.Message != Cancel && err != nil:
		return nil, err
	}
	scope := "Restricted"
	switch {
	case !oneLine(e.Restriction):
		return nil, ErrRestriction
	case to == Everybody && (e.Restriction != "" || len(e.Addresses) > 0):
		return nil, ErrRestriction // whoever names somebody does not mean everybody
	case to == Everybody:
		scope = "Public"
	case len(e.Addresses) > 0:
		scope = "Private"
	case e.Restriction == "":
		return nil, ErrEnvelope
	}
	if !word.MatchString(e.Sender) || e.Serial < 1 || (e.Message != Alert) != (len(e.Earlier) > 0) || e.Message > Cancel || e.Sent.Year() < 1970 || e.Sent.Year() > 2199 {
		return nil, ErrEnvelope
	}
	identifier := func(serial int) string { return fmt.Sprintf("%s.%d", it.Name, serial) }
	var b capWriter
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">` + "\n")
	b.element("identifier", identifier(e.Serial))
	b.element("sender", e.Sender)
	b.element("sent", capTime(e.Sent, to))
	status := "Actual"
	if e.Exercise {
		status = "Exercise"
	}
	b.element("status", status)
	b.element("msgType", [...]string{"Alert", "Update", "Cancel"}[e.Message])
	b.element("scope", scope)
	if e.Restriction != "" { // CAP has one beside addresses as well
		b.element("restriction", e.Restriction)
	}
	if scope == "Private" {
		for _, a := range e.Addresses {
			if !word.MatchString(a) || strings.ContainsRune(a, '"') {
				return nil, ErrEnvelope
			}
		}
		b.element("addresses", strings.Join(e.Addresses, " "))
	}
	var earlier []string
	for _, o := range e.Earlier {
		if o.Serial < 1 || o.Serial >= e.Serial {
			return nil, ErrEnvelope
		}
		earlier = append(earlier, e.Sender+","+identifier(o.Serial)+","+capTime(o.Sent, to))
	}
	if len(earlier) > 0 {
		b.element("references", strings.Join(earlier, " "))
	}
	if e.Message != Cancel {
		it.info(&b, to)
	}
	b.WriteString("</alert>\n")
	if err := CheckCAP(b.Bytes()); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

type capWriter struct{ bytes.Buffer }

func (b *capWriter) element(name, value string) {
	b.WriteString("<" + name + ">")
	xml.EscapeText(b, []byte(value))
	b.WriteString("</" + name + ">\n")
}

func (it *Item) info(b *capWriter, to Audience) {
	b.WriteString("<info>\n")
	b.element("category", map[report.Kind]string{report.Site: "Infra", report.Hazard: "Safety", report.Movement: "Transport", report.Need: "Rescue", report.Harm: "Security"}[it.Kind])
	event := it.Kind.String()
	if code := it.typeCode(); code != "" {
		event += "/" + code
	}
	b.element("event", event)
	if it.Kind == report.Hazard {
		b.element("responseType", "Avoid")
	}
	urgency := "Unknown"
	switch {
	case it.Kind == report.Harm:
		urgency = "Past"
	case it.Kind == report.Movement && it.stateCode() == "planned":
		urgency = "Future"
	}
	b.element("urgency", urgency)
	b.element("severity", [...]string{"Unknown", "Minor", "Moderate", "Severe", "Extreme"}[it.Severity])
	b.element("certainty", it.certainty())
	if it.When.Form() != report.Unsaid {
		b.element("onset", capTime(it.When.From(), to))
	}
	if it.Text != "" {
		b.element("description", it.Text)
	}
	for _, p := range [][2]string{{"state", it.stateCode()}, {"access", it.Access.String()}, {"occurred", it.occurred(to)}} {
		if p[1] != "" {
			b.WriteString("<parameter>\n")
			b.element("valueName", p[0])
			b.element("value", p[1])
			b.WriteString("</parameter>\n")
		}
	}
	it.area(b)
	b.WriteString("</info>\n")
}

// certainty returns CAP's word. Observed is only what a person has set.
func (it *Item) certainty() string {
	switch {
	case it.Observed:
		return "Observed"
	case it.Percent == 0:
		return "Unknown"
	case it.Percent > 50:
		return "Likely"
	case it.Percent > 5:
		return "Possible"
	}
	return "Unlikely"
}

// area writes where it is: of a movement, where from and where to.
func (it *Item) area(b *capWriter) {
	places := []place.Place{it.Where}
	if !it.To.IsZero() {
		places = append(places, it.To)
	}
	for _, p := range places {
		name, circle := located(p), circle(p)
		switch {
		case name == "" && circle == "":
			name = "place not said"
		case name == "":
			name = "unnamed place"
		}
		b.WriteString("<area>\n")
		b.element("areaDesc", name)
		if circle != "" {
			b.element("circle", circle)
		}
		b.WriteString("</area>\n")
	}
}

// circle returns "lat,lon km": the radius to ten metres, rounded up.
func circle(p place.Place) string {
	lat, lon, reach, ok := spot(p)
	if !ok {
		return ""
	}
	tens := (reach + 9) / 10
	return fmt.Sprintf("%s,%s %d.%02d", lat, lon, tens/100, tens%100)
}

var (
	word        = regexp.MustCompile(`^[^\s,<&]{1,128}$`)
	capDate     = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d$`)
	plainNumber = regexp.MustCompile(`^\d+(\.\d+)?$`)
	pair        = regexp.MustCompile(`^-?\d+(\.\d+)?,-?\d+(\.\d+)?$`)
)

// capAlert is what CheckCAP reads of an alert.
type capAlert struct {
	XMLName     xml.Name `xml:"urn:oasis:names:tc:emergency:cap:1.2 alert"`
	Identifier  string   `xml:"identifier"`
	Sender      string   `xml:"sender"`
	Sent        string   `xml:"sent"`
	MsgType     string   `xml:"msgType"`
	Scope       string   `xml:"scope"`
	Restriction string   `xml:"restriction"`
	Addresses   string   `xml:"addresses"`
	References  string   `xml:"references"`
	Info        []struct {
		ResponseType []string `xml:"responseType"`
		Onset        string   `xml:"onset"`
		Contact      *string  `xml:"contact"`
		Area         []struct {
			Polygon []string `xml:"polygon"`
			Circle  []string `xml:"circle"`
		} `xml:"area"`
	} `xml:"info"`
}

// CheckCAP refuses what the schema of CAP 1.2 lets pass and the standard does not: a
// restriction or addresses that are missing, a circle or a polygon that is none, an
// identifier with spaces or commas, a time with a Z; and what this program never says, as a Cancel with its info again.
func CheckCAP(b []byte) error {
	var a capAlert
	d := xml.NewDecoder(bytes.NewReader(b))
	if err := d.Decode(&a); err != nil {
		return ErrAlert
	}
	for { // behind it stands nothing
		t, err := d.Token()
		if err == io.EOF {
			break
		}
		if blank, is := t.(xml.CharData); err != nil || !is || len(bytes.TrimSpace(blank)) > 0 {
			return ErrAlert
		}
	}
	ok := word.MatchString(a.Identifier) && word.MatchString(a.Sender) && capDate.MatchString(a.Sent) && (len(a.Info) == 0) == (a.MsgType == "Cancel") &&
		(a.Scope != "Restricted" || strings.TrimSpace(a.Restriction) != "") && (a.Scope != "Private" || strings.TrimSpace(a.Addresses) != "") &&
		((a.MsgType == "Update" || a.MsgType == "Cancel") == (a.References != ""))
	for _, r := range strings.Fields(a.References) {
		three := strings.Split(r, ",")
		ok = ok && len(three) == 3 && word.MatchString(three[0]) && word.MatchString(three[1]) && capDate.MatchString(three[2])
	}
	for _, info := range a.Info {
		ok = ok && info.Contact == nil && (info.Onset == "" || capDate.MatchString(info.Onset))
		for _, r := range info.ResponseType {
			ok = ok && r != "Execute"
		}
		for _, area := range info.Area {
			for _, c := range area.Circle {
				ok = ok && circleIs(c)
			}
			for _, p := range area.Polygon {
				ok = ok && polygonIs(p)
			}
		}
	}
	if !ok {
		return ErrAlert
	}
	return nil
}

func circleIs(s string) bool {
	at, radius, found := strings.Cut(s, " ")
	km, err := strconv.ParseFloat(radius, 64)
	return found && onEarth(at) && plainNumber.MatchString(radius) && err == nil && km <= 20_040 // half around the earth
}

func polygonIs(s string) bool {
	points := strings.Split(s, " ")
	for _, p := range points {
		if !onEarth(p) {
			return false
		}
	}
	return len(points) >= 4 && points[0] == points[len(points)-1]
}

func onEarth(s string) bool {
	a, b, _ := strings.Cut(s, ",")
	lat, err1 := strconv.ParseFloat(a, 64)
	lon, err2 := strconv.ParseFloat(b, 64)
	return pair.MatchString(s) && err1 == nil && err2 == nil && math.Abs(lat) <= 90 && math.Abs(lon) <= 180
}
