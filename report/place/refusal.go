package place

// Refusal is why something is no place. The sentence that a person reads is a
// catalogue's, by this value. No refusal holds what was typed.
type Refusal string

// Error returns the reason for developers.
func (r Refusal) Error() string { return string(r) }

// What is refused.
const (
	ErrEmpty       Refusal = "nothing was typed"
	ErrLong        Refusal = "more was typed than a pair of coordinates has"
	ErrForm        Refusal = "what was typed is not a pair of coordinates"
	ErrOne         Refusal = "what was typed may be one number: a pair has two"
	ErrMinutes     Refusal = "minutes and seconds are below 60"
	ErrHemispheres Refusal = "two hemispheres or labels are needed, or none: one for latitude, one for longitude"
	ErrSign        Refusal = "a coordinate has a sign or a hemisphere, not both"
	ErrRange       Refusal = "latitude is at most 90 degrees, longitude at most 180"
	ErrGrid        Refusal = "grid references (MGRS, UTM) are not read: type latitude and longitude"
	ErrPlusCode    Refusal = "plus codes are not read: type latitude and longitude"
	ErrExact       Refusal = "exact coordinates are neither kept nor sent"
	ErrPrecision   Refusal = "a place is of 10 km, 1 km or 100 m"
	ErrName        Refusal = "a place's name is one line of at most 80 bytes"
	ErrLandmark    Refusal = "a bearing or a distance is from a landmark, which has a name"
	ErrBytes       Refusal = "these bytes are not a place"
)
