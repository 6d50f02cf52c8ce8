package policies_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/clausewise/clausewise/facts"
	"github.com/clausewise/clausewise/policies"
)

// This file reads the requirements a second time, as plain Go and without a look
// at the clauses. Where the two readings answer differently, one of them is wrong.

// tri is what can be said of a condition when facts may be unknown. The order makes
// the smallest side settle an and, the largest an or, as in CEL.
type tri int

const (
	no tri = iota
	unknown
	yes
)

func and(sides ...tri) tri { return slices.Min(sides) }
func or(sides ...tri) tri  { return slices.Max(sides) }
func not(side tri) tri     { return yes - side }

func is(b bool) tri {
	if b {
		return yes
	}
	return no
}

// when asks something of a fact that may be unknown.
func when[T any](fact *T, holds func(T) bool) tri {
	if fact == nil {
		return unknown
	}
	return is(holds(*fact))
}

func known(fact *bool) tri { return when(fact, func(b bool) bool { return b }) }

// assume is the fact, or what stands for it while it is unknown.
func assume(fact *bool, otherwise bool) tri {
	if fact == nil {
		return is(otherwise)
	}
	return is(*fact)
}

const day = 24 * time.Hour

// within says that t lies at most limit before now, and not after it.
func within(now, t time.Time, limit time.Duration) bool {
	return !t.After(now) && now.Sub(t) <= limit
}

// answer is what is decided of one fact set, in the reading or by the engine.
type answer struct {
	permitted bool
	findings  map[string][]finding // by effect
	open      map[string][]finding // what the requirements leave to the pack to say or not
}

// finding is one voice: a requirement of the reading, a clause of the pack.
type finding struct {
	clause string
	covers []string
	due    time.Time
}

func effects() []string { return []string{"permit", "forbid", "oblige", "advise"} }

// row is one requirement and whether its condition holds.
type row struct {
	id    string
	holds tri
}

// add takes in requirements by the truth table: an unknown condition counts for a
// forbid and a duty, and against a permit and an advice.
func (a answer) add(effect string, rows ...row) {
	strict := effect == "forbid" || effect == "oblige"
	for _, r := range rows {
		if r.holds == yes || r.holds == unknown && strict {
			a.findings[effect] = append(a.findings[effect], finding{covers: []string{r.id}})
		}
	}
}

// leave takes in what the pack may say and need not, since the words of the
// requirement are open there.
func (a answer) leave(effect string, rows ...row) {
	wider := answer{findings: a.open}
	wider.add(effect, rows...)
}

// owe takes in a duty that has a due instant.
func (a answer) owe(id string, holds tri, due time.Time) {
	if holds != no {
		a.findings["oblige"] = append(a.findings["oblige"], finding{covers: []string{id}, due: due})
	}
}

// read says what the requirements say of a fact set.
func read(f factSet) answer {
	a := answer{findings: map[string][]finding{}, open: map[string][]finding{}}
	switch f := f.(type) {
	case *facts.Send:
		send{f}.read(a)
	case *facts.Respond:
		respond{f}.read(a)
	case *facts.Label:
		label{f}.read(a)
	case *facts.Standing:
		standing{f}.read(a)
	}
	a.permitted = len(a.findings["permit"]) > 0 && len(a.findings["forbid"]) == 0
	return a
}

// send reads the requirements about a message that is about to be sent.
type send struct{ *facts.Send }

