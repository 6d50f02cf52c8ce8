package facts

import "time"

// Send is what can be known when the business is about to send a message.
type Send struct {
	_        struct{}  `doc:"A message that the business is about to send."`
	Now      time.Time `json:"now" log:"keep" doc:"The instant the question is about."`
	Platform string    `json:"platform" words:"messenger,instagram" by:"platform" log:"keep" doc:"Where the conversation is held."`
	Page     SendPage  `json:"page" doc:"The business's Page, or its Instagram account."`
	User     User      `json:"user" doc:"The person."`
	Thread   Thread    `json:"thread" doc:"The conversation of the person and the business."`
	Message  Message   `json:"message" doc:"The message that is about to be sent."`
	Comment  *Comment  `json:"comment" doc:"What a private reply refers to."`
	Token    *Token    `json:"token" doc:"The permission that a one-time notification uses."`
}

// Action names the action for the engine.
func (*Send) Action() string { return "send" }

// SendPage is the Page as far as sending depends on it.
type SendPage struct {
	ID            *string  `json:"id" by:"page" log:"hash" doc:"The Page's id, for messages."`
	Name          *string  `json:"name" by:"page" log:"keep" doc:"The Page's name, for messages."`
	Restricted    *bool    `json:"restricted" by:"platform" log:"keep" doc:"Meta restricts the Page from sending. A warning is no restriction."`
	NPIRegistered *bool    `json:"npi_registered" by:"page" log:"keep" doc:"The Page is registered with the News Page Index."`
	Markets       []string `json:"markets" max:"300" by:"page" log:"keep" doc:"Markets that the business serves: ISO 3166 codes such as DE or US-CA."`
}

// User is the person.
type User struct {
	Region         *string `json:"region" by:"person" log:"keep" doc:"Where the person is: an ISO 3166 code such as DE or US-CA."`
	Blocked        *bool   `json:"blocked" by:"person" log:"keep" doc:"The person blocked the business."`
	Muted          *bool   `json:"muted" by:"person" log:"keep" doc:"The person muted the conversation."`
	NewsSubscriber *bool   `json:"news_subscriber" by:"person" log:"keep" doc:"The person subscribed to the Page's news."`
}

// Thread is the conversation so far.
type Thread struct {
	Open                  *bool        `json:"open" by:"person" log:"keep" doc:"An open conversation exists."`
	UserActions           []UserAction `json:"user_actions" default:"[]" max:"200" by:"person" log:"keep" doc:"What the person did, in any order. Absent: nothing."`
	BusinessMessages      *int         `json:"business_messages" by:"page" log:"keep" doc:"Messages that the business has sent so far; 0 is the beginning."`
	LastBusinessMessageAt *time.Time   `json:"last_business_message_at" by:"page" log:"keep" doc:"When the business last sent."`
	LastBusinessSender    *string      `json:"last_business_sender" words:"human,automated" by:"page" log:"keep" doc:"Who last wrote for the business."`
}

// UserAction is one thing that the person did.
type UserAction struct {
	Kind           string    `json:"kind" known:"message,story_mention,call_to_action,ad_click,ad_conversation,plugin_view,plugin_conversation,m_me_link,reaction,unreact,read,delivery,typing,message_edit,unsend,comment,visitor_post,notification_opt_in,marketing_opt_in,account_linking,thread_control,url_click" by:"person" log:"keep" doc:"What it was. A kind that is not listed opens nothing."`
	At             time.Time `json:"at" by:"person" log:"keep" doc:"When it happened."`
	Ref            string    `json:"ref" default:"" max:"4096" by:"person" log:"hash" doc:"The ref parameter of the link that was followed."`
	ExistingThread bool      `json:"existing_thread" default:"false" by:"person" log:"keep" doc:"The link led to a conversation that existed already."`
}

// Message is what is about to be sent.
type Message struct {
	Kind                    string  `json:"kind" words:"standard,tagged,news,one_time_notification,one_time_notification_request,private_reply,sponsored" by:"sender" log:"keep" doc:"How it is sent."`
	Sender                  string  `json:"sender" words:"human,automated" by:"sender" log:"keep" doc:"Who wrote it."`
	Tag                     string  `json:"tag" default:"" by:"sender" log:"keep" doc:"The message tag as it goes to the API; case matters."`
	MessagingType           *string `json:"messaging_type" known:"RESPONSE,UPDATE,MESSAGE_TAG,UTILITY" by:"sender" log:"keep" doc:"The messaging type as it goes to the API."`
	Promotional             *bool   `json:"promotional" by:"content" log:"keep" doc:"It promotes something."`
	ThirdParty              *bool   `json:"third_party" by:"content" log:"keep" doc:"Its content comes from a third party or promotes one."`
	News                    *bool   `json:"news" by:"content" judged:"true" log:"keep" doc:"It is news."`
	UseCaseApproved         *bool   `json:"use_case_approved" by:"content" judged:"true" log:"keep" doc:"It stays within the approved use cases of its tag."`
	Bulk                    *bool   `json:"bulk" by:"sender" log:"keep" doc:"It goes to many, not to one person."`
	PersonallyRelevant      *bool   `json:"personally_relevant" by:"content" log:"keep" doc:"It matters to this person."`
	TimeSensitive           *bool   `json:"time_sensitive" by:"content" log:"keep" doc:"It is of use only for a time."`
	RespondsToUser          *bool   `json:"responds_to_user" by:"content" log:"keep" doc:"It answers what the person wrote."`
	Parts                   int     `json:"parts" default:"1" by:"sender" log:"keep" doc:"How many messages this send makes."`
	DisclosesAutomation     *bool   `json:"discloses_automation" by:"content" log:"keep" doc:"It says that a bot is speaking."`
	MeetsAdPolicies         *bool   `json:"meets_ad_policies" by:"content" judged:"true" log:"keep" doc:"It complies with the advertising policies."`
	MeetsPlatformTerms      *bool   `json:"meets_platform_terms" by:"content" judged:"true" log:"keep" doc:"It complies with the Platform Terms."`
	MeetsCommunityStandards *bool   `json:"meets_community_standards" by:"content" judged:"true" log:"keep" doc:"It complies with the Community Standards."`
	AnnotatedSponsored      *bool   `json:"annotated_sponsored" by:"platform" log:"keep" doc:"It is shown as sponsored."`
}

// Comment is the comment or post that a private reply refers to.
type Comment struct {
	Kind            string    `json:"kind" known:"post_comment,visitor_post,live_comment,post_like" by:"person" log:"keep" doc:"What the person left on the Page."`
	At              time.Time `json:"at" by:"person" log:"keep" doc:"When it was left."`
	Author          *string   `json:"author" words:"user,page" by:"person" log:"keep" doc:"Who left it."`
	PrivateReplies  *int      `json:"private_replies" by:"page" log:"keep" doc:"Private replies to it that were accepted so far."`
	BroadcastActive *bool     `json:"broadcast_active" by:"page" log:"keep" doc:"The live broadcast that it belongs to still runs."`
}

// Token is the permission to send one notification.
type Token struct {
	CreatedAt       time.Time `json:"created_at" by:"person" log:"keep" doc:"When the person gave it."`
	Uses            *int      `json:"uses" by:"page" log:"keep" doc:"Sends with it that were accepted so far."`
	RequestedByUser *bool     `json:"requested_by_user" by:"person" log:"keep" doc:"The person asked to be notified."`
}
