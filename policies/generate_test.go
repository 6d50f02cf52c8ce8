package policies_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clausewise/clausewise/facts"
)

// factSet is one fact set of any action.
type factSet = interface{ Action() string }

// generate draws one well-formed fact set. Half of the draws lean to what is
// permitted, so that a permit is met and its limits are; some know next to nothing.
func generate(rng *rand.Rand) factSet {
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
	switch n := d.IntN(100); {
	case n < 72:
		return d.send()
	case n < 86:
		return d.respond()
	case n < 90:
		return d.label()
	}
	return d.standing()
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

// after is an instant about as long after the other as the limit says, at times
// before it, or unknown.
func (d draw) after(t time.Time, limit time.Duration) *time.Time {
	switch d.IntN(8) {
	case 0, 1, 2:
		return nil
	case 3, 4:
		return new(t.Add(max(0, limit+d.shift())))
	case 5:
		return new(pick(d, t, d.now, d.future(), t.Add(3*limit), t.Add(-1), t.Add(-time.Second)))
	}
	return new(t.Add(time.Duration(d.Int64N(int64(limit)))))
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

func (d draw) respond() *facts.Respond {
	f := &facts.Respond{
		Now:      d.now,
		Platform: pick(d, "messenger", "messenger", "messenger", "messenger", "instagram"),
		Page:     facts.Page{ID: maybe(d, "1001"), Name: maybe(d, "Acme")},
		Bot: facts.Bot{
			Type:                 pick(d, "automated", "automated", "automated", "automated", "hybrid", "manual"),
			SubmittedForApproval: d.idle(true),
			ComposerDisabled:     maybe(d, d.oneIn(2)),
		},
	}
	kind := pick(d, "text", "text", "text", "quick_reply", "call_to_action", "menu", "get_started", "reaction", "attachment", "location")
	at := d.ago(30*time.Second, 30*time.Second, 2*time.Minute)
	f.Input = facts.Input{Kind: kind, At: at, AnsweredAt: d.after(at, 30*time.Second)}
	return f
}

func (d draw) label() *facts.Label {
	return &facts.Label{
		Now:      d.now,
		Platform: pick(d, "messenger", "instagram"),
		Page:     facts.LabelPage{ID: maybe(d, "1001"), Name: maybe(d, "Acme"), ContactTermsAccepted: pick(d, nil, new(false), new(true))},
		Label:    facts.LabelCall{Operation: pick(d, "read", "create", "update", "delete", "assign", "unassign")},
	}
}

func (d draw) standing() *facts.Standing {
	at := d.ago(7 * day)
	return &facts.Standing{
		Now:      d.now,
		Platform: pick(d, "messenger", "instagram"),
		Page:     facts.Page{ID: maybe(d, "1001"), Name: maybe(d, "Acme")},
		Violation: facts.Violation{
			NotifiedAt:     at,
			AnsweredAt:     d.after(at, 7*day),
			FixedAt:        d.after(at, 7*day),
			QuestionSentAt: d.after(at, 3*day),
		},
	}
}

func TestGenerateRepeats(t *testing.T) {
	one, other := rand.New(rand.NewPCG(3, 4)), rand.New(rand.NewPCG(3, 4))
	for range 100 {
		require.Equal(t, generate(one), generate(other))
	}
}

// TestGenerateReaches holds the generator to its purpose: each requirement that can
// speak does so often, sends are neither all permitted nor all denied, and every
// fact that may be unknown is.
func TestGenerateReaches(t *testing.T) {
	const sets = 20_000
	rng, speaks := rand.New(rand.NewPCG(1, sets)), map[string]int{}
	sends, permitted := 0, 0
	for range sets {
		f := generate(rng)
		a := read(f)
		for _, effect := range effects() {
			for _, finding := range a.findings[effect] {
				speaks[effect+" "+finding.covers[0]]++
			}
		}
		if f.Action() != "send" {
			continue
		}
		if sends++; a.permitted {
			permitted++
		}
	}
	t.Logf("%d of %d sends are permitted; how often each requirement speaks: %v", permitted, sends, speaks)
	require.Len(t, speaks, 56)
	for requirement, n := range speaks {
		require.Greater(t, n, 90, requirement)
	}
	require.Greater(t, permitted*10, sends*3)
	require.Less(t, permitted*10, sends*6)
}
