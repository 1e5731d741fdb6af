package sim

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Separator is what keeps a list's columns apart.
type Separator string

// The separators of a list.
const (
	SeparatorSpace     Separator = "space" // any white space
	SeparatorComma     Separator = "comma"
	SeparatorSemicolon Separator = "semicolon"
	SeparatorTab       Separator = "tab"
)

// signs are the separators that are one sign, the likelier to stand within a name last.
var signs = []struct {
	sign rune
	name Separator
}{{'\t', SeparatorTab}, {';', SeparatorSemicolon}, {',', SeparatorComma}}

// headerPairs are the names of the two columns that make a link, in lower case and
// without spaces, hyphens and underscores.
var headerPairs = [][2]string{
	{"source", "target"}, {"source", "destination"}, {"src", "dst"}, {"from", "to"}, {"sourceid", "targetid"},
	{"ego", "alter"}, {"sender", "receiver"}, {"sender", "recipient"}, {"who", "whom"}, {"who", "knows"},
	{"name", "knows"}, {"person", "knows"}, {"name", "contact"}, {"person", "contact"}, {"name1", "name2"},
	{"tail", "head"}, {"start", "end"}, {"caller", "callee"}, {"node1", "node2"}, {"nodea", "nodeb"},
	{"vertex1", "vertex2"}, {"person1", "person2"}, {"persona", "personb"}, {"user1", "user2"}, {"member1", "member2"},
	{"id1", "id2"}, {"actor1", "actor2"}, {"fromnode", "tonode"}, {"fromid", "toid"}, {"fromnodeid", "tonodeid"},
}

// tableOfPeople are the names of the first column of a table of people.
var tableOfPeople = []string{"id", "label", "name", "node", "nodes", "person", "member", "nodeid"}

// maxAlike bounds Source.Alike.
const maxAlike = 100

// row is one line of a list; what it holds is no longer good at the next.
type row struct {
	cells []string
	line  int
}

// list is what is known of a list while it is read.
type list struct {
	members
	folded map[string]int32 // by the folded name
	src    Source
	from   int // columns of a link, from 0
	to     int
	width  int // columns of every row, but for names alone
	rows   int // links among them
	first  [2]int32
	lead   bool // the first row was a link
	square square
	third  third
}

func readList(b *bufio.Reader) (*Adjacency, Source, error) {
	l := list{members: members{number: map[string]int32{}}, folded: map[string]int32{}, to: 1}
	l.src.Format = FormatList
	comma, err := l.separator(b)
	if err != nil {
		return nil, Source{}, err
	}
	next := spaced(b)
	if comma != 0 {
		next = commaed(b, comma)
	}
	for {
		r, err := next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, Source{}, err
		}
		if err := l.row(r); err != nil {
			return nil, Source{}, badLine(r.line, err)
		}
	}
	return l.finish()
}

// separator finds out what keeps the columns apart: the first line that has one of
// the signs tells.
func (l *list) separator(b *bufio.Reader) (rune, error) {
	head, err := b.Peek(sniffed)
	if err != nil && err != io.EOF && err != bufio.ErrBufferFull {
		return 0, err
	}
	l.src.Separator = SeparatorSpace
	for line := range strings.Lines(string(head)) {
		said, ok := strings.CutPrefix(strings.ToLower(strings.TrimSpace(line)), "sep=")
		for _, s := range signs {
			if ok && said == string(s.sign) || !ok && !isRemark(strings.TrimLeft(line, " ")) && outsideQuotes(line, s.sign) {
				l.src.Separator = s.name
				if ok {
					b.Discard(len(line)) // a spreadsheet's own first line
				}
				return s.sign, nil
			}
		}
	}
	return 0, nil
}

func outsideQuotes(line string, sign rune) bool {
	quoted := false
	for _, c := range line {
		if c == '"' {
			quoted = !quoted
		} else if c == sign && !quoted {
			return true
		}
	}
	return false
}

// commaed returns the rows of a list with a sign between its columns.
func commaed(b io.Reader, comma rune) func() (row, error) {
	c := csv.NewReader(b)
	c.Comma, c.FieldsPerRecord, c.TrimLeadingSpace, c.ReuseRecord = comma, -1, comma != '\t', true
	return func() (row, error) {
		for {
			cells, err := c.Read()
			var bad *csv.ParseError
			if errors.As(err, &bad) {
				return row{}, WhyColumnQuotes.in(bad.Line)
			}
			if err != nil {
				return row{}, err
			}
			line, _ := c.FieldPos(0)
			for i := range cells {
				cells[i] = strings.TrimSpace(cells[i])
			}
			if !isRemark(cells[0]) && strings.Join(cells, "") != "" {
				return row{cells, line}, nil
			}
		}
	}
}

