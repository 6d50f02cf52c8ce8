package main

import (
	"strings"
	"time"

	"github.com/clausewise/clausewise/facts"
)

// byHand is the shipped clauses on send as a careful Go programmer would write them:
// clause by clause in the order of their ids, with every finding. What cannot be told
// counts on the strict side.
func byHand(f *facts.Send) said {
	var speaks, unmet uint64
	m := &f.Message
	set := func(clause int, on bool) {
		if on {
			speaks |= 1 << clause
		}
	}
	permit := func(clause int, holds bool) {
		if holds {
			speaks |= 1 << clause
		} else {
			unmet |= 1 << clause
		}
	}
	update := m.Tag == "ACCOUNT_UPDATE" || m.Tag == "CONFIRMED_EVENT_UPDATE" || m.Tag == "POST_PURCHASE_UPDATE"
	human := m.Tag == "HUMAN_AGENT"
	open := opened(f, 24*time.Hour)
	agent := wrote(f, 7*24*time.Hour)
	if m.Sender == "automated" {
		set(0, saySo(f))
		set(1, mustSaySo(f))
	}
	if m.Kind == "tagged" && human && m.Sender == "human" {
		permit(2, agent)
	}
	if human {
		set(3, m.Sender == "automated")
		set(4, is(m.RespondsToUser, false))
		set(5, is(m.Promotional, true))
		set(6, is(m.UseCaseApproved, false))
	}
	if m.Sender == "human" && (m.Kind == "standard" || m.Kind == "tagged") && !human && !(m.Kind == "tagged" && update) {
		set(7, !open && agent && !denied(f) && !is(m.UseCaseApproved, false) &&
			!is(m.RespondsToUser, false) && !is(m.PersonallyRelevant, false) && !is(m.Promotional, true) && !is(m.Bulk, true))
	}
	if f.Platform == "instagram" {
		set(8, m.Tag != "" && !human)
	}
	if m.Kind == "tagged" {
		set(9, m.Tag == "")
	}
	if m.Tag != "" && m.Kind != "news" {
		set(10, open)
	}
	if update || human {
		set(11, is(m.PersonallyRelevant, false))
		set(13, is(m.Bulk, true))
	}
	if m.Kind != "tagged" && m.Kind != "news" {
		set(12, m.Tag != "")
	}
	if m.Tag != "" {
		set(14, !update && !human && m.Tag != "NON_PROMOTIONAL_SUBSCRIPTION")
	}
	if update {
		if m.Kind == "tagged" {
			permit(15, is(m.UseCaseApproved, true))
		}
		set(16, !is(m.Promotional, false))
		set(17, !is(m.UseCaseApproved, true))
	}
	if m.Kind == "news" {
		set(18, !is(m.News, true))
		set(19, f.Platform == "instagram")
		set(20, is(f.User.NewsSubscriber, false))
		permit(21, is(f.Page.NPIRegistered, true))
		set(22, !is(m.Promotional, false))
		set(23, m.Tag != "NON_PROMOTIONAL_SUBSCRIPTION")
		set(25, !is(m.ThirdParty, false))
	}
	if m.Tag == "NON_PROMOTIONAL_SUBSCRIPTION" {
		set(24, m.Kind != "news")
	}
	if m.Kind == "one_time_notification" {
		t := f.Token
		set(26, t == nil || !is(t.RequestedByUser, true))
		set(28, is(m.TimeSensitive, false) || is(m.PersonallyRelevant, false))
		set(30, m.Parts > 1)
		set(31, t == nil || !t.CreatedAt.Add(365*24*time.Hour).After(f.Now))
		permit(32, t != nil && !t.CreatedAt.After(f.Now))
		set(33, t == nil || t.Uses == nil || *t.Uses != 0)
	}
	if m.Kind == "one_time_notification" || m.Kind == "one_time_notification_request" {
		set(27, f.Platform == "instagram")
	}
	if m.Kind == "one_time_notification_request" {
		permit(29, open)
	}
	if m.Kind == "private_reply" {
		c := f.Comment
		fresh := c != nil && inTime(f.Now, c.At, 7*24*time.Hour)
		if c != nil && c.Kind == "live_comment" {
			permit(34, is(c.BroadcastActive, true) && fresh)
		} else {
			permit(40, fresh)
		}
		set(35, c == nil || c.Kind != "post_comment" && c.Kind != "visitor_post" && c.Kind != "live_comment")
		set(36, c == nil || c.Kind == "visitor_post" && f.Platform != "messenger" || c.Kind == "live_comment" && f.Platform != "instagram")
		set(37, c == nil || c.Author == nil || *c.Author == "page")
		set(38, c == nil || c.PrivateReplies == nil || *c.PrivateReplies != 0)
		set(39, m.Parts > 1)
	}
	if m.Kind == "sponsored" {
		set(41, !is(m.MeetsAdPolicies, true))
		set(42, !is(f.Thread.Open, true))
		set(43, f.Platform == "instagram")
		permit(44, is(f.Thread.Open, true))
		set(45, is(m.AnnotatedSponsored, false))
	}
	if m.Kind == "standard" || m.Kind == "tagged" {
		permit(46, open)
	}
	set(47, open && !opened(f, 12*time.Hour))
	set(48, is(f.User.Blocked, true))
	set(49, is(f.User.Muted, true))
	set(50, is(m.MeetsPlatformTerms, false) || is(m.MeetsCommunityStandards, false))
	set(51, is(f.Page.Restricted, true))
	return said{speaks, unmet}
}

