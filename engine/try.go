package engine

import (
	"sync"
	"time"

	"github.com/clausewise/clausewise/engine/internal/clause"
	"github.com/clausewise/clausewise/engine/internal/explain"
	"github.com/clausewise/clausewise/engine/internal/explain/words"
	"github.com/clausewise/clausewise/engine/internal/ir"
	"github.com/clausewise/clausewise/engine/internal/lang"
	"github.com/clausewise/clausewise/engine/schema"
)

// Token is one piece of CEL text, as the engine itself splits a clause: its Kind and
// Text, and its place in code points, lines and columns from 1, offsets from 0.
type Token = clause.Token

// The kinds of a Token. TokenBad is what CEL does not have, such as a text in quotes
// that are not closed.
const (
	TokenName    = clause.Ident
	TokenNumber  = clause.Number
	TokenText    = clause.String
	TokenOp      = clause.Op
	TokenComment = clause.Comment
	TokenBad     = clause.Bad
)

// TokenKind is the kind of a Token.
type TokenKind = clause.Kind

// Tokens splits CEL text, for whoever marks it, completes it, or asks whether there is
// more to come.
func Tokens(text string) []Token { return clause.Scan(text) }

// Value is what came of an expression that was tried.
type Value struct {
	Type    string   // in words: an instant, a list of texts
	Text    string   // the value as it would be typed; empty where there is none
	Go      any      // bool, int64, uint64, float64, string, []byte, time.Time, time.Duration, []any or map[any]any; nil where there is none
	Unknown []string // the facts, sorted, for want of which there is no value
	Error   string   // why there is none otherwise, with its place
	False   *Term    // of a condition that does not hold, what its parts came to; else nil
}

// Try evaluates an expression that stands in no clause, with all defines of the policy
// in sight that fit the action. The error is an Errors that says what is wrong with the
// text; its places are those in the text. Facts that the schema refuses are refused
// with the faults of Verify.
func (p *Policy) Try(f schema.Facts, expression string) (v Value, err error) {
	if err := p.verify(f); err != nil {
		return v, err
	}
	env := p.bare[f.Action()]()
	b, faults := bare(env, expression)
	if b == nil {
		return v, faults
	}
	v.Type = b.Type()
	var failure *lang.Failure
	if v.Text, v.Go, failure = b.Value(env.Bind(f)); failure == nil {
		if v.Go == false {
			v.False = explained(b, env.Bind(f), p.schema.Action(f.Action()).Now(f))
		}
		return v, nil
	}
	if v.Unknown = b.Unknown(env.Bind(f)); len(v.Unknown) == 0 {
		v.Error = (&Error{File: failure.File, Line: failure.Line, Col: failure.Col, Message: failure.Message}).Error()
	}
	return v, nil
}

// explained is the tree of an expression with the words of every part.
func explained(b *lang.Bare, facts *lang.Facts, now time.Time) *Term {
	tree, forget := b.Tree()
	defer forget()
	made := explain.New(now, readable(facts)).Clause("", &ir.Clause{Body: tree})
	(&words.Speaker{Now: now, Print: lang.PrintNative}).Say(made.Body)
	return made.Body
}

// bare compiles an expression, or gives nil and what is wrong with it.
func bare(env *lang.Env, expression string) (*lang.Bare, Errors) {
	file, faults := clause.Bare(expression)
	if len(faults) == 0 && file.Body == nil {
		faults = Errors{{Message: "there is no expression"}}
	}
	if faults.HasErrors() {
		return nil, faults
	}
	return env.Bare(file)
}

// Name is one way in which an expression can go on.
type Name struct {
	Text string // of a function with its bracket
	Type string // of the value, in words
	Doc  string // what it means, or how it is used
}

// Names gives, sorted, the facts, the defines and the functions that an expression
// about an action can name; or, where the receiver is not empty, what can stand behind
// it and a dot. It gives none for an action that the schema does not have.
func (p *Policy) Names(action, receiver string) (names []Name) {
	if p.bare[action] == nil {
		return nil
	}
	env := p.bare[action]()
	found := env.Names
	if receiver != "" {
		file, _ := clause.Bare(receiver)
		found = func() []lang.Name { return env.Members(file) }
	}
	for _, n := range found() {
		names = append(names, Name(n))
	}
	return names
}

// Fact gives the fact that an expression about an action reads, such as message.kind or
// thread.user_actions[0].at, or nil where it is anything else.
func (p *Policy) Fact(action, expression string) *schema.Field {
	if p.bare[action] == nil {
		return nil
	}
	file, _ := clause.Bare(expression)
	return p.bare[action]().Fact(file)
}

// bareEnvs makes the environment of every action when somebody first asks for it.
func bareEnvs(s *schema.Schema, d *lang.Defines) map[string]func() *lang.Env {
	envs := map[string]func() *lang.Env{}
	for _, a := range s.Actions() {
		envs[a.Name] = sync.OnceValue(func() *lang.Env { return lang.NewBareEnv(s, a, d) })
	}
	return envs
}
