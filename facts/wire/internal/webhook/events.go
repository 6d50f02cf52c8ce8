package wire

import (
	"slices"
	"strings"
)

// event is one thing that an item of messaging says. An item holds one as a rule.
type event struct {
	name string
	body object
}

// events lists what the item says, by name. The other keys tell whose it is and when.
func (it item) events() []event {
	var es []event
	for _, name := range known(it.value) {
		switch name {
		case "sender", "recipient", "timestamp", "prior_message", "hop_context", "is_echo":
		default:
			es = append(es, event{name, it.value.object(name)})
		}
	}
	return es
}

// echo is true for what the business sent. Documents and some fixtures show the
// person as the sender of an echo, so the flag decides, not the sender.
func (it item) echo() bool {
	if it.value.said("is_echo") || it.value.object("sender").id("id") == it.id {
		return true
	}
	return slices.ContainsFunc(it.events(), func(e event) bool { return e.body.said("is_echo") })
}

// kind is the kind of the person's action that the event proves, "" for none. It
// never says more than the body does.
func (e event) kind() string {
	switch e.name {
	case "message":
		return e.message()
	case "postback":
		// With a referral inside, the click on an ad, a link or a plugin came first
		// and this click began the conversation: one action, the one that counts.
		return when(e.says("mid", "title", "payload"), "call_to_action")
	case "reaction":
		return map[string]string{"react": "reaction", "unreact": "unreact"}[e.body.text("action")]
	case "referral":
		// It comes alone only where the thread existed before the person followed it,
		// and before she wrote anything.
		return map[string]string{"SHORTLINK": "m_me_link", "ADS": "ad_click",
			"CUSTOMER_CHAT_PLUGIN": "plugin_view"}[e.body.text("source")]
	case "optin":
		return e.optin()
	case "read", "delivery", "typing", "message_edit", "account_linking":
		return when(e.body != nil, e.name)
	case "pass_thread_control", "take_thread_control", "request_thread_control", "app_roles":
		return when(e.body != nil, "thread_control")
	}
	return ""
}

func (e event) message() string {
	switch {
	case e.body.said("is_deleted"):
		return "unsend"
	case slices.ContainsFunc(e.body.list("attachments"), isStoryMention):
		return "story_mention"
	}
	return when(e.says("mid", "text") || len(e.body.list("attachments")) > 0, "message")
}

func isStoryMention(attachment any) bool {
	o, _ := attachment.(object)
	return o.text("type") == "story_mention"
}

// optin tells the opt-ins apart. That of a plugin (a ref, a user_ref, or both) has a
// kind of its own that opens nothing: the person agreed to be written to, and what
// she writes or clicks then comes as an event of its own.
func (e event) optin() string {
	switch e.body.text("type") {
	case "one_time_notif_req":
		return when(e.body.id("one_time_notif_token") != "", "notification_opt_in")
	case "notification_messages":
		return when(!strings.Contains(e.body.text("notification_messages_status"), "STOP"), "marketing_opt_in")
	}
	plugin := e.body["type"] == nil && (e.body.id("ref") != "" || e.body.id("user_ref") != "")
	return when(plugin, "plugin_opt_in")
}

func when(proved bool, kind string) string {
	if proved {
		return kind
	}
	return ""
}

// says is true where one of the keys holds some text.
func (e event) says(keys ...string) bool {
	return slices.ContainsFunc(keys, func(key string) bool { return e.body.text(key) != "" })
}

// label names an event that is not read: its key, and the word that makes the kind.
func (e event) label() string {
	for _, key := range []string{"action", "source", "type"} {
		if word := e.body.text(key); word != "" {
			return plain(e.name + " " + word)
		}
	}
	return plain(e.name)
}

// ref is the parameter of the link that was followed, as the event or the referral
// in it has it, cut to what a fact may hold.
func (e event) ref() string {
	if e.name == "optin" {
		return ""
	}
	ref := e.body.id("ref")
	if ref == "" {
		ref = e.body.object("referral").id("ref")
	}
	for i := range ref {
		if i > 1000 {
			return ref[:i]
		}
	}
	return ref
}