func (s send) read(a answer) {
	a.add("permit",
		row{"SW-01", s.sw01()}, row{"SW-02", s.sw01()},
		row{"MT-01", s.mt01()}, row{"HA-01", s.ha01()},
		row{"HA-03", s.ha01()}, row{"OT-01", s.ot01()},
		row{"OT-07", s.ot07()}, row{"PR-01", s.pr01()},
		row{"PR-02", s.pr01()}, row{"PR-07", s.pr07()},
		row{"NW-01", s.nw01()}, row{"SP-01", s.sp01()})
	a.add("forbid",
		row{"GN-04", s.gn04()}, row{"BM-01", s.bm01()},
		row{"MT-02", s.mt02()}, row{"MT-03", s.mt03()},
		row{"MT-04", s.mt04()}, row{"MT-05", s.mt05()},
		row{"HA-02", s.ha02()}, row{"HA-06", s.ha06()},
		row{"OT-02", s.ot02()}, row{"OT-03", s.ot03()},
		row{"OT-04", s.ot04()}, row{"OT-05", s.ot05()},
		row{"PR-03", s.pr03()}, row{"PR-04", s.pr04()},
		row{"NW-02", s.nw02()}, row{"NW-03", s.nw03()},
		row{"NW-04", s.nw04()}, row{"NW-05", s.nw05()},
		row{"NW-07", s.nw07()}, row{"SP-02", s.sp02()},
		row{"SP-03", s.sp03()}, row{"SP-04", s.sp04()},
		row{"PV-01", s.pv01()})
	a.add("oblige",
		row{"SP-05", s.sp05()}, row{"DI-01", s.di01()},
		row{"DI-02", s.di02()}, row{"DI-03", s.di03()})
	a.add("advise",
		row{"GN-02", s.gn02()}, row{"BM-02", s.bm02()},
		row{"MT-06", s.mt06()}, row{"HA-05", s.ha05()},
		row{"OT-06", s.ot06()}, row{"DI-05", s.di05()})
	a.leave("oblige", row{"DI-02", s.di02Wide()})
	a.leave("advise", row{"GN-02", s.gn02Wide()}, row{"MT-06", s.mt06Wide()},
		row{"HA-05", s.ha05Wide()}, row{"DI-05", s.di05Wide()})
}

func (s send) on(platform string) tri         { return is(s.Platform == platform) }
func (s send) from(sender string) tri         { return is(s.Message.Sender == sender) }
func (s send) kind(words ...string) tri       { return is(slices.Contains(words, s.Message.Kind)) }
func (s send) tag(words ...string) tri        { return is(slices.Contains(words, s.Message.Tag)) }
func (s send) updateTag() tri                 { return s.tag(updateTags()...) }
func (s send) messagesMadeMoreThan(n int) tri { return is(s.Message.Parts > n) }

func updateTags() []string {
	return []string{"CONFIRMED_EVENT_UPDATE", "POST_PURCHASE_UPDATE", "ACCOUNT_UPDATE"}
}

const humanAgent, newsTag = "HUMAN_AGENT", "NON_PROMOTIONAL_SUBSCRIPTION"

// did says whether the person did such a thing within the limit.
func (s send) did(such func(facts.UserAction) bool, limit time.Duration) tri {
	return is(slices.ContainsFunc(s.Thread.UserActions, func(a facts.UserAction) bool {
		return such(a) && within(s.Now, a.At, limit)
	}))
}

func (s send) opens(a facts.UserAction) bool {
	switch a.Kind {
	case "message", "story_mention", "call_to_action", "reaction": // SW-03, SW-04, SW-08, SW-10
		return true
	case "ad_conversation", "plugin_conversation": // SW-05, SW-06
		return s.Platform == "messenger"
	case "m_me_link": // SW-07
		return s.Platform == "messenger" && a.Ref != "" && a.ExistingThread
	}
	return false // SW-09
}

// writes says which actions are messages: no click and no reaction is, HA-04.
func (s send) writes(a facts.UserAction) bool {
	return a.Kind == "message" || a.Kind == "story_mention"
}

func (s send) windowOpen() tri { return s.did(s.opens, day) }

// gn02 is for an answer; whether another kind is one, the words leave open.
func (s send) gn02() tri { return and(s.kind("standard", "tagged"), s.gn02Wide()) }

func (s send) gn02Wide() tri { return and(s.windowOpen(), not(s.did(s.opens, day/2))) }

func (s send) gn04() tri {
	m := s.Message
	return or(not(assume(m.MeetsPlatformTerms, true)), not(assume(m.MeetsCommunityStandards, true)))
}

