// Package webhook reads the envelope of Meta's webhook bodies and says, event by event,
// what a body proves: who did what, and when. It does not put events together and knows
// nothing of the person or the Page that a question is about.
package webhook
