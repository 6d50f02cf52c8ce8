package wire

import (
	"slices"
	"strings"

	"github.com/clausewise/clausewise/facts/wire/internal/body"
)

// Request is the body of a Send API call, POST /{PAGE_ID}/messages, as far as it
// says how a message is sent and to whom.
type Request struct {
	Recipient     string // the key: id, user_ref, comment_id, post_id or one_time_notif_token
	RecipientID   string // what stands under that key; the digits, if it is a number
	MessagingType string // as sent; empty when absent
	Tag           string // as sent, case kept; empty when absent
	Template      string // the template_type of the attachment; empty without one
}

// ReadRequest reads a Send API body. It is strict where another reading could change
// who gets the message or how it is sent, and passes over fields that say neither.
// As the Graph API does, it takes a recipient and a message that are JSON in a string.
// Its error is a *Fault where the body is not one JSON object, else Faults: all of them.
func ReadRequest(data []byte) (*Request, error) {
	v, err := body.One(data)
	if err != nil {
		return nil, err
	}
	o, ok := v.(body.Object)
	if !ok {
		return nil, &Fault{Message: "a Send API body is a JSON object"}
	}
	var fs Faults
	r := &Request{MessagingType: word(o, "messaging_type", &fs), Tag: word(o, "tag", &fs)}
	r.recipient(part(o, "recipient", &fs), &fs)
	r.message(o, &fs)
	if r.Template == notificationRequest && r.Kind() != "one_time_notification_request" {
		fs.Add("the recipient `%s` and the template `%s` make two kinds of message; this can be only one", r.Recipient, r.Template)
	}
	if len(fs) > 0 {
		return nil, fs
	}
	return r, nil
}

const notificationRequest = "one_time_notif_req"

// Kind is the fact message.kind that the body proves. What it is sent with comes
// first: the recipient, then the template, then the tag.
func (r *Request) Kind() string {
	switch {
	case r.Recipient == "comment_id", r.Recipient == "post_id":
		return "private_reply"
	case r.Recipient == "one_time_notif_token":
		return "one_time_notification"
	case r.Template == notificationRequest:
		return "one_time_notification_request"
	case r.Tag == "NON_PROMOTIONAL_SUBSCRIPTION":
		return "news"
	case r.Tag != "", r.MessagingType == "MESSAGE_TAG":
		return "tagged"
	}
	return "standard"
}

// decidedBy is the part of the body from which Kind follows.
func (r *Request) decidedBy() string {
	switch r.Kind() {
	case "private_reply", "one_time_notification":
		return "recipient." + r.Recipient
	case "one_time_notification_request":
		return "message.attachment.payload.template_type"
	case "standard":
		return "message"
	}
	if r.Tag != "" {
		return "tag"
	}
	return "messaging_type"
}

// recipients are the ways to name one that this reader takes.
func recipients() []string {
	return []string{"id", "user_ref", "comment_id", "post_id", "one_time_notif_token"}
}

// recipient demands exactly one name. One that it does not know is refused even
// beside one that it knows: it would not know who gets the message.
func (r *Request) recipient(o body.Object, fs *Faults) {
	names := o.Keys()
	switch {
	case o == nil:
		return
	case len(names) != 1:
		fs.Add("`recipient` names one of %s; this one has %d", list(recipients()), len(names))
	case names[0] == "notification_messages_token":
		fs.Add("`recipient.notification_messages_token` sends a marketing message, which is none of the messages that the facts know")
	case names[0] == "phone_number":
		fs.Add("`recipient.phone_number` does not say whose conversation this is; name the person by `id`")
	case !slices.Contains(recipients(), names[0]):
		fs.Add("`recipient.%s` is not known; a recipient is one of %s", body.Plain(names[0]), list(recipients()))
	case o.ID(names[0]) == "":
		fs.Add("`recipient.%s` is not an id: a string that is not empty, or a whole number", names[0])
	default:
		r.Recipient, r.RecipientID = names[0], o.ID(names[0])
	}
}

// message demands a message and no sender action.
func (r *Request) message(o body.Object, fs *Faults) {
	action, has := o["sender_action"], o["message"] != nil
	switch name, _ := action.(string); {
	case action != nil && has:
		fs.Add("`sender_action` and `message` exclude each other: a sender action goes alone")
	case action != nil:
		fs.Add("`sender_action` `%s` is not a message: nothing is sent that could be permitted", body.Plain(name))
	case !has:
		fs.Add("the body has no `message`")
	default:
		m := part(o, "message", fs)
		r.Template = m.Object("attachment").Object("payload").Text("template_type")
	}
}

// part reads an object, or a string with an object in it. Nil: a fault was added.
func part(o body.Object, key string, fs *Faults) body.Object {
	v := o[key]
	if s, ok := v.(string); ok {
		var err error
		if v, err = body.One([]byte(s)); err != nil {
			fs.Add("`%s`: %v", key, err)
			return nil
		}
	}
	p, ok := v.(body.Object)
	switch {
	case v == nil:
		fs.Add("the body has no `%s`", key)
	case !ok:
		fs.Add("`%s` is a JSON object", key)
	case len(p.Keys()) == 0:
		fs.Add("`%s` is empty", key)
		return nil
	}
	return p
}

// word reads a string that may be absent.
func word(o body.Object, key string, fs *Faults) string {
	v, ok := o[key].(string)
	if o[key] != nil && !ok {
		fs.Add("`%s` is a string", key)
	}
	return v
}

// list writes words as a person does: `a`, `b` or `c`.
func list(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = "`" + body.Plain(w) + "`"
	}
	last := max(0, len(quoted)-2)
	return strings.Join(append(quoted[:last], strings.Join(quoted[last:], " or ")), ", ")
}
