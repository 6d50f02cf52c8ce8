package clause

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/clausewise/clausewise/engine/internal/clause/spelling"
)

// readValues reads the value of every key, and sees to it that each stands once and
// in order.
func (r *reader) readValues() {
	order := strings.Fields(keyOrder)
	seen, last := map[string]Word{}, 0
	for _, e := range r.keys {
		first, repeated := seen[e.key]
		rank := slices.Index(order, e.key)
		switch {
		case e.key == "":
			continue
		case repeated:
			r.fail(e.at, "a second `"+e.key+":`", fmt.Sprintf("the first is on line %d", first.Line))
			continue
		case rank < last:
			r.warn("key-order", e.at, "`"+e.key+":` stands below `"+order[last]+":`", "the order is "+strings.Join(order, ", "))
		}
		seen[e.key], last = e.at, max(last, rank)
		if e.trim(); strings.TrimFunc(e.value, spelling.IsBlank) == "" {
			r.fail(e.at, "`"+e.key+":` has no value", "")
		} else {
			r.readValue(e)
		}
	}
	for _, e := range r.keys {
		r.reportMisplaced(e)
	}
}

func (r *reader) readValue(e entry) {
	switch e.key {
	case "effect":
		r.readEffect(e)
	case "on":
		r.On = r.list(e, "action", isName)
	case "scope":
		r.Scope = r.headerExpr(e)
	case "source":
		r.Source = e.text()
	case "covers":
		r.Covers = r.list(e, "requirement", isID)
	case "since":
		r.Since = r.date(e)
	case "until":
		r.Until = r.date(e)
	case "by":
		r.By = r.headerExpr(e)
	case "message":
		r.Message = r.words(e)
	case "otherwise":
		r.Otherwise = r.words(e)
	case "allow":
		r.readAllow(e)
	}
}

// trim drops white space before the value.
func (e *entry) trim() {
	text := strings.TrimLeft(e.value, " \t\n")
	e.value, e.offset = text, e.offset+len(e.value)-len(text)
}

// text is the value on one line.
func (e entry) text() string { return strings.Join(strings.Fields(e.value), " ") }

// fields splits the value at white space; a comma is a word of its own.
func (r *reader) fields(e entry) (words []Word) {
	begin, offset := 0, e.offset
	for i, c := range e.value + " " {
		if c == ',' || spelling.IsBlank(c) {
			if word := e.value[begin:i]; word != "" {
				words = append(words, r.at(offset-count(word), word))
			}
			if c == ',' {
				words = append(words, r.at(offset, ","))
			}
			begin = i + utf8.RuneLen(c)
		}
		offset++
	}
	return words
}

// one gives the only word of a value.
func (r *reader) one(e entry) (w Word, ok bool) {
	words := r.fields(e)
	if len(words) != 1 {
		r.fail(words[1], "`"+e.key+":` takes one word", "")
	}
	return words[0], len(words) == 1
}

func (r *reader) readEffect(e entry) {
	effects := []string{string(Permit), string(Forbid), string(Oblige), string(Advise), string(Define)}
	w, ok := r.one(e)
	switch r.EffectAt = w; {
	case slices.Contains(effects, w.Text):
		r.Effect = Effect(w.Text)
	case ok:
		r.fail(w, "there is no effect "+spelling.Quote(w.Text), spelling.DidYouMean(w.Text, effects, "the effects are "+strings.Join(effects, ", ")))
	}
}

// list reads items with commas between them, each once.
func (r *reader) list(e entry, what string, isItem func(string) bool) (items []Word) {
	last := Word{Text: ","}
	for _, w := range r.fields(e) {
		comma, after := w.Text == ",", last.Text == ","
		switch {
		case comma && after:
			r.fail(w, "nothing stands before this comma", "")
		case !comma && !after:
			r.fail(w, "a comma is missing before "+spelling.Quote(w.Text), "")
		case !comma && !isItem(w.Text):
			r.fail(w, "no "+what+" can have the name "+spelling.Quote(w.Text), "")
		case slices.ContainsFunc(items, func(other Word) bool { return other.Text == w.Text }):
			r.fail(w, "the "+what+" "+spelling.Quote(w.Text)+" is named twice", "")
		case !comma:
			items = append(items, w)
		}
		last = w
	}
	if last.Text == "," {
		r.fail(last, "nothing stands behind this comma", "")
	}
	return items
}

// date reads a day. Its year is one that facts may have, so that it is never the
// zero time.
func (r *reader) date(e entry) time.Time {
	w, ok := r.one(e)
	day, err := time.Parse(time.DateOnly, w.Text)
	switch {
	case !ok:
	case err != nil || day.Year() < 1678 || day.Year() > 2261:
		r.fail(w, spelling.Quote(w.Text)+" is not a date", "a date is written like 2026-01-31, its year between 1678 and 2261")
	case e.key == "since" && !r.Until.IsZero() && !day.Before(r.Until), e.key == "until" && !r.Since.Before(day):
		r.fail(w, "the clause is never in force: `until:` is not after `since:`", "until is the first day on which it is no longer in force")
	default:
		return day
	}
	return time.Time{}
}

func (r *reader) readAllow(e entry) {
	name := r.fields(e)[0]
	_, reason, _ := strings.Cut(e.text(), " ")
	switch {
	case !isName(name.Text):
		r.fail(name, spelling.Quote(name.Text)+" is not the name of a warning", "write `allow: NAME reason`")
	case reason == "":
		r.fail(name, "`allow:` gives no reason", "say why, after the name of the warning")
	default:
		r.Allow = &Allow{name, reason}
	}
}

// headerExpr reads a value that is one expression.
func (r *reader) headerExpr(e entry) *Expr {
	tokens, _ := r.tokens(e.value, e.offset, false)
	if len(tokens) == 0 {
		r.fail(e.at, "`"+e.key+":` has no value", "")
		return nil
	}
	return r.expr(blanked(e.value, e.offset, tokens), tokens)
}

func (r *reader) reportMisplaced(e entry) {
	switch {
	case r.Effect == "" || e.key == "":
	case r.Effect == Define && !ofDefine(e.key):
		r.fail(e.at, "a define has no `"+e.key+":`", "its keys are effect, source, covers")
	case r.Effect != Define && r.Effect != Oblige && e.key == "by":
		r.fail(e.at, "only a clause that obliges has `by:`", "")
	case r.Effect != Define && r.Effect != Permit && e.key == "otherwise":
		r.fail(e.at, "only a clause that permits has `otherwise:`", "")
	}
}

func ofDefine(key string) bool { return key == "effect" || key == "source" || key == "covers" }

// isName is a word of letters, digits, - and _.
func isName(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(c rune) bool {
		return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '_'
	})
}

// isID is the number of a requirement, such as SW-01.
func isID(s string) bool {
	return isName(strings.ReplaceAll(s, ".", "-")) && !strings.Contains(s, "_")
}
