package engine

import (
	"bytes"
	"encoding/json"
	"iter"
	"time"
)

// The JSON form of a decision, clausewise/decision/v1. Lists are always present and
// sorted by the id of the clause.

type jsonDecision struct {
	Schema   string        `json:"schema"`
	Action   string        `json:"action"`
	Now      string        `json:"now"`
	Outcome  string        `json:"outcome"`
	Reason   string        `json:"reason"`
	Permits  []jsonFinding `json:"permits"`
	Forbids  []jsonFinding `json:"forbids"`
	Duties   []jsonFinding `json:"duties"`
	Advice   []jsonFinding `json:"advice"`
	Unmet    []jsonFinding `json:"unmet"`
	Errors   []jsonError   `json:"errors"`
	Revision string        `json:"revision"`
}

type jsonFinding struct {
	Clause  string   `json:"clause"`
	Covers  []string `json:"covers"`
	Source  string   `json:"source"`
	Message string   `json:"message"`
	Due     string   `json:"due,omitempty"`
	Overdue *bool    `json:"overdue,omitempty"`
	Unknown []string `json:"unknown,omitempty"`
	Error   string   `json:"error,omitempty"`
}

type jsonError struct {
	Clause  string `json:"clause"`
	Message string `json:"message"`
}

// MarshalJSON gives the decision in the form clausewise/decision/v1.
func (d Decision) MarshalJSON() ([]byte, error) {
	return plainJSON(jsonDecision{
		Schema: "clausewise/decision/v1", Action: d.Action(), Now: instant(d.now),
		Outcome: d.outcome.String(), Reason: d.Reason(),
		Permits: findings(d.Permits()), Forbids: findings(d.Forbids()), Duties: findings(d.Duties()),
		Advice: findings(d.Advice()), Unmet: findings(d.Unmet()), Errors: failures(d.Errors()),
		Revision: d.Revision(),
	})
}

// plainJSON leaves `&`, `<` and `>` as they are: words and conditions are full of them.
func plainJSON(v any) ([]byte, error) {
	var text bytes.Buffer
	encode := json.NewEncoder(&text)
	encode.SetEscapeHTML(false)
	err := encode.Encode(v)
	return text.Bytes(), err
}

func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

func findings(seq iter.Seq[Finding]) []jsonFinding {
	list := []jsonFinding{}
	for f := range seq {
		j := jsonFinding{Clause: f.Clause(), Covers: f.Covers(), Source: f.Source(), Message: f.Message(), Unknown: f.Unknown(), Error: f.Error()}
		if due, ok := f.Due(); ok {
			j.Due, j.Overdue = instant(due), new(f.Overdue())
		}
		list = append(list, j)
	}
	return list
}

func failures(seq iter.Seq[Finding]) []jsonError {
	list := []jsonError{}
	for f := range seq {
		message := f.Message()
		if f.clause != nil {
			message = f.Error()
		}
		list = append(list, jsonError{f.Clause(), message})
	}
	return list
}