func (s send) sw01() tri { return and(s.kind("standard", "tagged"), s.windowOpen()) }

func (s send) bm01() tri { return assume(s.User.Blocked, false) }

func (s send) bm02() tri { return known(s.User.Muted) }

func (s send) mt01() tri {
	return and(s.kind("tagged"), s.updateTag(), s.on("messenger"), known(s.Message.UseCaseApproved),
		not(s.toManyOrIrrelevant()))
}

func (s send) toManyOrIrrelevant() tri {
	return or(assume(s.Message.Bulk, false), not(assume(s.Message.PersonallyRelevant, true)))
}

func (s send) mt02() tri {
	m := s.Message
	return or(
		and(s.updateTag(), or(not(known(m.UseCaseApproved)), known(m.Promotional))),
		and(s.tag(humanAgent), or(not(assume(m.UseCaseApproved, true)), assume(m.Promotional, false))))
}

func (s send) mt03() tri {
	return and(or(s.updateTag(), s.tag(humanAgent)), s.toManyOrIrrelevant())
}

func (s send) mt04() tri {
	none, listed := s.tag(""), or(s.updateTag(), s.tag(humanAgent, newsTag))
	return or(
		and(not(none), not(listed)),
		and(s.kind("tagged"), none),
		and(not(s.kind("tagged", "news")), not(none)))
}

func (s send) mt05() tri { return and(s.on("instagram"), not(s.tag("", humanAgent))) }

// mt06 is for a message that could go without its tag. On a kind that carries none
// the words are open; news needs its tag, NW-05.
func (s send) mt06() tri { return and(s.kind("tagged"), s.mt06Wide()) }

func (s send) mt06Wide() tri { return and(s.windowOpen(), not(s.tag("")), not(s.kind("news"))) }

func (s send) ha01() tri {
	return and(s.kind("tagged"), s.tag(humanAgent), s.from("human"), s.did(s.writes, 7*day))
}

func (s send) ha02() tri { return and(s.tag(humanAgent), s.from("automated")) }

// ha05 asks that nothing is known for which the tag would be denied too.
func (s send) ha05() tri {
	serves := not(or(s.noAnswer(), s.toManyOrIrrelevant(), not(assume(s.Message.UseCaseApproved, true)), s.deniedAnyway()))
	return and(s.tag(""), serves, s.ha05Wide())
}

// deniedAnyway is what denies a message whatever its tag.
func (s send) deniedAnyway() tri {
	m := s.Message
	return or(assume(s.User.Blocked, false), s.pv01(), not(assume(m.MeetsPlatformTerms, true)), not(assume(m.MeetsCommunityStandards, true)))
}

// ha05Wide takes "while it would serve" for a matter of time alone, and any tag but
// this one for "without the tag". An update tag is a ground of its own.
func (s send) ha05Wide() tri {
	bare := and(s.kind("standard", "tagged"), not(s.tag(humanAgent)))
	ground := and(s.kind("tagged"), s.updateTag())
	return and(s.from("human"), bare, not(ground), not(s.windowOpen()), s.did(s.writes, 7*day))
}

func (s send) ha06() tri { return and(s.tag(humanAgent), s.noAnswer()) }

func (s send) noAnswer() tri {
	m := s.Message
	return or(not(assume(m.RespondsToUser, true)), assume(m.Bulk, false), assume(m.Promotional, false))
}

const year = 365 * day

// token is the token of the one-time notification; an absent one has only unknown facts.
func (s send) token() facts.Token {
	if s.Token == nil {
		return facts.Token{}
	}
	return *s.Token
}

// tokenAge asks something of the token's age, which an absent token has not.
func (s send) tokenAge(holds func(time.Duration) bool) tri {
	if s.Token == nil {
		return unknown
	}
	return is(holds(s.Now.Sub(s.Token.CreatedAt)))
}

