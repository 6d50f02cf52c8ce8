package webhook

import (
	"slices"
	"strings"

	"github.com/clausewise/clausewise/facts/wire/internal/body"
)

// Event is one thing that an item of messaging says.
type Event struct {
	Name string
	Body body.Object // nil where it is no object
}

// Kind is the kind of the person's action that the event proves, "" for none. It
// never says more than the body does.
func (e Event) Kind() string {
	switch e.Name {
	case "message":
		return e.message()
	case "postback":
		// With a referral inside, the click on an ad, a link or a plugin came first
		// and this click began the conversation: one action, the one that counts.
		return when(e.says("mid", "title", "payload"), "call_to_action")
	case "reaction":
		return map[string]string{"react": "reaction", "unreact": "unreact"}[e.Body.Text("action")]
	case "referral":
		// It comes alone only where the thread existed before the person followed it,
		// and before she wrote anything.
		return map[string]string{"SHORTLINK": "m_me_link", "ADS": "ad_click",
			"CUSTOMER_CHAT_PLUGIN": "plugin_view"}[e.Body.Text("source")]
	case "optin":
		return e.optin()
	case "read", "delivery", "typing", "message_edit", "account_linking":
		return when(e.Body != nil, e.Name)
	case "pass_thread_control", "take_thread_control", "request_thread_control", "app_roles":
		return when(e.Body != nil, "thread_control")
	}
	return ""
}

func (e Event) message() string {
	switch {
	case e.Body.Said("is_deleted"):
		return "unsend"
	case slices.ContainsFunc(e.Body.List("attachments"), isStoryMention):
		return "story_mention"
	}
	return when(e.says("mid", "text") || len(e.Body.List("attachments")) > 0, "message")
}

func isStoryMention(attachment any) bool {
	o, _ := attachment.(body.Object)
	return o.Text("type") == "story_mention"
}

// optin tells the opt-ins apart. That of a plugin (a ref, a user_ref, or both) has a
// kind of its own that opens nothing: the person agreed to be written to, and what
// she writes or clicks then comes as an event of its own.
func (e Event) optin() string {
	switch e.Body.Text("type") {
	case "one_time_notif_req":
		return when(e.Body.ID("one_time_notif_token") != "", "notification_opt_in")
	case "notification_messages":
		return when(!strings.Contains(e.Body.Text("notification_messages_status"), "STOP"), "marketing_opt_in")
	}
	plugin := e.Body["type"] == nil && (e.Body.ID("ref") != "" || e.Body.ID("user_ref") != "")
	return when(plugin, "plugin_opt_in")
}

func when(proved bool, kind string) string {
	if proved {
		return kind
	}
	return ""
}

// says is true where one of the keys holds some text.
func (e Event) says(keys ...string) bool {
	return slices.ContainsFunc(keys, func(key string) bool { return e.Body.Text(key) != "" })
}

// Label names an event that is not read: its key, and the word that makes the kind.
func (e Event) Label() string {
	for _, key := range []string{"action", "source", "type"} {
		if word := e.Body.Text(key); word != "" {
			return body.Plain(e.Name + " " + word)
		}
	}
	return body.Plain(e.Name)
}

// Ref is the parameter of the link that was followed, as the event or the referral
// in it has it, cut well below what a fact may hold.
func (e Event) Ref() string {
	if e.Name == "optin" {
		return ""
	}
	ref := e.Body.ID("ref")
	if ref == "" {
		ref = e.Body.Object("referral").ID("ref")
	}
	for i := range ref {
		if i > 1000 {
			return ref[:i]
		}
	}
	return ref
}

// Enforcement is the action of a policy enforcement, in lower case, under either
// spelling of its key; "" for every other event.
func (it Item) Enforcement() string {
	for _, key := range []string{"policy_enforcement", "policy-enforcement"} {
		if o := it.Value.Object(key); o != nil && it.Field == "" {
			return strings.ToLower(o.Text("action"))
		}
	}
	return ""
}
