// Code generated from catalogue/publish.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

// PublishOn says: Published on {{.Date}}.
func (s Say) PublishOn(date string) string {
	return s.say("publish.on", s.said("Date", date))
}

// PublishAbout says: A person has cleared each thing below, and whoever told of it lets it be publis…
func (s Say) PublishAbout() string {
	return s.say("publish.about")
}

// PublishNothing says: At present nothing is published.
func (s Say) PublishNothing() string {
	return s.say("publish.nothing")
}

// PublishItem says: {{.First}}: {{.More}}
func (s Say) PublishItem(first string, more string) string {
	return s.say("publish.item", s.said("First", first), s.said("More", more))
}

// PublishWhereWhen says: {{.First}}; {{.More}}
func (s Say) PublishWhereWhen(first string, more string) string {
	return s.say("publish.where-when", s.said("First", first), s.said("More", more))
}

// PublishOfKind says: {{.First}}: {{.More}}
func (s Say) PublishOfKind(first string, more string) string {
	return s.say("publish.of-kind", s.said("First", first), s.said("More", more))
}

// PublishMap says: Map of what is published here and has coordinates
func (s Say) PublishMap() string {
	return s.say("publish.map")
}

// PublishMapNote says: The sign stands in the middle of the area in which the thing is: it can be anyw…
func (s Say) PublishMapNote() string {
	return s.say("publish.map-note")
}

// PublishKilometres says: {{.Value}} km
func (s Say) PublishKilometres(value string) string {
	return s.say("publish.kilometres", s.said("Value", value))
}

// PublishThings says: {{.Count}} things in one place
func (s Say) PublishThings(count int) string {
	return s.say("publish.things", s.count("Count", count))
}

// PublishPageOf says: Page {{.Number}} of {{.Limit}}
func (s Say) PublishPageOf(limit string, number int) string {
	return s.say("publish.page-of", s.said("Limit", limit), s.number("Number", number))
}

// PublishNewer says: Newer
func (s Say) PublishNewer() string {
	return s.say("publish.newer")
}

// PublishOlder says: Older
func (s Say) PublishOlder() string {
	return s.say("publish.older")
}

// PublishAll says: All that is published
func (s Say) PublishAll() string {
	return s.say("publish.all")
}

// PublishFeed says: Feed for readers of news (Atom)
func (s Say) PublishFeed() string {
	return s.say("publish.feed")
}

// PublishGeojson says: For maps (GeoJSON)
func (s Say) PublishGeojson() string {
	return s.say("publish.geojson")
}

// PublishPicture says: Picture {{.Number}}
func (s Say) PublishPicture(number int) string {
	return s.say("publish.picture", s.number("Number", number))
}

// PublishVideo says: Video {{.Number}}
func (s Say) PublishVideo(number int) string {
	return s.say("publish.video", s.number("Number", number))
}

// PublishMediaNote says: Pictures and videos were written anew. What a camera or a program notes in them…
func (s Say) PublishMediaNote() string {
	return s.say("publish.media-note")
}

// PublishTakenBack says: Taken back
func (s Say) PublishTakenBack() string {
	return s.say("publish.taken-back")
}

// PublishTakenBackOn says: This was published and was taken back on {{.Date}}. What it said is not repeate…
func (s Say) PublishTakenBackOn(date string) string {
	return s.say("publish.taken-back-on", s.said("Date", date))
}

// PublishLabelKind says: Kind
func (s Say) PublishLabelKind() string {
	return s.say("publish.label-kind")
}

// PublishLabelWhere says: Where
func (s Say) PublishLabelWhere() string {
	return s.say("publish.label-where")
}

// PublishLabelWhen says: When
func (s Say) PublishLabelWhen() string {
	return s.say("publish.label-when")
}

// PublishLabelState says: State
func (s Say) PublishLabelState() string {
	return s.say("publish.label-state")
}

// PublishLabelAccess says: Access for aid
func (s Say) PublishLabelAccess() string {
	return s.say("publish.label-access")
}

// PublishLabelSeverity says: How bad
func (s Say) PublishLabelSeverity() string {
	return s.say("publish.label-severity")
}

// PublishLabelPeople says: People concerned
func (s Say) PublishLabelPeople() string {
	return s.say("publish.label-people")
}

// PublishLabelKilled says: Killed
func (s Say) PublishLabelKilled() string {
	return s.say("publish.label-killed")
}

// PublishLabelInjured says: Injured
func (s Say) PublishLabelInjured() string {
	return s.say("publish.label-injured")
}

// PublishLabelStatus says: At the desk
func (s Say) PublishLabelStatus() string {
	return s.say("publish.label-status")
}

// PublishLabelCertainty says: How certain
func (s Say) PublishLabelCertainty() string {
	return s.say("publish.label-certainty")
}

// PublishLabelReported says: Reported on
func (s Say) PublishLabelReported() string {
	return s.say("publish.label-reported")
}

// PublishLabelChanged says: Changed here on
func (s Say) PublishLabelChanged() string {
	return s.say("publish.label-changed")
}

// PublishStatusNew says: new
func (s Say) PublishStatusNew() string {
	return s.say("publish.status-new")
}

