package phrase

import (
	"bulkhead/notebook"
	"bulkhead/tell"
)

// NotebookWant says what to do so that a notebook looks lived in. To be shown
// inside the real compartment only.
func (s Say) NotebookWant(w notebook.Want) string {
	switch w.Kind {
	case notebook.WantAnything:
		return s.NotebookAdviceEmpty()
	case notebook.WantWriting:
		return s.NotebookAdviceQuiet(w.Count)
	case notebook.WantPages:
		return s.NotebookAdviceFew(w.Count, s.Number(notebook.LivedInPages))
	}
	return s.NotebookAdviceOneDay()
}

// Prompts returns harmless things to write about, more of them than a notebook
// needs to look used. They are questions to a person. None may be put into a
// page by a program: the same first lines in many notebooks would be a mark.
func (s Say) Prompts() []string {
	return []string{
		s.PromptShop(), s.PromptRecipe(), s.PromptBirthdays(), s.PromptMeter(), s.PromptRepairs(), s.PromptRecommended(),
		s.PromptPacking(), s.PromptLent(), s.PromptPlanted(), s.PromptBuses(), s.PromptSpent(), s.PromptStory(),
	}
}

// Attempt says what one attempt with a passphrase costs.
func (s Say) Attempt(p tell.Attempt) string {
	return s.Join([]string{s.PassphraseMemory(float64(p.MemoryKiB) / 1024), s.PassphrasePasses(int(p.Time)), s.PassphraseLanes(int(p.Threads))})
}
