package export

import (
	"bytes"
	"encoding/csv"
	"regexp"
	"strconv"
	"strings"

	"bulkhead/report"
)

// columns are header and tag of each, in order. There is none for a contact, a respondee,
// a beneficiary or a group of people.
var columns = [][2]string{
	{"Id", "#meta+id"}, {"Kind", "#event+type"}, {"Description", "#description"},
	{"Place", "#loc+name"}, {"Type of place", "#loc+type"},
	{"Latitude", "#geo+lat"}, {"Longitude", "#geo+lon"}, {"Precision (m)", "#geo+precision_m"},
	{"Occurred", "#date+occurred"}, {"Reported", "#date+reported"},
	{"Need", "#need+type"},
	{"People", "#affected+ind"}, {"Killed", "#affected+killed"}, {"Injured", "#affected+injured"},
	{"Access", "#access+type"}, {"Severity", "#severity+code"}, {"Status", "#status+code"}, {"Certainty (%)", "#meta+certainty"},
	{"From", "#loc+origin"}, {"To", "#loc+dest"},
}

// HXL returns the items as CSV with a row of headers and one of HXL 1.1 tags. Without any
// movement the columns From and To are not there.
func HXL(items []Item, to Audience) ([]byte, error) {
	all, err := sorted(items, to)
	if err != nil {
		return nil, err
	}
	width := len(columns) - 2
	for _, it := range all {
		if it.Kind == report.Movement {
			width = len(columns)
		}
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true // RFC 4180
	for i := range 2 {
		var row []string
		for _, c := range columns[:width] {
			row = append(row, c[i])
		}
		w.Write(row)
	}
	for i := range all {
		w.Write(all[i].row(to)[:width])
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

func (it *Item) row(to Audience) []string {
	count := func(c report.Count) string {
		if n, said := c.Number(); said {
			return strconv.Itoa(n)
		}
		return ""
	}
	percent := ""
	if it.Percent != 0 {
		percent = strconv.Itoa(it.Percent)
	}
	event, need, loc := it.Kind.String(), "", ""
	switch code := it.typeCode(); it.Kind {
	case report.Need:
		need = code
	case report.Site:
		loc = code
	default:
		if code != "" {
			event += "/" + code
		}
	}
	lat, lon, precision := "", "", ""
	if s, ok := it.Where.Spot(); ok {
		if lat, lon = it.Where.Cell.Text(); it.Where.Distance != 0 {
			p := pointOf(s.Lat, s.Lon)
			lat, lon = degrees(p.lat), degrees(p.lon)
		}
		precision = strconv.Itoa(s.Reach)
	}
	origin, dest := "", ""
	if it.Kind == report.Movement {
		origin, dest = it.Where.Name, it.To.Name
		origin, dest = safe(origin), safe(dest)
		if destLat, destLon := it.To.Cell.Text(); dest == "" && destLat != "" {
			dest = destLat + ", " + destLon // with a comma it is no formula
		}
		if origin == "" && lat != "" {
			origin = lat + ", " + lon
		}
	}
	return []string{it.Name, event, safe(it.Text), safe(it.Where.Name), loc, lat, lon, precision, it.occurred(to), date(it.Reported, to), need,
		count(it.People), count(it.Killed), count(it.Injured), it.Access.String(), it.Severity.String(), it.Status.String(), percent, origin, dest}
}

// safe returns a text that no spreadsheet takes for a formula: one that begins like a
// formula has an apostrophe before it. A plain number, -1.5, is left alone.
func safe(s string) string {
	begin := strings.TrimLeft(s, " \n")
	if begin == "" || !strings.ContainsRune("=+-@\t\r＝＋－＠", []rune(begin)[0]) || number.MatchString(s) {
		return s
	}
	return "'" + s
}

var number = regexp.MustCompile(`^-?[0-9]{1,15}(\.[0-9]{1,15})?$`)