// PublishStatusChecking says: being checked
func (s Say) PublishStatusChecking() string {
	return s.say("publish.status-checking")
}

// PublishStatusConfirmed says: confirmed
func (s Say) PublishStatusConfirmed() string {
	return s.say("publish.status-confirmed")
}

// PublishStatusNotified says: told to those who are to spare it
func (s Say) PublishStatusNotified() string {
	return s.say("publish.status-notified")
}

// PublishStatusClosed says: closed
func (s Say) PublishStatusClosed() string {
	return s.say("publish.status-closed")
}

// PublishVerify says: How to verify what you read
func (s Say) PublishVerify() string {
	return s.say("publish.verify")
}

// PublishVerifyWhy says: Whoever runs this web server, or stands between it and you, can change what you…
func (s Say) PublishVerifyWhy() string {
	return s.say("publish.verify-why")
}

// PublishVerifyKey says: 1. Get the desk's key
func (s Say) PublishVerifyKey() string {
	return s.say("publish.verify-key")
}

// PublishVerifyKeyHow says: Get it by another way than this page: on paper, from somebody who has it, from …
func (s Say) PublishVerifyKeyHow() string {
	return s.say("publish.verify-key-how")
}

// PublishVerifyLoad says: 2. Download all of it
func (s Say) PublishVerifyLoad() string {
	return s.say("publish.verify-load")
}

// PublishVerifyLoadHow says: Download the publication into a folder, as its paths are, and open a terminal t…
func (s Say) PublishVerifyLoadHow() string {
	return s.say("publish.verify-load-how")
}

// PublishVerifySignature says: 3. Verify the signature of the list
func (s Say) PublishVerifySignature() string {
	return s.say("publish.verify-signature")
}

// PublishVerifyMinisign says: With minisign. If the key in this line is not the one that you have got, put yo…
func (s Say) PublishVerifyMinisign() string {
	return s.say("publish.verify-minisign")
}

// PublishVerifySsh says: Or with ssh-keygen, which many computers have. The first line makes a file with…
func (s Say) PublishVerifySsh() string {
	return s.say("publish.verify-ssh")
}

// PublishVerifyUnsigned says: This publication is not signed. The list alone shows damage, not that somebody …
func (s Say) PublishVerifyUnsigned() string {
	return s.say("publish.verify-unsigned")
}

// PublishVerifySums says: 4. Compare the files with the list
func (s Say) PublishVerifySums() string {
	return s.say("publish.verify-sums")
}

// PublishVerifySumsHow says: Each line ends in OK. On a Mac the program is "shasum -a 256". With --ignore-mi…
func (s Say) PublishVerifySumsHow() string {
	return s.say("publish.verify-sums-how")
}

// PublishVerifyDay says: 5. Look at the day
func (s Say) PublishVerifyDay() string {
	return s.say("publish.verify-day")
}

// PublishVerifyDayHow says: This is the publication of {{.Date}}. Somebody can show you an older one, with …
func (s Say) PublishVerifyDayHow(date string) string {
	return s.say("publish.verify-day-how", s.said("Date", date))
}

// PublishVerifyNot says: What this does not show
func (s Say) PublishVerifyNot() string {
	return s.say("publish.verify-not")
}

// PublishVerifyNotHow says: That what is written is true, who told it, and that nothing newer exists.
func (s Say) PublishVerifyNotHow() string {
	return s.say("publish.verify-not-how")
}

// PublishRefusedSite says: A publication needs a name in one line, an authority (a domain or an address of…
func (s Say) PublishRefusedSite() string {
	return s.say("publish.refused-site")
}

// PublishRefusedName says: The name of what is published is taken, perhaps with other capital letters, or …
func (s Say) PublishRefusedName() string {
	return s.say("publish.refused-name")
}

// PublishRefusedDay says: The day of a change lies behind the day of the publication, or is none.
func (s Say) PublishRefusedDay() string {
	return s.say("publish.refused-day")
}

// PublishRefusedCaption says: A caption is one line of at most 300 bytes.
func (s Say) PublishRefusedCaption() string {
	return s.say("publish.refused-caption")
}

// PublishRefusedHidden says: A text, a name or a caption has characters that nobody sees, or many in a row t…
func (s Say) PublishRefusedHidden() string {
	return s.say("publish.refused-hidden")
}

// PublishRefusedMedia says: A picture or a video was not made for a publication, or is there twice.
func (s Say) PublishRefusedMedia() string {
	return s.say("publish.refused-media")
}

// PublishRefusedSound says: The video has sound. Listen to it, and allow it, or take it out.
func (s Say) PublishRefusedSound() string {
	return s.say("publish.refused-sound")
}

// PublishRefusedMany says: A publication has at most 10,000 things, 10,000 that were taken back and 1 GiB …
func (s Say) PublishRefusedMany() string {
	return s.say("publish.refused-many")
}

// PublishRefusedKeys says: These are no keys of a publication.
func (s Say) PublishRefusedKeys() string {
	return s.say("publish.refused-keys")
}

// PublishRefusedFiles says: These files are no publication, or something else stands in its place on the di…
func (s Say) PublishRefusedFiles() string {
	return s.say("publish.refused-files")
}