// spaced returns the rows of a list with white space between its columns. A word
// that begins as a remark, or with a brace as data of some programs do, ends its
// line.
func spaced(b io.Reader) func() (row, error) {
	lines := bufio.NewScanner(b)
	lines.Buffer(make([]byte, 0, maxLine), maxLine)
	n := 0
	return func() (row, error) {
		for lines.Scan() {
			n++
			cells, err := words(lines.Text())
			if err != nil {
				return row{}, badLine(n, err)
			}
			if len(cells) > 0 {
				return row{cells, n}, nil
			}
		}
		err := lines.Err()
		if errors.Is(err, bufio.ErrTooLong) {
			return row{}, WhyLongLine.in(n + 1)
		}
		if err == nil {
			err = io.EOF
		}
		return row{}, err
	}
}

func words(line string) (cells []string, err error) {
	for {
		line = strings.TrimLeftFunc(line, unicode.IsSpace)
		if line == "" || isRemark(line) || len(cells) > 1 && line[0] == '{' {
			return cells, nil
		}
		end := strings.IndexFunc(line, unicode.IsSpace)
		if end < 0 {
			end = len(line)
		}
		word := line[:end]
		if line[0] == '"' {
			inside, rest, closed := strings.Cut(line[1:], `"`)
			if after := strings.TrimLeftFunc(rest, unicode.IsSpace); !closed || after == rest && rest != "" {
				return nil, WhyQuotes
			}
			word, end = strings.TrimSpace(inside), len(line)-len(rest)
		} else if strings.Contains(word, `"`) {
			return nil, WhyQuotes
		}
		cells, line = append(cells, word), line[end:]
	}
}

func (l *list) row(r row) error {
	cells := r.cells
	if l.rows == 0 && l.width == 0 && len(cells) > 1 {
		if header, err := l.header(cells); header || err != nil {
			return err
		}
	}
	if len(cells) == 1 && l.src.Separator == SeparatorSpace {
		_, err := l.name(cells[0], r.line)
		return err
	}
	if l.width == 0 {
		l.width = len(cells)
	}
	if len(cells) != l.width || len(cells) < 2 {
		return WhyWidth
	}
	if !l.src.Header {
		if err := l.plain(cells); err != nil {
			return err
		}
	}
	if len(cells) <= max(l.from, l.to) {
		return WhyWidth
	}
	from, err := l.name(cells[l.from], r.line)
	if err != nil {
		return err
	}
	to, err := l.name(cells[l.to], r.line)
	if err != nil {
		return err
	}
	if l.rows++; l.rows == 1 {
		l.first, l.lead = [2]int32{from, to}, from == 0 && to == 1
	}
	return l.link(from, to)
}

// header takes a first row that names the columns.
func (l *list) header(cells []string) (bool, error) {
	plain := make([]string, len(cells))
	for i, c := range cells {
		plain[i] = strings.NewReplacer(" ", "", "_", "", "-", "").Replace(strings.ToLower(c))
	}
	for _, pair := range headerPairs {
		from, to := slices.Index(plain, pair[0]), slices.Index(plain, pair[1])
		if from < 0 || to < 0 {
			continue
		}
		l.src.Header, l.from, l.to, l.width = true, from, to, len(cells)
		for i := range cells {
			if i != from && i != to {
				l.src.Ignored = append(l.src.Ignored, i+1)
			}
		}
		return true, nil
	}
	if slices.Contains(tableOfPeople, plain[0]) {
		return false, WhyPeople
	}
	return false, nil
}

// plain looks at a row of a list whose columns nobody named.
func (l *list) plain(cells []string) error {
	l.square.row(cells)
	switch {
	case len(cells) == 2:
		return nil
	case l.square.possible():
		return nil // the end tells
	case len(cells) > 3:
		return WhyColumns
	}
	if len(l.src.Ignored) == 0 {
		l.src.Ignored = []int{3}
	}
	if t := strings.ToLower(cells[2]); t != "" && t != "directed" && t != "undirected" {
		if !isNumber(t) {
			return WhyThird
		}
		l.third.row(cells)
	}
	return nil
}

func isNumber(s string) bool {
	_, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	return err == nil
}

// square tells a matrix from a list: as many rows as columns, all numbers, and
// nothing but 0 and 1 or nothing on its diagonal.
type square struct {
	rows, width   int
	other         bool // something that is no number, or rows of several lengths
	large, aslant bool // a number beside 0 and 1; one on the diagonal
}

func (s *square) row(cells []string) {
	if s.rows == 0 {
		s.width = len(cells)
	}
	s.other = s.other || len(cells) != s.width || len(cells) < 3
	for i, c := range cells {
		if s.other {
			return
		}
		v, err := strconv.ParseFloat(c, 64)
		s.other = err != nil
		s.large = s.large || v != 0 && v != 1
		s.aslant = s.aslant || i == s.rows && v != 0
	}
	s.rows++
}

