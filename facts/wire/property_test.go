package wire_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/clausewise/clausewise/facts"
	"github.com/clausewise/clausewise/facts/wire"
)

type body = map[string]any

var request = []byte(`{"recipient": {"id": "7701"}, "message": {"text": "Hi"}}`)

// Neither the order in which bodies, entries and events arrive nor a second delivery of
// any of them changes a fact.
func TestOrderAndRepetitionChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var bodies []body
		for range rapid.IntRange(0, 8).Draw(t, "bodies") {
			bodies = append(bodies, drawBody(t))
		}
		now := time.UnixMilli(1773133200000 + rapid.Int64Range(0, 10).Draw(t, "now")*1000)
		request := rapid.SampledFrom([]string{
			string(request),
			`{"recipient": {"comment_id": "5_9"}, "message": {"text": "Hi"}}`,
			`{"recipient": {"one_time_notif_token": "otn"}, "message": {"text": "Hi"}}`,
		}).Draw(t, "request")

		before, err := derive(request, lines(bodies), now)
		mixed := shuffled(bodies, rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1)))
		after, again := derive(request, lines(mixed), now)
		require.Equal(t, fmt.Sprint(err), fmt.Sprint(again))
		require.Equal(t, before, after)
	})
}

func drawBody(t *rapid.T) body {
	var entries []any
	for range rapid.IntRange(1, 3).Draw(t, "entries") {
		entry := body{"id": "104001", "time": at(t)}
		for range rapid.IntRange(1, 3).Draw(t, "events") {
			list := rapid.SampledFrom([]string{"messaging", "messaging", "standby", "changes"}).Draw(t, "list")
			events, _ := entry[list].([]any)
			entry[list] = append(events, drawEvent(t, list))
		}
		entries = append(entries, entry)
	}
	return body{"object": "page", "entry": entries}
}

func at(t *rapid.T) int64 { return 1773133200000 + rapid.Int64Range(0, 10).Draw(t, "at")*1000 }

func drawEvent(t *rapid.T, list string) body {
	if list == "changes" {
		return body{"field": "feed", "value": body{
			"item":         rapid.SampledFrom([]string{"comment", "comment", "post", "like"}).Draw(t, "item"),
			"verb":         rapid.SampledFrom([]string{"add", "add", "add", "remove", "edited"}).Draw(t, "verb"),
			"comment_id":   rapid.SampledFrom([]string{"5_9", "5_9", "5_8"}).Draw(t, "comment"),
			"post_id":      "104001_5",
			"from":         body{"id": rapid.SampledFrom([]string{"7701", "104001", ""}).Draw(t, "from")},
			"created_time": at(t) / 1000,
		}}
	}
	e := rapid.SampledFrom([]body{
		{"message": body{"text": "Hi"}}, {"message": body{"text": "Hi", "is_echo": true}}, {"message": body{"text": "Hi", "is_deleted": true}},
		{"postback": body{"payload": "P"}}, {"reaction": body{"action": "react"}}, {"reaction": body{"action": "unreact"}},
		{"referral": body{"source": "SHORTLINK", "ref": "a"}}, {"referral": body{"source": "SHORTLINK"}}, {"read": body{}},
		{"optin": body{"type": "one_time_notif_req", "one_time_notif_token": "otn"}},
		{"policy_enforcement": body{"action": "block"}}, {"policy-enforcement": body{"action": "unblock"}}, {"brand_new": 1},
	}).Draw(t, "event")
	out := body{"recipient": body{"id": "104001"}}
	for name, v := range e {
		out[name] = v
		if m, ok := v.(body); ok && name == "message" {
			out[name] = body{"mid": rapid.SampledFrom([]string{"m_1", "m_2", "m_3"}).Draw(t, "mid"), "text": m["text"], "is_echo": m["is_echo"], "is_deleted": m["is_deleted"]}
		}
	}
	if rapid.IntRange(0, 9).Draw(t, "timed") > 0 {
		out["timestamp"] = at(t)
	}
	out["sender"] = body{"id": rapid.SampledFrom([]string{"7701", "7701", "7702", "104001"}).Draw(t, "sender")}
	return out
}

// shuffled takes bodies, entries and events apart into the smallest bodies, delivers
// some of them twice, and mixes them.
func shuffled(bodies []body, r *rand.Rand) (out []body) {
	for _, b := range bodies {
		for _, e := range b["entry"].([]any) {
			entry := e.(body)
			for _, list := range []string{"messaging", "standby", "changes"} {
				events, _ := entry[list].([]any)
				for _, event := range events {
					one := body{"id": entry["id"], "time": entry["time"], list: []any{event}}
					for range 1 + r.IntN(2) {
						out = append(out, body{"object": b["object"], "entry": []any{one}})
					}
				}
			}
		}
	}
	r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

func lines(bodies []body) string {
	var b strings.Builder
	for _, body := range bodies {
		_ = json.NewEncoder(&b).Encode(body)
	}
	return b.String()
}

func derive(request, webhooks string, now time.Time) (*facts.Send, error) {
	req, err := wire.ReadRequest([]byte(request))
	if err != nil {
		return nil, err
	}
	log, err := wire.ReadLog([]byte(webhooks))
	if err != nil {
		return nil, err
	}
	send, _, err := wire.Derive(req, log, wire.Given{Now: now})
	return send, err
}

// Of a long history the last action of each kind stays, then the most recent ones; what
// lies after now goes first.
func TestOnlyTheLastActionsAreKept(t *testing.T) {
	const start = 1773133200000
	event := func(i int, name string, v body) body {
		e := body{"sender": body{"id": "7701"}, "recipient": body{"id": "104001"}, "timestamp": start + i*1000, name: v}
		return body{"object": "page", "entry": []any{body{"id": "104001", "time": start, "messaging": []any{e}}}}
	}
	log := []body{
		event(0, "referral", body{"source": "SHORTLINK", "ref": "flyer"}),
		event(1, "message", body{"mid": "first", "text": "Hi"}),
		event(2, "reaction", body{"action": "react"}),
	}
	for i := range 1000 {
		log = append(log, event(10+i, "read", body{}))
	}
	log = append(log, event(3, "referral", body{"source": "SHORTLINK"}))
	kinds := func(now time.Time) (kinds []string, last time.Time) {
		send, err := derive(string(request), lines(log), now)
		require.NoError(t, err)
		require.Len(t, send.Thread.UserActions, 200)
		for _, a := range send.Thread.UserActions {
			kinds = append(kinds, a.Kind+a.Ref)
		}
		return slices.Compact(kinds), send.Thread.UserActions[199].At
	}

	got, last := kinds(time.Time{})
	require.Equal(t, []string{"m_me_linkflyer", "message", "reaction", "m_me_link", "read"}, got)
	require.Equal(t, time.UnixMilli(start+1009_000).UTC(), last)

	got, last = kinds(time.UnixMilli(start + 510_000))
	require.Equal(t, []string{"m_me_linkflyer", "message", "reaction", "m_me_link", "read"}, got)
	require.Equal(t, time.UnixMilli(start+510_000).UTC(), last)
}
