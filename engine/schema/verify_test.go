package schema_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clausewise/clausewise/engine/schema"
	"github.com/clausewise/clausewise/facts"
)

var noon = time.Date(2026, 1, 10, 12, 0, 0, 0, time.UTC)

// send is in order; a test breaks it.
func send() *facts.Send {
	return &facts.Send{
		Now: noon, Platform: "messenger",
		Page:    facts.SendPage{Markets: []string{"DE"}},
		Thread:  facts.Thread{UserActions: []facts.UserAction{{Kind: "message", At: noon}, {Kind: "read", At: noon}}},
		Message: facts.Message{Kind: "standard", Sender: "human", Parts: 1, News: new(false), MessagingType: new("RESPONSE")},
		Comment: &facts.Comment{Kind: "post_comment", At: noon, Author: new("user")},
	}
}

// loan is in order too.
func loan() *Loan {
	return &Loan{
		Now: noon, Branch: "north",
		Reader: Reader{Card: Card{Number: "1"}, Shelf: "adult", Joined: noon},
		Item:   &Item{Kind: "map", Care: &Care{}, Copies: []Copy{{Branch: "south", Back: &noon, Marks: []Mark{{}}}}},
		Notes:  []string{""}, Weights: []float64{0.5}, Visits: []time.Time{noon}, Rooms: []string{"maps"},
	}
}

func TestVerify(t *testing.T) {
	s := library(t)
	brokenSend := func(breakIt func(f *facts.Send)) schema.Facts {
		f := send()
		breakIt(f)
		return f
	}
	brokenLoan := func(breakIt func(f *Loan)) schema.Facts {
		f := loan()
		breakIt(f)
		return f
	}
	var typedNil *facts.Send
	for name, c := range map[string]struct {
		facts schema.Facts
		want  string
	}{
		"in order":            {send(), ""},
		"every kind":          {loan(), ""},
		"nil":                 {nil, "there are no facts"},
		"typed nil":           {typedNil, "there are no facts"},
		"unknown action":      {stranger("send"), "these facts belong to no action of the schema"},
		"another Go type":     {&impostor{}, "these facts belong to no action of the schema"},
		"nil inside":          {wrapper{}, "these facts belong to no action of the schema"},
		"a func":              {function(nil), "these facts belong to no action of the schema"},
		"zero":                {&facts.Label{}, "`label.operation`: must not be empty\n`now`: missing\n`platform`: must not be empty"},
		"missing in a group":  {brokenSend(func(f *facts.Send) { f.Comment = &facts.Comment{} }), "`comment.at`: missing\n`comment.kind`: must not be empty"},
		"missing in a list":   {brokenSend(func(f *facts.Send) { f.Thread.UserActions[1] = facts.UserAction{} }), "`thread.user_actions[1].at`: missing\n`thread.user_actions[1].kind`: must not be empty"},
		"unlisted word":       {brokenSend(func(f *facts.Send) { f.Message.Kind = "standrad" }), "`message.kind`: `standrad` is not one of standard, tagged, news, one_time_notification, one_time_notification_request, private_reply, sponsored"},
		"unlisted, optional":  {brokenSend(func(f *facts.Send) { f.Comment.Author = new("User") }), "`comment.author`: `User` is not one of user, page"},
		"empty, optional":     {brokenSend(func(f *facts.Send) { f.Comment.Author = new("") }), "`comment.author`: must not be empty"},
		"unlisted in a list":  {brokenLoan(func(f *Loan) { f.Rooms[0] = "attic" }), "`rooms[0]`: `attic` is not one of reading, music, maps"},
		"default left empty":  {brokenLoan(func(f *Loan) { f.Reader.Shelf = "" }), "`reader.shelf`: must not be empty"},
		"list over its max":   {brokenSend(func(f *facts.Send) { f.Thread.UserActions = make([]facts.UserAction, 201) }), "`thread.user_actions`: has 201 elements, 200 are the most"},
		"list in a list":      {brokenLoan(func(f *Loan) { f.Item.Copies[0].Marks = make([]Mark, 3) }), "`item.copies[0].marks`: has 3 elements, 2 are the most"},
		"text over its max":   {brokenSend(func(f *facts.Send) { f.Message.Tag = strings.Repeat("x", 257) }), "`message.tag`: has 257 bytes, 256 are the most"},
		"element over":        {brokenSend(func(f *facts.Send) { f.Page.Markets[0] = strings.Repeat("x", 257) }), "`page.markets[0]`: has 257 bytes, 256 are the most"},
		"not UTF-8":           {brokenSend(func(f *facts.Send) { f.Page.ID = new("\xff") }), "`page.id`: is not UTF-8"},
		"a time too early":    {brokenSend(func(f *facts.Send) { f.Comment.At = time.Date(1677, 12, 31, 23, 59, 59, 999999999, time.UTC) }), "`comment.at`: is outside of the years 1678 to 2261"},
		"a time too late":     {brokenSend(func(f *facts.Send) { f.Thread.LastBusinessMessageAt = new(time.Date(2262, 1, 1, 0, 0, 0, 0, time.UTC)) }), "`thread.last_business_message_at`: is outside of the years 1678 to 2261"},
		"a zero, optional":    {brokenSend(func(f *facts.Send) { f.Thread.LastBusinessMessageAt = new(time.Time{}) }), "`thread.last_business_message_at`: is outside of the years 1678 to 2261"},
		"a time in a list":    {brokenLoan(func(f *Loan) { f.Visits = append(f.Visits, time.Time{}) }), "`visits[1]`: is outside of the years 1678 to 2261"},
		"the last time":       {brokenSend(func(f *facts.Send) { f.Now = time.Date(2261, 12, 31, 23, 59, 59, 999999999, time.UTC) }), ""},
		"late by its zone":    {brokenSend(func(f *facts.Send) { f.Now = time.Date(2262, 1, 1, 0, 0, 0, 0, time.FixedZone("", 1)) }), ""},
		"a double that isn't": {brokenLoan(func(f *Loan) { f.Reader.Debt, f.Weights = new(math.NaN()), []float64{1, math.Inf(-1)} }), "`reader.debt`: must be a number\n`weights[1]`: must be a number"},
	} {
		t.Run(name, func(t *testing.T) { requireError(t, c.want, s.Verify(c.facts)) })
	}
}