func (s send) ot01() tri {
	young := s.tokenAge(func(age time.Duration) bool { return 0 <= age && age < year })
	unused := when(s.token().Uses, func(n int) bool { return n == 0 })
	return and(s.kind("one_time_notification"), s.on("messenger"), young, unused,
		known(s.token().RequestedByUser))
}

func (s send) ot02() tri {
	used := when(s.token().Uses, func(n int) bool { return n > 0 })
	return and(s.kind("one_time_notification"), or(used, s.messagesMadeMoreThan(1)))
}

func (s send) ot03() tri {
	return and(s.kind("one_time_notification"),
		s.tokenAge(func(age time.Duration) bool { return age >= year }))
}

func (s send) ot04() tri {
	return and(s.on("instagram"), s.kind("one_time_notification", "one_time_notification_request"))
}

func (s send) ot05() tri {
	return and(s.kind("one_time_notification"), not(known(s.token().RequestedByUser)))
}

func (s send) ot06() tri {
	return and(s.kind("one_time_notification"),
		not(and(known(s.Message.TimeSensitive), known(s.Message.PersonallyRelevant))))
}

func (s send) ot07() tri { return and(s.kind("one_time_notification_request"), s.windowOpen()) }

// comment asks something of the comment, whose facts are all unknown if it is absent.
func (s send) comment(holds func(facts.Comment) tri) tri {
	if s.Comment == nil {
		return unknown
	}
	return holds(*s.Comment)
}

func (s send) commentKind(words ...string) tri {
	return s.comment(func(c facts.Comment) tri { return is(slices.Contains(words, c.Kind)) })
}

func (s send) commentBy(author string) tri {
	return s.comment(func(c facts.Comment) tri {
		return when(c.Author, func(a string) bool { return a == author })
	})
}

func (s send) commentRecent() tri {
	return s.comment(func(c facts.Comment) tri { return is(within(s.Now, c.At, 7*day)) })
}

func (s send) commentReplied() tri {
	return s.comment(func(c facts.Comment) tri {
		return when(c.PrivateReplies, func(n int) bool { return n > 0 })
	})
}

func (s send) broadcastRuns() tri {
	return s.comment(func(c facts.Comment) tri { return known(c.BroadcastActive) })
}

// pr01 is PR-02 as well: the one names the ground, the other its age.
func (s send) pr01() tri {
	return and(s.kind("private_reply"), s.on("messenger"), s.commentKind("post_comment", "visitor_post"),
		s.commentBy("user"), s.commentRecent())
}

func (s send) pr07() tri {
	ground := or(s.commentKind("post_comment"), and(s.commentKind("live_comment"), s.broadcastRuns()))
	return and(s.kind("private_reply"), s.on("instagram"), ground,
		s.commentBy("user"), s.commentRecent())
}

func (s send) pr03() tri {
	return and(s.kind("private_reply"), or(s.commentReplied(), s.messagesMadeMoreThan(1)))
}

func (s send) pr04() tri {
	ground := or(s.commentKind("post_comment"),
		and(s.on("messenger"), s.commentKind("visitor_post")),
		and(s.on("instagram"), s.commentKind("live_comment")))
	return and(s.kind("private_reply"), or(s.commentBy("page"), not(ground)))
}

func (s send) nw01() tri {
	return and(s.kind("news"), s.on("messenger"), known(s.Page.NPIRegistered))
}

func (s send) nw02() tri { return and(s.kind("news"), s.on("instagram")) }

func (s send) nw03() tri {
	return and(s.kind("news"), or(known(s.Message.Promotional), known(s.Message.ThirdParty)))
}

func (s send) nw04() tri { return and(s.kind("news"), not(known(s.Message.News))) }

func (s send) nw05() tri {
	return or(and(s.kind("news"), not(s.tag(newsTag))), and(s.tag(newsTag), not(s.kind("news"))))
}

func (s send) nw07() tri { return and(s.kind("news"), not(assume(s.User.NewsSubscriber, true))) }

func (s send) sp01() tri {
	return and(s.kind("sponsored"), s.on("messenger"), known(s.Thread.Open))
}

