// Package wire reads what really goes over the wire, a Send API request body and a log
// of webhook bodies, and derives from it the facts of a send. Use ReadRequest, ReadLog
// and Derive, in this order; what the bodies cannot say (who writes, what the message
// says, what time it is) the caller adds to the facts.
//
// The formats are Meta's. The reader is lenient where Meta may add something: an unknown
// field is passed over, an unknown event is counted and named and proves nothing. It is
// strict where another reading could permit a send: a key that stands twice, a
// recipient that it does not know, two Pages in one log are faults. In between it takes
// the reading that permits less.
//
// # What is proved
//
// An event of the list messaging is the person's act if the sender has the id of the
// person, the entry that of the Page, and the event is no echo. Echoes are told by
// their flag, since documented samples show the person as their sender. An event of the
// list standby is not the person's act: another app has the conversation, and what opened
// there is that app's to use.
//
// A message is one whatever is in it: text, a file, a quick reply, the answer to a story,
// something that the API cannot show, a first message after an ad or after an opt-in. A
// story mention has a kind of its own. Taking a message back, or changing it, is not
// sending it.
//
// A click on a button is one action, call_to_action, also where it tells that an ad, a
// link or a plugin led there. A referral that comes by itself is what was followed in a
// thread that existed: an m.me link with its ref, the click on an ad, a plugin that was
// opened.
//
// An opt-in opens nothing, whatever it is for. That of a plugin gets the kind
// plugin_opt_in, which is none of the kinds that clauses know, rather than
// plugin_conversation: the event proves that a box was ticked, and no conversation. Who
// then writes or clicks is seen to do so. A caller who reads the policy otherwise states
// thread.user_actions.
//
// A comment or a post becomes the group comment if the request replies to its id and the
// log shows that it was added. Who only edited, hid, liked or shared it added nothing. A
// like gives no group of kind post_like: the group would carry the time of the like, and
// a caller who sets only the kind right would get a deadline that is too late. The Page's
// own comment has the author page.
//
// Policy enforcement restricts the Page from a block until an unblock. Its key is
// written policy_enforcement or policy-enforcement.
//
// # What is not
//
// A log is a window: it begins somewhere and may end before the send. So
// thread.business_messages stays unknown even where echoes show that it is not 0, since a
// number that is too low would loosen a clause that sets a most, and
// thread.last_business_message_at is the latest echo, which is too early at worst and
// makes a lapse longer, not shorter. Who wrote for the business is unknown: the app id of
// an echo does not tell a person at a desk from a program.
//
// comment.private_replies and token.uses stay unknown: no echo says which comment it
// answered or which token it used. comment.broadcast_active, thread.open, and whether the
// person blocked or muted the conversation are in no body either. A request body never
// proves more than one part, so message.parts is 1.
//
// # When
//
// The time of an event decides, never the order of arrival, and what is delivered twice
// counts once: a message by its id, with the earliest time that any delivery shows. Times
// are seconds or milliseconds, told apart by their size (from 10^11 on they are
// milliseconds), digits in a string, or ISO 8601. An event without a time has that of
// its entry, which says when the webhook was sent: not before the event, so a deadline
// that is counted from it is late by the delay of delivery. The derivation says where
// this was done; Instagram's comments are the usual case. A time before 2004 or after
// 2099 is none, and an event without one opens nothing.
//
// What lies after Given.Now is kept, and clauses ignore it, with two exceptions: a later
// echo does not tell when the business last wrote, and a later unblock lifts nothing. A
// later block counts. The facts hold 200 actions; where there are more, the last of each
// kind and then the most recent ones are kept, those after now last of all.
package wire