// possible: what was read may be the beginning of a matrix of more than three.
func (s *square) possible() bool { return !s.other && s.width > 3 && s.rows <= s.width }

func (s *square) is() bool {
	return !s.other && s.rows == s.width && s.rows > 0 && (!s.large || !s.aslant)
}

// third tells weights from further people: where names are numbers and all of
// the third column's are names too, nobody knows.
type third struct {
	values map[string]bool
	named  bool // a name that is no number
}

const maxThird = 100_000 // different values; more are weights

func (t *third) row(cells []string) {
	t.named = t.named || !isNumber(cells[0]) || !isNumber(cells[1])
	if !t.named && len(t.values) < maxThird {
		if t.values == nil {
			t.values = map[string]bool{}
		}
		t.values[strings.Clone(cells[2])] = true
	}
}

func (t *third) doubtful(number map[string]int32) bool {
	if t.named || len(t.values) < 2 || len(t.values) == maxThird {
		return false
	}
	for v := range t.values {
		if _, name := number[v]; !name {
			return false
		}
	}
	return true
}

// name returns the number of somebody on a list.
func (l *list) name(name string, line int) (int32, error) {
	if v, known := l.number[name]; known {
		return v, nil
	}
	switch {
	case name == "":
		return 0, WhyNameMissing
	case len(name) > maxName:
		return 0, WhyLongName
	case !utf8.ValidString(name):
		return 0, WhyNotUTF8
	case l.strange(name):
		return 0, WhySign
	}
	like := fold(name)
	if v, known := l.folded[like]; known && like != "" {
		if len(l.src.Alike) < maxAlike {
			l.src.Alike = append(l.src.Alike, line)
		}
		if len(l.number) < 2*MaxMembers {
			l.number[strings.Clone(name)] = v
		}
		return v, nil
	}
	if len(l.folded) == MaxMembers {
		return 0, WhyManyMembers
	}
	v := int32(len(l.folded))
	l.number[strings.Clone(name)] = v
	l.folded[strings.Clone(like)] = v
	return v, nil
}

// strange reports whether a name holds what in other files keeps names apart.
func (l *list) strange(name string) bool {
	if strings.ContainsAny(name, "|\t،؛，；、→↔⇒=<>{}[]") || strings.Contains(name, "--") {
		return true
	}
	if l.src.Separator != SeparatorSemicolon && strings.Contains(name, ";") {
		return true
	}
	if l.src.Separator == SeparatorSpace && strings.ContainsAny(name, ",:") {
		return true
	}
	return !strings.ContainsFunc(name, func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsSymbol(r) && r > 0x7f
	})
}

var letters = strings.NewReplacer("ي", "ی", "ى", "ی", "ك", "ک") // one letter to a reader, two to a keyboard

// fold makes one of names that differ in case, Unicode form, spaces or invisible
// signs only.
func fold(name string) string {
	plain := true
	for i := range len(name) {
		c := name[i]
		plain = plain && (c >= 'a' && c <= 'z' || c >= '0' && c <= '9')
	}
	if plain {
		return name
	}
	shown := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) || r == 'ـ' {
			return -1
		}
		return r
	}, norm.NFKC.String(strings.ToLower(norm.NFKC.String(name))))
	return letters.Replace(strings.Join(strings.Fields(shown), " "))
}

func (l *list) finish() (*Adjacency, Source, error) {
	if l.square.is() {
		return nil, Source{}, foreign("matrix")
	}
	if !l.src.Header && l.width > 3 {
		return nil, Source{}, WhyColumns.in(0)
	}
	if l.third.doubtful(l.number) {
		return nil, Source{}, WhyThirdPeople.in(0)
	}
	if len(l.folded) == 0 {
		return nil, Source{}, WhyNobody.in(0)
	}
	if l.rows == 0 {
		return nil, Source{}, WhyNoLinks.in(0)
	}
	a, err := NewAdjacency(len(l.folded), l.links)
	if err != nil {
		return nil, Source{}, err
	}
	if l.lead && l.rows > 2 && l.unnamedHeader(a) {
		return nil, Source{}, WhyHeading.in(1)
	}
	l.src.Repeated = len(l.links) - int(a.Links())
	return a, l.src, nil
}

// unnamedHeader reports whether the first row's two names are a pair of their own
// and nobody else's are.
func (l *list) unnamedHeader(a *Adjacency) bool {
	alone := func(v int32) bool { return len(a.of(v)) == 1 && len(a.of(a.of(v)[0])) == 1 }
	if !alone(l.first[0]) {
		return false
	}
	for v := range int32(a.Len()) {
		if v != l.first[0] && v != l.first[1] && alone(v) {
			return false
		}
	}
	return true
}
