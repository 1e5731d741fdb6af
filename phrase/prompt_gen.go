// Code generated from catalogue/prompt.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

// PromptShop says: What do you need from the shop this week?
func (s Say) PromptShop() string {
	return s.say("prompt.shop")
}

// PromptRecipe says: A recipe you cook from memory: what goes in, and how much?
func (s Say) PromptRecipe() string {
	return s.say("prompt.recipe")
}

// PromptBirthdays says: Whose birthdays come next, and what might they like?
func (s Say) PromptBirthdays() string {
	return s.say("prompt.birthdays")
}

// PromptMeter says: What did the water or electricity meter read, and when?
func (s Say) PromptMeter() string {
	return s.say("prompt.meter")
}

// PromptRepairs says: What at home waits to be repaired? Any sizes to remember?
func (s Say) PromptRepairs() string {
	return s.say("prompt.repairs")
}

// PromptRecommended says: Which book, film or song did somebody recommend?
func (s Say) PromptRecommended() string {
	return s.say("prompt.recommended")
}

// PromptPacking says: What would you pack for three days away?
func (s Say) PromptPacking() string {
	return s.say("prompt.packing")
}

// PromptLent says: Who lent you something, and what did you lend?
func (s Say) PromptLent() string {
	return s.say("prompt.lent")
}

// PromptPlanted says: What is planted, and what has to be watered or pruned?
func (s Say) PromptPlanted() string {
	return s.say("prompt.planted")
}

// PromptBuses says: When do the buses you take leave?
func (s Say) PromptBuses() string {
	return s.say("prompt.buses")
}

// PromptSpent says: What did you spend this week, roughly?
func (s Say) PromptSpent() string {
	return s.say("prompt.spent")
}

// PromptStory says: A story or a joke worth telling again?
func (s Say) PromptStory() string {
	return s.say("prompt.story")
}