func (s send) sp02() tri { return and(s.kind("sponsored"), not(known(s.Thread.Open))) }

func (s send) sp03() tri { return and(s.kind("sponsored"), not(known(s.Message.MeetsAdPolicies))) }

func (s send) sp04() tri { return and(s.kind("sponsored"), s.on("instagram")) }

func (s send) sp05() tri {
	return and(s.kind("sponsored"), not(assume(s.Message.AnnotatedSponsored, true)))
}

// silentBot is an automated message that is not known to say so, DI-07.
func (s send) silentBot() tri {
	return and(s.from("automated"), not(known(s.Message.DisclosesAutomation)))
}

func (s send) beginning() tri {
	return when(s.Thread.BusinessMessages, func(n int) bool { return n == 0 })
}

func (s send) afterLapse() tri {
	return when(s.Thread.LastBusinessMessageAt, func(t time.Time) bool { return s.Now.Sub(t) > 7*day })
}

func (s send) afterHuman() tri {
	return when(s.Thread.LastBusinessSender, func(who string) bool { return who == "human" })
}

func (s send) di01() tri { return and(s.silentBot(), s.di06(), s.beginning()) }

func (s send) di02() tri { return and(s.silentBot(), s.di06(), s.afterLapse()) }

func (s send) di03() tri { return and(s.silentBot(), s.di06(), s.afterHuman()) }

func (s send) di05() tri {
	return and(s.silentBot(), not(s.di06()), or(s.beginning(), s.afterLapse(), s.afterHuman()))
}

// lastAhead is a last message that is dated after now. It shows neither that the
// conversation lapsed nor that it did not.
func (s send) lastAhead() tri {
	return when(s.Thread.LastBusinessMessageAt, func(t time.Time) bool { return t.After(s.Now) })
}

func (s send) di02Wide() tri { return and(s.silentBot(), s.di06(), s.lastAhead()) }

func (s send) di05Wide() tri { return and(s.silentBot(), not(s.di06()), s.lastAhead()) }

// di06 says that California or Germany is served: what is known decides alone.
func (s send) di06() tri {
	person, markets := when(s.User.Region, namedByLaw), unknown
	if s.Page.Markets != nil {
		markets = is(slices.ContainsFunc(s.Page.Markets, namedByLaw))
	}
	switch {
	case person == unknown:
		return markets
	case markets == unknown:
		return person
	}
	return or(person, markets)
}

// namedByLaw takes parts of a named region, and what may be one more closely seen.
func namedByLaw(code string) bool {
	return slices.ContainsFunc([]string{"US-CA", "DE"}, func(named string) bool {
		return code == named || strings.HasPrefix(code, named+"-") || strings.HasPrefix(named, code+"-")
	})
}

func (s send) pv01() tri { return assume(s.Page.Restricted, false) }

// respond reads the requirements about an input that a bot answers.
type respond struct{ *facts.Respond }

func (r respond) read(a answer) {
	a.add("permit", row{"RS-07", r.rs07()})
	a.add("forbid", row{"RS-01", r.rs01Breach()})
	a.owe("RS-01", r.rs01Duty(), r.limit())
}

// bound is RS-02 to RS-06; a disabled composer is nothing that it asks about.
func (r respond) bound() tri {
	named := slices.Contains([]string{"text", "quick_reply", "call_to_action", "menu"}, r.Input.Kind)
	return and(is(r.Bot.Type == "automated"), is(r.Platform == "messenger"), is(named),
		assume(r.Bot.SubmittedForApproval, true))
}

func (r respond) limit() time.Time { return r.Input.At.Add(30 * time.Second) }

// answered takes an answer that is still to come for none.
func (r respond) answered() bool {
	return r.Input.AnsweredAt != nil && !r.Input.AnsweredAt.After(r.Now)
}

func (r respond) late() tri {
	if r.answered() {
		return is(r.Input.AnsweredAt.After(r.limit()))
	}
	return is(r.Now.After(r.limit()))
}

func (r respond) rs01Breach() tri { return and(r.bound(), r.late()) }

