package facts

import "time"

// Page is the Page where only its identity is of interest.
type Page struct {
	ID   *string `json:"id" by:"page" log:"hash" doc:"The Page's id, for messages."`
	Name *string `json:"name" by:"page" log:"keep" doc:"The Page's name, for messages."`
}

// Respond is what can be known about an input of a person that a bot answers,
// or has not answered yet.
type Respond struct {
	_        struct{}  `doc:"An input of a person that a bot answers, or has not answered yet."`
	Now      time.Time `json:"now" log:"keep" doc:"The instant the question is about."`
	Platform string    `json:"platform" words:"messenger,instagram" by:"platform" log:"keep" doc:"Where the conversation is held."`
	Page     Page      `json:"page" doc:"The business's Page, or its Instagram account."`
	Bot      Bot       `json:"bot" doc:"What answers for the business."`
	Input    Input     `json:"input" doc:"What the person did."`
}

// Action names the action for the engine.
func (*Respond) Action() string { return "respond" }

// Bot is what answers for the business.
type Bot struct {
	Type                 string `json:"type" words:"automated,hybrid,manual" by:"page" log:"keep" doc:"The type that the Page's admin declared."`
	SubmittedForApproval *bool  `json:"submitted_for_approval" by:"page" log:"keep" doc:"The bot was submitted for approval."`
	ComposerDisabled     *bool  `json:"composer_disabled" by:"page" log:"keep" doc:"People cannot type to the bot."`
}

// Input is one input of the person.
type Input struct {
	Kind       string     `json:"kind" known:"text,quick_reply,call_to_action,menu,get_started,reaction,attachment" by:"person" log:"keep" doc:"What it was."`
	At         time.Time  `json:"at" by:"person" log:"keep" doc:"When it came in."`
	AnsweredAt *time.Time `json:"answered_at" by:"page" log:"keep" doc:"When it was answered. Absent: not yet."`
}

// Label is what can be known about a call of the Custom Labels API.
type Label struct {
	_        struct{}  `doc:"A call of the Custom Labels API."`
	Now      time.Time `json:"now" log:"keep" doc:"The instant the question is about."`
	Platform string    `json:"platform" words:"messenger,instagram" by:"platform" log:"keep" doc:"Where the conversation is held."`
	Page     LabelPage `json:"page" doc:"The business's Page."`
	Label    LabelCall `json:"label" doc:"The call."`
}

// Action names the action for the engine.
func (*Label) Action() string { return "label" }

// LabelPage is the Page as far as custom labels depend on it.
type LabelPage struct {
	ID                   *string `json:"id" by:"page" log:"hash" doc:"The Page's id, for messages."`
	Name                 *string `json:"name" by:"page" log:"keep" doc:"The Page's name, for messages."`
	ContactTermsAccepted *bool   `json:"contact_terms_accepted" by:"page" log:"keep" doc:"The Page Contact Terms were accepted for this Page through this tool."`
}

// LabelCall is the call of the Custom Labels API.
type LabelCall struct {
	Operation string `json:"operation" words:"read,create,update,delete,assign,unassign" by:"sender" log:"keep" doc:"What the call does."`
}

// Standing is what can be known about a violation that Meta notified.
type Standing struct {
	_         struct{}  `doc:"A violation that Meta notified, and what was done about it."`
	Now       time.Time `json:"now" log:"keep" doc:"The instant the question is about."`
	Platform  string    `json:"platform" words:"messenger,instagram" by:"platform" log:"keep" doc:"Where the conversation is held."`
	Page      Page      `json:"page" doc:"The business's Page, or its Instagram account."`
	Violation Violation `json:"violation" doc:"The violation that was notified."`
}

// Action names the action for the engine.
func (*Standing) Action() string { return "standing" }

// Violation is one notice of a violation and what was done about it.
type Violation struct {
	NotifiedAt     time.Time  `json:"notified_at" by:"platform" log:"keep" doc:"When the notice came."`
	AnsweredAt     *time.Time `json:"answered_at" by:"page" log:"keep" doc:"When the business answered the notice. Absent: not yet."`
	FixedAt        *time.Time `json:"fixed_at" by:"page" log:"keep" doc:"When the business made the changes. Absent: not yet."`
	QuestionSentAt *time.Time `json:"question_sent_at" by:"page" log:"keep" doc:"When the business asked about the notice. Absent: not asked."`
}
