package publish

import "bulkhead/phrase"

// Refusal is why nothing is published.
type Refusal string

// Error returns the reason for developers.
func (r Refusal) Error() string { return string(r) }

const (
	ErrSite    Refusal = "a publication has a title of one line, an authority and a date of RFC 4151, and a day"
	ErrName    Refusal = "names differ, by more than capital letters, and none is of what was taken back"
	ErrDay     Refusal = "nothing changed after the day of the publication, or before 1970"
	ErrCaption Refusal = "a caption is one line of at most 300 bytes"
	ErrHidden  Refusal = "a text, a name or a caption has characters that nobody sees"
	ErrMedia   Refusal = "a picture or a video is one that was made for everybody, and no other's of its entry"
	ErrSound   Refusal = "a video's sound is published only after somebody has listened to it"
	ErrMany    Refusal = "a publication has at most 10,000 entries, 10,000 that were taken back, and 1 GiB of media, an entry 20 of them"
	ErrKeys    Refusal = "these are no keys of a publication"
	ErrFiles   Refusal = "these files are no publication"
)

var sentences = map[Refusal]func(phrase.Say) string{
	ErrSite: phrase.Say.PublishRefusedSite, ErrName: phrase.Say.PublishRefusedName, ErrDay: phrase.Say.PublishRefusedDay,
	ErrCaption: phrase.Say.PublishRefusedCaption, ErrMedia: phrase.Say.PublishRefusedMedia, ErrHidden: phrase.Say.PublishRefusedHidden, ErrSound: phrase.Say.PublishRefusedSound,
	ErrMany: phrase.Say.PublishRefusedMany, ErrKeys: phrase.Say.PublishRefusedKeys, ErrFiles: phrase.Say.PublishRefusedFiles,
}

// Sentence returns the reason for a person; "" for one that is none of this package.
func (r Refusal) Sentence(s phrase.Say) string {
	if say := sentences[r]; say != nil {
		return say(s)
	}
	return ""
}

// Refused says which entry or withdrawal was refused. Its text holds no name.
type Refused struct {
	Name string // the desk's own
	Err  error  // a Refusal of this package or of export, or a *media.Refusal
}

// Error returns the reason for developers.
func (r *Refused) Error() string { return r.Err.Error() }

// Unwrap returns the reason.
func (r *Refused) Unwrap() error { return r.Err }