func (r respond) rs01Duty() tri { return and(r.bound(), is(!r.answered()), not(r.late())) }

func (r respond) rs07() tri {
	return or(not(r.bound()), and(is(!r.Input.At.After(r.Now)), not(r.late())))
}

// label reads the requirements about a call of the Custom Labels API.
type label struct{ *facts.Label }

func (l label) read(a answer) {
	accepted := known(l.Page.ContactTermsAccepted)
	a.add("permit", row{"CL-02", accepted})
	a.add("forbid", row{"CL-01", not(accepted)})
	a.add("oblige", row{"CL-03", not(accepted)}, row{"CL-04", not(accepted)})
}

// standing reads the requirements about a violation that was notified.
type standing struct{ *facts.Standing }

func (s standing) read(a answer) {
	a.add("permit", row{"PV-05", s.pv05()})
	a.owe("PV-02", s.pv02(), s.limit())
	a.add("advise", row{"PV-03", s.pv03()}, row{"PV-04", s.pv04()})
	a.leave("advise", row{"PV-03", is(s.Violation.QuestionSentAt != nil)}, row{"PV-04", yes})
}

func (s standing) limit() time.Time { return s.Violation.NotifiedAt.Add(7 * day) }

// done says that the business did something about the notice by that time.
func (s standing) done(by time.Time) tri {
	did := func(t *time.Time) bool { return t != nil && !t.After(by) }
	return is(did(s.Violation.AnsweredAt) || did(s.Violation.FixedAt))
}

func (s standing) pv02() tri { return not(s.done(s.Now)) }

// pv03 is sure of a question that was sent, pv04 of a notice that came; of what is
// dated ahead the words say nothing.
func (s standing) pv03() tri {
	return is(s.Violation.QuestionSentAt != nil && !s.Violation.QuestionSentAt.After(s.Now))
}

func (s standing) pv04() tri { return s.noticed() }

func (s standing) noticed() tri { return is(!s.Violation.NotifiedAt.After(s.Now)) }

func (s standing) pv05() tri {
	return and(s.noticed(), or(s.done(s.limit()), is(!s.Now.After(s.limit()))))
}

// load loads a pack for the actions of package facts, and for more if there are.
func load(t testing.TB, pack fs.FS, more ...schema.Facts) *engine.Policy {
	sch, err := schema.New(append(facts.All(), more...)...)
	require.NoError(t, err)
	policy, err := engine.Load(sch, pack)
	require.NoError(t, err)
	return policy
}

// decide asks the engine, and insists on facts that it accepts.
func decide(t *testing.T, policy *engine.Policy, f factSet) answer {
	d := policy.Decide(f)
	if d.Reason() != "" {
		t.Fatalf("%s: %s", d.Reason(), asJSON(t, f))
	}
	a := answer{permitted: d.Outcome() == engine.Permitted, findings: map[string][]finding{}}
	for effect, spoken := range map[string]iter.Seq[engine.Finding]{
		"permit": d.Permits(), "forbid": d.Forbids(), "oblige": d.Duties(), "advise": d.Advice(),
	} {
		for f := range spoken {
			due, _ := f.Due()
			a.findings[effect] = append(a.findings[effect], finding{f.Clause(), f.Covers(), due})
		}
	}
	return a
}

// differences names what one answer says and the other does not, one line each.
func differences(reading, pack answer) []string {
	var lines []string
	if reading.permitted != pack.permitted {
		lines = append(lines, fmt.Sprintf("permitted: reading %v, pack %v", reading.permitted, pack.permitted))
	}
	for _, effect := range compared(reading, pack) {
		for _, f := range alone(reading.findings[effect], pack.findings[effect]) {
			lines = append(lines, fmt.Sprintf("%s: only the reading: %s", effect, f.covers))
		}
		expected := slices.Concat(reading.findings[effect], reading.open[effect])
		for _, f := range alone(pack.findings[effect], expected) {
			lines = append(lines, fmt.Sprintf("%s: only the pack: %s %s", effect, f.clause, f.covers))
		}
	}
	return lines
}

