package catalogue

// Kind is what may stand in a placeholder's place, and so which Go type the
// caller hands in.
type Kind uint8

const (
	Text    Kind = iota + 1 // string: what a person made up or wrote, or an error said. Made safe, and isolated where its direction matters
	Said                    // string: another sentence, or a part of one, of the same Say
	Typed                   // string: what stands so on a command line, in a file or in an address, from left to right in every language
	List                    // []string: texts, joined as "a, b and c"
	Ref                     // uint32: a number that a person types, as it is typed: no separators, no native digits
	Number                  // int: digits and separators of the language
	Count                   // int: as Number, and decides the plural form. At most one a sentence
	Amount                  // float64: three digits that matter; decides the plural form as Count does
	Clock                   // time.Time: without the day if that is today
	Moment                  // time.Time: with the day, to the second
	Date                    // time.Time: the day alone
	Span                    // time.Duration: in words, "36 hours"
	Ago                     // time.Duration: in words, "5 min ago"
	Bytes                   // uint64: in decimal units, as data plans do
	Percent                 // float64, 0 to 1: "37 of 100"
)

// A Placeholder is one word of the vocabulary.
type Placeholder struct {
	Kind  Kind
	Means string // for translators
}

// kinds says for each kind the Go type a caller hands in, and the method of
// phrase.Say that makes it a value.
var kinds = map[Kind]struct{ goType, method string }{
	Text:    {"string", "text"},
	Said:    {"string", "said"},
	Typed:   {"string", "typed"},
	List:    {"[]string", "list"},
	Ref:     {"uint32", "ref"},
	Number:  {"int", "number"},
	Count:   {"int", "count"},
	Amount:  {"float64", "amount"},
	Clock:   {"time.Time", "clock"},
	Moment:  {"time.Time", "moment"},
	Date:    {"time.Time", "date"},
	Span:    {"time.Duration", "span"},
	Ago:     {"time.Duration", "ago"},
	Bytes:   {"uint64", "bytes"},
	Percent: {"float64", "percent"},
}

// plural reports whether a kind decides the plural form.
func (k Kind) plural() bool { return k == Count || k == Amount }

// Vocabulary holds every placeholder that a sentence may name, in alphabetical
// order: one name has one kind everywhere. Take one that is here before you add
// another.
var Vocabulary = map[string]Placeholder{
	"Advice":     {Said, "what to do, a sentence"},
	"Ago":        {Ago, "how long ago"},
	"Alias":      {Text, "the made-up name of somebody, as this device calls them"},
	"Alone":      {Said, "the share with one of several ways alone"},
	"Amount":     {Amount, "how many of the unit, perhaps with a fraction"},
	"Apart":      {Said, "how far two things are apart, in metres"},
	"Area":       {Said, "how large an area is, in square kilometres"},
	"At":         {Clock, "when it happens or happened"},
	"Audience":   {Said, "whom something is for"},
	"By":         {Text, "the made-up name of whoever said it"},
	"Bytes":      {Bytes, "an amount of data"},
	"Card":       {Typed, "the name of a card of places, as it is typed"},
	"Cause":      {Text, "what another part of the program or of the system said, in English"},
	"Chance":     {Percent, "how likely it is"},
	"Columns":    {Number, "characters beside each other"},
	"Command":    {Typed, "a command to type"},
	"Count":      {Count, "how many"},
	"Cut":        {Said, "how many are cut off"},
	"Date":       {Said, "a day"},
	"Day":        {Number, "the day of the month"},
	"Deviation":  {Said, "the standard error of the figure before"},
	"Every":      {Span, "the time between two check-ins"},
	"Exposed":    {Said, "how many others would be exposed"},
	"ExposedNow": {Said, "how many others are exposed by what is advised"},
	"First":      {Said, "the first of two or more"},
	"Founder":    {Said, "which founder: first founder, second founder"},
	"Grace":      {Span, "after a missed check-in, before somebody is missed"},
	"Hour":       {Said, "the hour, two digits, 24 hours a day"},
	"Item":       {Ref, "a message's or page's number, as the commands want it"},
	"Joined":     {Said, "how many are joined to the top"},
	"Last":       {Said, "the last of two or more"},
	"Later":      {Span, "how long after that, or another length of time"},
	"Lately":     {Number, "how many of them since the person last looked"},
	"Limit":      {Said, "where something ends, a part of a sentence or a number"},
	"Links":      {Said, "how many links, in words"},
	"Mean":       {Span, "how long on average"},
	"Members":    {Said, "how many members, in words"},
	"Learns":     {Percent, "how likely a captor is to learn of a contact at all"},
	"Minute":     {Said, "the minute, two digits"},
	"Moment":     {Moment, "when, to the second"},
	"Month":      {Said, "the month, short"},
	"More":       {Said, "what follows, a part of a sentence"},
	"Most":       {Number, "a number that is rarely exceeded"},
	"Names":      {Number, "how many people one device would name"},
	"NamesNow":   {Number, "how many people one device names by what is advised"},
	"Number":     {Number, "a number"},
	"Opened":     {Ago, "how long ago they opened their device"},
	"People":     {Said, "a list of people"},
	"Phase":      {Said, "how far a link has come"},
	"Prior":      {Said, "a share in per cent, to begin with"},
	"Public":     {Said, "a ratio, of what is public"},
	"Read":       {Number, "how many boxes were read"},
	"Reason":     {Said, "why, a part of a sentence"},
	"Relation":   {Said, "what somebody is to the owner of the device: partner, lead, led"},
	"Second":     {Said, "the second, two digits"},
	"Seen":       {Said, "a ratio, of what was seen"},
	"Repeats":    {Said, "how far reports repeat each other, from 0 to 1"},
	"Seed":       {Typed, "a number as it is typed, from which the same chances come again"},
	"Share":      {Said, "a share in per cent"},
	"ShareNow":   {Said, "a share in per cent, by what is advised"},
	"Since":      {Clock, "when it began"},
	"Span":       {Span, "how long"},
	"SpanNow":    {Span, "how long, by what is advised"},
	"Stage":      {Said, "how far a message has come"},
	"Taken":      {Said, "how many were taken"},
	"Time":       {Said, "the time of day"},
	"Told":       {Said, "a ratio, of what was told"},
	"Top":        {Said, "who is on top of a tree of cells"},
	"Typed":      {Typed, "what is typed in the command around it: an alias, a value"},
	"Unlocks":    {Said, "how many times a day one would open the device"},
	"UnlocksNow": {Said, "how many times a day one opens the device, by what is advised"},
	"Until":      {Clock, "when it ends"},
	"Value":      {Said, "a number, with the language's own digits"},
	"Weekday":    {Said, "the day of the week, short"},
	"What":       {Said, "what it is about, a part of a sentence"},
	"Where":      {Said, "a place"},
	"Who":        {Said, "whom it concerns: an alias, or words in its place"},
	"Worst":      {Number, "the greatest number of all"},
	"Written":    {Number, "how many boxes were written"},
	"Year":       {Said, "the year, four digits"},
}
