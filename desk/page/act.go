package page

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"bulkhead/desk"
	"bulkhead/phrase"
	"bulkhead/report/export"
	"bulkhead/report/weigh"
)

const suggest = weigh.Suggest

// acts are what a person does with a case: one form each. Each returns the case that is
// shown afterwards.
var acts = map[string]func(*Site, *http.Request, desk.Name) (desk.Name, error){
	"state":    (*Site).setState,
	"notify":   (*Site).notify,
	"public":   (*Site).setPublic,
	"observed": (*Site).setObserved,
	"clear":    (*Site).clear,
	"unclear":  (*Site).unclear,
	"merge":    (*Site).merge,
	"part":     (*Site).part,
	"ask":      (*Site).ask,
	"answer":   (*Site).answer,
	"close":    (*Site).close,
	"erase":    (*Site).erase,
	"recalled": (*Site).recalled,
}

// act carries out one form of a case's page.
func (s *Site) act(w http.ResponseWriter, r *http.Request) {
	name, act := r.PathValue("name"), r.PathValue("act")
	if act == "export" {
		s.exportCase(w, r, desk.Name(name))
		return
	}
	do := acts[act]
	if do == nil {
		s.nothing(w, r)
		return
	}
	next, err := do(s, r, desk.Name(name))
	if err != nil {
		s.caseWith(w, r, name, err, "")
		return
	}
	if _, gone := s.Desk.Case(next); act == "recalled" || gone != nil { // the case may be gone with it
		to := map[string]string{"recalled": "/recalls"}[act]
		http.Redirect(w, r, cmp.Or(to, "/"), http.StatusSeeOther)
		return
	}
	http.Redirect(w, r, "/case/"+string(next)+"?done="+act, http.StatusSeeOther)
}

// doneWord says what a form has done; "" for anything else in an address.
func doneWord(say phrase.Say, act string) string {
	if acts[act] == nil {
		return ""
	}
	switch act {
	case "merge":
		return say.DeskDoneMerge()
	case "part":
		return say.DeskDonePart()
	case "ask", "answer", "close":
		return say.DeskDoneReply()
	case "clear":
		return say.DeskDoneClear()
	case "erase":
		return say.DeskDoneErase()
	}
	return say.DeskDone()
}

// field is one line that was typed.
func field(r *http.Request, name string) string { return strings.TrimSpace(r.PostFormValue(name)) }

func (s *Site) setState(r *http.Request, c desk.Name) (desk.Name, error) {
	at := slices.IndexFunc(states, func(k desk.State) bool { return k.String() == field(r, "state") })
	if at < 0 {
		return c, errForm
	}
	return c, s.Desk.SetState(c, states[at])
}

func (s *Site) notify(r *http.Request, c desk.Name) (desk.Name, error) {
	to, err := audienceOf(r)
	if err != nil {
		return c, err
	}
	return c, s.Desk.Notify(c, desk.Notification{To: field(r, "to"), By: field(r, "by"), Audience: to})
}

func audienceOf(r *http.Request) (export.Audience, error) {
	n, err := strconv.ParseUint(field(r, "audience"), 10, 8)
	if err != nil || n < uint64(export.Partners) || n > uint64(export.Everybody) {
		return 0, export.ErrAudience
	}
	return export.Audience(n), nil
}

func (s *Site) setPublic(r *http.Request, c desk.Name) (desk.Name, error) {
	var since time.Time
	if typed := field(r, "since"); typed != "" {
		t, err := time.Parse(time.DateOnly, typed)
		if err != nil {
			return c, errForm
		}
		since = t
	}
	return c, s.Desk.SetPublic(c, since)
}

func (s *Site) setObserved(r *http.Request, c desk.Name) (desk.Name, error) {
	return c, s.Desk.SetObserved(c, field(r, "yes") == "1")
}

func (s *Site) clear(r *http.Request, c desk.Name) (desk.Name, error) {
	shown, err := s.Desk.Case(c)
	switch {
	case err != nil:
		return c, err
	case shown.Form == nil:
		return c, desk.ErrNothing
	case shown.Seen != field(r, "seen"):
		return c, desk.ErrUnseen
	}
	it := *shown.Form
	if err := s.read(r, &it); err != nil {
		return c, err
	}
	return c, s.Desk.Clear(c, it, shown.Seen)
}

func (s *Site) unclear(_ *http.Request, c desk.Name) (desk.Name, error) { return c, s.Desk.Unclear(c) }

func (s *Site) merge(r *http.Request, c desk.Name) (desk.Name, error) {
	return c, s.Desk.Merge(c, desk.Name(strings.ToLower(field(r, "from"))))
}

func (s *Site) part(r *http.Request, c desk.Name) (desk.Name, error) {
	of, err := s.ownReport(r, c)
	if err != nil {
		return c, err
	}
	return s.Desk.Part(of)
}

// ownReport is the report that a form is about, which must be one of the case's.
func (s *Site) ownReport(r *http.Request, c desk.Name) (desk.Name, error) {
	t, err := s.Desk.Thread(desk.Name(field(r, "report")))
	if err != nil {
		return "", err
	}
	if t.Case != c {
		return "", desk.ErrName
	}
	return t.Report, nil
}

// reply reads what all forms for a reply hold.
func (s *Site) reply(r *http.Request, c desk.Name) (to desk.Name, text string, keep uint8, err error) {
	if to, err = s.ownReport(r, c); err != nil {
		return
	}
	text = strings.TrimSpace(strings.ReplaceAll(r.PostFormValue("text"), "\r\n", "\n"))
	if typed := field(r, "keep"); typed != "" {
		n, wrong := strconv.ParseUint(typed, 10, 8)
		if wrong != nil {
			return to, text, 0, errForm
		}
		keep = uint8(n)
	}
	return
}

func (s *Site) ask(r *http.Request, c desk.Name) (desk.Name, error) {
	to, text, keep, err := s.reply(r, c)
	if err != nil {
		return c, err
	}
	return c, s.Desk.Ask(to, text, keep)
}

func (s *Site) answer(r *http.Request, c desk.Name) (desk.Name, error) {
	to, text, keep, err := s.reply(r, c)
	if err != nil {
		return c, err
	}
	return c, s.Desk.Answer(to, text, keep)
}

func (s *Site) close(r *http.Request, c desk.Name) (desk.Name, error) {
	to, text, _, err := s.reply(r, c)
	if err != nil {
		return c, err
	}
	return c, s.Desk.Close(to, text)
}

// erase makes one report unreadable. It is asked for twice: by the form, and by its box.
func (s *Site) erase(r *http.Request, c desk.Name) (desk.Name, error) {
	if field(r, "sure") != "1" {
		return c, errSure
	}
	of, err := s.ownReport(r, c)
	if err != nil {
		return c, err
	}
	return c, s.Desk.Erase(of)
}

func (s *Site) recalled(_ *http.Request, c desk.Name) (desk.Name, error) {
	return c, s.Desk.Recalled(c)
}
