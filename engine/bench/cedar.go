package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/cedar-policy/cedar-go"

	"github.com/clausewise/clausewise/facts"
)

// cedarPeers decide a translation. Each clause is a permit of Cedar, whatever its
// effect, since Cedar names every policy that holds only where all of them permit. A
// clause that permits has a second policy, of its scope alone: it tells what is unmet.
func cedarPeers(p pack, sets []*facts.Send) ([]peer, error) {
	translated, err := p.translated(translations, "translated/clauses.cedar.txt")
	if err != nil {
		return nil, err
	}
	policies, bits := cedar.NewPolicySet(), map[cedar.PolicyID]said{}
	for i, c := range translated {
		bits[cedar.PolicyID(c.id)] = said{speaks: 1 << i}
		if err := addPolicy(policies, c.id, "("+c.scope+") && ("+c.body+")"); err != nil {
			return nil, err
		}
		if c.effect == "permit" {
			bits[cedar.PolicyID("scope of "+c.id)] = said{unmet: 1 << i}
			if err := addPolicy(policies, "scope of "+c.id, c.scope); err != nil {
				return nil, err
			}
		}
	}
	decide := func(r cedar.Request) said { return cedarDecide(policies, bits, r) }
	return []peer{
		ready("cedar-go", sets, cedarRequest, decide),
		making("cedar-go, request made each time", sets, cedarRequest, decide),
	}, nil
}

func addPolicy(policies *cedar.PolicySet, id, when string) error {
	var policy cedar.Policy
	if err := policy.UnmarshalCedar([]byte("permit (principal, action, resource) when { " + when + " };")); err != nil {
		return fmt.Errorf("%s: %w", id, err)
	}
	policies.Add(cedar.PolicyID(id), &policy)
	return nil
}

func cedarDecide(policies *cedar.PolicySet, bits map[cedar.PolicyID]said, r cedar.Request) (s said) {
	_, diagnostic := cedar.Authorize(policies, nil, r)
	if len(diagnostic.Errors) > 0 {
		panic(diagnostic.Errors[0].Message) // the translation leaves nothing unknown
	}
	for _, reason := range diagnostic.Reasons {
		b := bits[reason.PolicyID]
		s.speaks |= b.speaks
		s.unmet |= b.unmet
	}
	s.unmet &^= s.speaks
	return s
}

// cedarRequest is the facts as a context. Cedar has no loops and no functions on the
// elements of a set, so what the pack asks of the lists is worked out here.
func cedarRequest(f *facts.Send) cedar.Request {
	context := asNumbers(f)
	thread := context["thread"].(map[string]any)
	delete(thread, "user_actions")
	latest(thread, "window_opened_at", f, func(a *facts.UserAction) bool { return opens(f.Platform, a) })
	latest(thread, "person_wrote_at", f, func(a *facts.UserAction) bool { return a.Kind == "message" || a.Kind == "story_mention" })
	page, user := context["page"].(map[string]any), context["user"].(map[string]any)
	if markets, ok := page["markets"].([]any); ok {
		page["markets"] = places(markets)
	}
	if region, ok := user["region"].(string); ok {
		user["region"] = strings.ToUpper(region)
	}
	return cedar.Request{Context: cedarValue(context).(cedar.Record)}
}

// latest notes the last such action that is not after now.
func latest(thread map[string]any, name string, f *facts.Send, such func(*facts.UserAction) bool) {
	var last time.Time
	for i := range f.Thread.UserActions {
		a := &f.Thread.UserActions[i]
		if such(a) && !a.At.After(f.Now) && a.At.After(last) {
			last = a.At
			thread[name] = a.At.UnixNano()
		}
	}
}

// places adds to each code what it lies in, as in `DE-*`.
func places(codes []any) []any {
	var all []any
	for _, c := range codes {
		code := strings.ToUpper(c.(string))
		all = append(all, code)
		for i, r := range code {
			if r == '-' {
				all = append(all, code[:i]+"-*")
			}
		}
	}
	return all
}

func cedarValue(v any) cedar.Value {
	switch v := v.(type) {
	case bool:
		return cedar.Boolean(v)
	case int64:
		return cedar.Long(v)
	case string:
		return cedar.String(v)
	case []any:
		var values []cedar.Value
		for _, e := range v {
			values = append(values, cedarValue(e))
		}
		return cedar.NewSet(values...)
	}
	record := cedar.RecordMap{}
	for name, e := range v.(map[string]any) {
		record[cedar.String(name)] = cedarValue(e)
	}
	return cedar.NewRecord(record)
}
