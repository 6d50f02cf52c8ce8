package main

import (
	"math/rand/v2"
	"slices"
	"time"

	"github.com/clausewise/clausewise/facts"
)

const (
	day        = 24 * time.Hour
	humanAgent = "HUMAN_AGENT"
	newsTag    = "NON_PROMOTIONAL_SUBSCRIPTION"
)

func updateTags() []string {
	return []string{"ACCOUNT_UPDATE", "CONFIRMED_EVENT_UPDATE", "POST_PURCHASE_UPDATE"}
}

// drawn draws n varied fact sets, always the same. Most lean to what is permitted, so
// that a permit is met and its limits are; some know next to nothing.
func drawn(n int) []*facts.Send {
	rng := rand.New(rand.NewPCG(1, 10_000))
	sets := make([]*facts.Send, n)
	for i := range sets {
		sets[i] = generate(rng)
	}
	return sets
}

// generate draws one well-formed fact set.
func generate(rng *rand.Rand) *facts.Send {
	d := draw{Rand: rng}
	d.good, d.nothing = 0.96, 0.03
	switch {
	case d.oneIn(4):
		d.good, d.nothing = 0.4, 0.3
	case d.oneIn(8):
		d.good, d.nothing = 0.1, 0.85
	}
	d.now = time.Date(2024+d.IntN(5), time.Month(1+d.IntN(12)), 1+d.IntN(28), d.IntN(24), d.IntN(60), d.IntN(60),
		pick(d, 0, d.IntN(1e9)), time.UTC)
	return d.send()
}

// draw draws the facts of one fact set.
type draw struct {
	*rand.Rand
	now           time.Time
	good, nothing float64 // how often a fact is as a permit needs it, and how often unknown
}

func (d draw) oneIn(n int) bool { return d.IntN(n) == 0 }

func pick[T any](d draw, from ...T) T { return from[d.IntN(len(from))] }

// leaning is the wanted value as often as the draw leans to it, else any of the others.
func leaning[T any](d draw, wanted T, others ...T) T {
	if d.Float64() < d.good {
		return wanted
	}
	return pick(d, others...)
}

// maybe is the value, or unknown.
func maybe[T any](d draw, value T) *T {
	if d.Float64() < max(d.nothing, 0.1) {
		return nil
	}
	return &value
}

// fact is a fact that a permit would have at that value.
func (d draw) fact(wanted bool) *bool {
	switch f := d.Float64(); {
	case f < d.good:
		return &wanted
	case f < d.good+d.nothing:
		return nil
	}
	return new(!wanted)
}

// idle is a fact that mostly decides nothing, and is unknown more often.
func (d draw) idle(wanted bool) *bool {
	if d.oneIn(3) {
		return nil
	}
	return d.fact(wanted)
}

// shift is the distance from a limit at which a comparison shows what it is.
func (d draw) shift() time.Duration {
	return pick(d, 0, 0, 1, -1, 1, -1, time.Second, -time.Second, time.Hour, -time.Hour)
}

// ago is an instant in the past by about one of the limits: within it, near it or
// far beyond it; at times it is the present or lies in the future.
func (d draw) ago(limits ...time.Duration) time.Time {
	limit := pick(d, limits...)
	inside := d.now.Add(-time.Duration(d.Int64N(int64(limit))))
	switch d.IntN(20) {
	case 0, 1, 2, 3, 4, 5:
		return d.now.Add(-limit + d.shift())
	case 6, 7, 8:
		return d.now.Add(-limit - time.Duration(d.Int64N(int64(3*limit))))
	case 9:
		return leaning(d, inside, d.future(), d.now, time.Date(1700, 1, 1, 0, 0, 0, 0, time.UTC))
	case 10:
		return pick(d, d.now, d.future())
	}
	return inside
}

func (d draw) future() time.Time {
	return d.now.Add(pick(d, 1, time.Second, 10*time.Second, time.Hour, 8*day, 400*day))
}

func (d draw) send() *facts.Send {
	kind := pick(d, "standard", "standard", "standard", "standard", "tagged", "tagged", "tagged", "tagged",
		"news", "one_time_notification", "one_time_notification", "one_time_notification_request",
		"private_reply", "private_reply", "sponsored")
	f := &facts.Send{
		Now:      d.now,
		Platform: d.platformFor(kind),
		Page:     d.sendPage(),
		User:     d.user(),
		Thread:   d.thread(kind),
		Message:  d.message(kind),
	}
	if kind == "private_reply" == (d.Float64() < 0.95) {
		f.Comment = d.comment(f.Platform)
	}
	if kind == "one_time_notification" == (d.Float64() < 0.95) {
		f.Token = d.token()
	}
	return f
}

// platformFor leans to Messenger for the kinds that Instagram does not have.
func (d draw) platformFor(kind string) string {
	if slices.Contains([]string{"standard", "tagged", "private_reply"}, kind) {
		return pick(d, "messenger", "messenger", "instagram")
	}
	return leaning(d, "messenger", "messenger", "instagram")
}

func (d draw) sendPage() facts.SendPage {
	return facts.SendPage{
		ID:            maybe(d, "1001"),
		Name:          maybe(d, "Acme"),
		Restricted:    d.idle(false),
		NPIRegistered: d.fact(true),
		Markets:       d.markets(),
	}
}

// markets may be unknown, and may be known to be none.
func (d draw) markets() []string {
	if d.oneIn(3) {
		return nil
	}
	list := []string{}
	for range d.IntN(4) {
		list = append(list, d.region())
	}
	return list
}