// compared leaves permits out where something is forbidden: whether a limit stands
// in a permit or in a forbid is for the pack to choose.
func compared(reading, pack answer) []string {
	if len(reading.findings["forbid"])+len(pack.findings["forbid"]) > 0 {
		return effects()[1:]
	}
	return effects()
}

// alone lists the findings that no finding of the other answer shares a requirement
// and a due instant with.
func alone(these, others []finding) []finding {
	return slices.DeleteFunc(slices.Clone(these), func(f finding) bool {
		return slices.ContainsFunc(others, func(o finding) bool {
			shared := func(id string) bool { return slices.Contains(o.covers, id) }
			return slices.ContainsFunc(f.covers, shared) && f.due.Equal(o.due)
		})
	})
}

// String lists the answer by effect, each finding with its requirements.
func (a answer) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "permitted %v", a.permitted)
	for _, effect := range effects() {
		for _, f := range a.findings[effect] {
			fmt.Fprintf(&b, "; %s %s%s", effect, f.clause, f.covers)
			if !f.due.IsZero() {
				fmt.Fprintf(&b, " due %s", f.due.Format(time.RFC3339Nano))
			}
		}
	}
	return b.String()
}

// asJSON writes a fact set as decide reads it, unknown facts left out.
func asJSON(t testing.TB, f factSet) string {
	text, err := json.Marshal(f)
	require.NoError(t, err)
	var fields map[string]any
	require.NoError(t, json.Unmarshal(text, &fields))
	prune(fields)
	fields["action"] = f.Action()
	text, err = json.Marshal(fields)
	require.NoError(t, err)
	return string(text)
}

func prune(fields map[string]any) {
	for name, value := range fields {
		if group, ok := value.(map[string]any); ok {
			prune(group)
		}
		if value == nil {
			delete(fields, name)
		}
	}
}

func TestReading(t *testing.T) {
	const sets, shown = 20_000, 10
	pack, rng := load(t, policies.FS()), rand.New(rand.NewPCG(1, 20_000))
	counts := map[string]int{}
	for range sets {
		f := generate(rng)
		reading, decision := read(f), decide(t, pack, f)
		for _, line := range differences(reading, decision) {
			if counts[line]++; counts[line] == 1 && len(counts) <= shown {
				t.Errorf("%s\n  %s\n  reading: %s\n  pack:    %s", line, asJSON(t, f), reading, decision)
			}
		}
	}
	for _, line := range slices.Sorted(maps.Keys(counts)) {
		t.Errorf("%d times %s", counts[line], line)
	}
}

// TestLittleKnown holds the smallest facts of a plain reply to what is said of them:
// a human owes nothing, a bot one thing.
func TestLittleKnown(t *testing.T) {
	now, pack := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), load(t, policies.FS())
	for sender, duties := range map[string]int{"human": 0, "automated": 1} {
		f := &facts.Send{Now: now, Platform: "messenger"}
		f.Message = facts.Message{Kind: "standard", Sender: sender, Parts: 1}
		f.Thread.UserActions = []facts.UserAction{{Kind: "message", At: now.Add(-day)}}
		decision := decide(t, pack, f)
		require.Empty(t, differences(read(f), decision), sender)
		require.True(t, decision.permitted, sender)
		require.Len(t, decision.findings["oblige"], duties, sender)
	}
}

func TestTri(t *testing.T) {
	all := []tri{no, unknown, yes}
	for _, a := range all {
		require.Equal(t, no, and(a, no))
		require.Equal(t, a, and(a, yes))
		require.Equal(t, yes, or(a, yes))
		require.Equal(t, a, or(a, no))
		require.Equal(t, a, not(not(a)))
	}
	require.Equal(t, unknown, and(unknown, unknown))
	require.Equal(t, unknown, or(unknown, unknown))
	require.Equal(t, []tri{yes, unknown, no}, []tri{not(no), not(unknown), not(yes)})
}