type stranger string

func (s stranger) Action() string { return string(s) }

type impostor facts.Send

func (*impostor) Action() string { return "send" }

type function func()

func (function) Action() string { panic("nobody is to ask") }

type wrapper struct{ schema.Facts }

// turncoat says one thing to New, and another when it holds facts.
type turncoat struct {
	Now  time.Time `json:"now"`
	Name string    `json:"name"`
}

func (c turncoat) Action() string {
	if c.Name != "" {
		return c.Name
	}
	return "coat"
}

func TestVerifyActionThatChanges(t *testing.T) {
	s, err := schema.New(turncoat{})
	require.NoError(t, err)
	requireError(t, "these are the facts of another action than they say", s.Verify(turncoat{Now: noon, Name: "x"}))
	require.NoError(t, s.Verify(&turncoat{Now: noon, Name: "coat"}))
	require.NoError(t, s.Verify(turncoat{Now: noon, Name: "coat"}))
	require.Nil(t, s.Encode(turncoat{Now: noon, Name: "x"}))
}

// Verify stands before every decision.
func TestVerifyDoesNotAllocate(t *testing.T) {
	s := library(t)
	full := send()
	for len(full.Thread.UserActions) < 200 {
		full.Thread.UserActions = append(full.Thread.UserActions, facts.UserAction{Kind: "read", At: noon})
	}
	for _, f := range []schema.Facts{send(), full, loan()} {
		require.Zero(t, testing.AllocsPerRun(100, func() { _ = s.Verify(f) }))
	}
	a := s.Action("send")
	require.Zero(t, testing.AllocsPerRun(100, func() { _ = a.Now(full) }))
	require.Equal(t, noon, a.Now(full))
}

func BenchmarkVerify(b *testing.B) {
	s, f := library(b), send()
	b.ReportAllocs()
	for b.Loop() {
		if err := s.Verify(f); err != nil {
			b.Fatal(err)
		}
	}
}