func (d draw) region() string {
	return pick(d, "DE", "DE-BY", "US", "US-CA", "US-NY", "US-CO", "FR", "FR-IDF", "CA", "DK", "GB", "JP")
}

func (d draw) user() facts.User {
	u := facts.User{
		Blocked:        d.idle(false),
		Muted:          d.idle(d.oneIn(5)),
		NewsSubscriber: d.idle(!d.oneIn(4)),
	}
	if !d.oneIn(3) {
		u.Region = new(d.region())
	}
	return u
}

func (d draw) thread(kind string) facts.Thread {
	t := facts.Thread{
		Open:             d.fact(true),
		UserActions:      d.actions(kind),
		BusinessMessages: maybe(d, pick(d, 0, 0, 1, 12)),
	}
	if !d.oneIn(4) {
		t.LastBusinessMessageAt = new(d.ago(7 * day))
	}
	t.LastBusinessSender = maybe(d, pick(d, "human", "automated", "automated"))
	return t
}

// actions is mostly a handful; few threads are as long as a list may be. For what
// depends on the window, one of them mostly opens it or did.
func (d draw) actions(kind string) []facts.UserAction {
	n := pick(d, 0, 1, 1, 2, 4)
	if d.oneIn(500) {
		n = 199
	}
	list := []facts.UserAction(nil)
	for range n {
		list = append(list, d.action(d.actionKind(), 12*time.Hour, day, 7*day))
	}
	if slices.Contains([]string{"standard", "tagged", "one_time_notification_request"}, kind) && !d.oneIn(6) {
		opener := pick(d, "message", "message", "story_mention", "call_to_action", "reaction",
			"ad_conversation", "plugin_conversation", "m_me_link")
		list = append(list, d.action(opener, 12*time.Hour, day, day, 7*day))
	}
	d.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

func (d draw) action(kind string, limits ...time.Duration) facts.UserAction {
	a := facts.UserAction{Kind: kind, At: d.ago(limits...)}
	if kind == "m_me_link" || d.oneIn(10) {
		a.Ref, a.ExistingThread = pick(d, "", "spring", "spring"), !d.oneIn(3)
	}
	return a
}

func (d draw) actionKind() string {
	return pick(d, "message", "message", "message", "story_mention", "call_to_action", "ad_click", "ad_conversation",
		"plugin_view", "plugin_conversation", "m_me_link", "m_me_link", "reaction", "unreact", "read", "delivery",
		"typing", "message_edit", "unsend", "comment", "visitor_post", "notification_opt_in", "marketing_opt_in",
		"account_linking", "thread_control", "url_click", "poke", "Message")
}

func (d draw) message(kind string) facts.Message {
	tag := d.tag(kind)
	return facts.Message{
		Kind:                    kind,
		Sender:                  d.sender(tag),
		Tag:                     tag,
		MessagingType:           maybe(d, pick(d, "RESPONSE", "UPDATE", "MESSAGE_TAG", "UTILITY", "OTHER")),
		Promotional:             d.fact(false),
		ThirdParty:              d.fact(false),
		News:                    d.fact(kind == "news"),
		UseCaseApproved:         d.fact(true),
		Bulk:                    d.idle(kind == "news"),
		PersonallyRelevant:      d.idle(true),
		TimeSensitive:           d.idle(true),
		RespondsToUser:          d.idle(true),
		Parts:                   leaning(d, 1, 0, 1, 2),
		DisclosesAutomation:     maybe(d, d.oneIn(2)),
		MeetsAdPolicies:         d.fact(true),
		MeetsPlatformTerms:      d.idle(true),
		MeetsCommunityStandards: d.idle(true),
		AnnotatedSponsored:      d.idle(!d.oneIn(4)),
	}
}

// tag is mostly one that the kind may carry, else any, wrong ones among them.
func (d draw) tag(kind string) string {
	fit := ""
	switch kind {
	case "tagged":
		fit = pick(d, append(updateTags(), humanAgent, humanAgent, humanAgent)...)
	case "news":
		fit = newsTag
	}
	return leaning(d, fit, "", "ACCOUNT_UPDATE", "POST_PURCHASE_UPDATE", "CONFIRMED_EVENT_UPDATE", humanAgent,
		newsTag, "human_agent", "Account_Update", "SHIPPING_UPDATE", " ", "ACCOUNT_UPDATE ")
}

func (d draw) sender(tag string) string {
	if tag == humanAgent {
		return leaning(d, "human", "human", "automated")
	}
	return pick(d, "human", "automated")
}

func (d draw) comment(platform string) *facts.Comment {
	live := "visitor_post"
	if platform == "instagram" {
		live = "live_comment"
	}
	return &facts.Comment{
		Kind: leaning(d, pick(d, "post_comment", live), "post_comment", "visitor_post", "live_comment",
			"post_like", "post_share"),
		At:              d.ago(7 * day),
		Author:          leaning(d, new("user"), new("user"), new("page"), nil),
		PrivateReplies:  leaning(d, new(0), new(0), new(1), new(2), nil),
		BroadcastActive: d.fact(true),
	}
}

func (d draw) token() *facts.Token {
	return &facts.Token{
		CreatedAt:       d.ago(365 * day),
		Uses:            leaning(d, new(0), new(0), new(1), new(2), nil),
		RequestedByUser: d.fact(true),
	}
}