// denied: whatever the grounds, sending is denied.
func denied(f *facts.Send) bool {
	return is(f.User.Blocked, true) || is(f.Page.Restricted, true) || is(f.Message.MeetsPlatformTerms, false) || is(f.Message.MeetsCommunityStandards, false)
}

func is(fact *bool, want bool) bool { return fact != nil && *fact == want }

func inTime(now, t time.Time, d time.Duration) bool {
	return !t.After(now) && now.Sub(t) <= d
}

func opened(f *facts.Send, window time.Duration) bool {
	for i := range f.Thread.UserActions {
		a := &f.Thread.UserActions[i]
		if opens(f.Platform, a) && inTime(f.Now, a.At, window) {
			return true
		}
	}
	return false
}

func opens(platform string, a *facts.UserAction) bool {
	switch a.Kind {
	case "message", "story_mention", "call_to_action", "reaction":
		return true
	case "ad_conversation", "plugin_conversation":
		return platform == "messenger"
	case "m_me_link":
		return platform == "messenger" && a.Ref != "" && a.ExistingThread
	}
	return false
}

func wrote(f *facts.Send, window time.Duration) bool {
	for i := range f.Thread.UserActions {
		a := &f.Thread.UserActions[i]
		if (a.Kind == "message" || a.Kind == "story_mention") && inTime(f.Now, a.At, window) {
			return true
		}
	}
	return false
}

// disclosure says whether a law asks for it, and whether that is known.
func disclosure(f *facts.Send) (asks, known bool) {
	region, markets := f.User.Region, f.Page.Markets
	if region != nil && disclosureRegion(*region) {
		return true, true
	}
	for _, m := range markets {
		if disclosureRegion(m) {
			return true, true
		}
	}
	return false, region != nil || markets != nil
}

func disclosureRegion(code string) bool {
	code = strings.ToUpper(code)
	return code == "DE" || code == "US-CA" || code == "US" || strings.HasPrefix(code, "DE-") || strings.HasPrefix(code, "US-CA-")
}

// saySo: a good practice, where everything about it is known.
func saySo(f *facts.Send) bool {
	t := &f.Thread
	moment := t.BusinessMessages != nil && *t.BusinessMessages == 0 ||
		t.LastBusinessMessageAt != nil && !inTime(f.Now, *t.LastBusinessMessageAt, 7*24*time.Hour) ||
		t.LastBusinessSender != nil && *t.LastBusinessSender == "human"
	asks, known := disclosure(f)
	return moment && known && !asks && is(f.Message.DisclosesAutomation, false)
}

// mustSaySo: a duty, unless it is known that it is none.
func mustSaySo(f *facts.Send) bool {
	t := &f.Thread
	moment := t.BusinessMessages == nil || *t.BusinessMessages == 0 ||
		t.LastBusinessMessageAt == nil || !inTime(f.Now, *t.LastBusinessMessageAt, 7*24*time.Hour) ||
		t.LastBusinessSender == nil || *t.LastBusinessSender == "human"
	asks, known := disclosure(f)
	return moment && (asks || !known) && !is(f.Message.DisclosesAutomation, true)
}
