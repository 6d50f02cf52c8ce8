package clause

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// readValues reads the value of every key, and sees to it that each stands once, in
// order, and on an effect that has it.
func (r *reader) readValues() {
	order := strings.Fields(keyOrder)
	seen, last := map[string]Word{}, ""
	for i := range r.entries {
		e := &r.entries[i]
		first, repeated := seen[e.key]
		switch {
		case e.key == "":
			continue
		case repeated:
			r.failAt(e.at, "a second `"+e.key+":`", fmt.Sprintf("the first is on line %d", first.Line))
			continue
		case slices.Index(order, e.key) < slices.Index(order, last):
			r.warn("key-order", e.at.Line, e.at.Col, e.at.end(), "`"+e.key+":` stands below `"+last+":`",
				"the order is "+strings.Join(order, ", "))
		default:
			last = e.key
		}
		seen[e.key] = e.at
		r.readValue(e)
	}
	r.reportMisplaced()
}

func (r *reader) readValue(e *entry) {
	if e.trim(); len(e.value) == 0 {
		r.failAt(e.at, "`"+e.key+":` has no value", "")
		return
	}
	switch e.key {
	case "effect":
		r.readEffect(e)
	case "on":
		r.On = r.list(e, "action", isName)
	case "scope":
		r.Scope = r.headerExpr(e)
	case "source":
		r.From = e.text()
	case "covers":
		r.Covers = r.list(e, "requirement", isID)
	case "since":
		r.Since = r.date(e)
		r.comparePeriod(e)
	case "until":
		r.Until = r.date(e)
		r.comparePeriod(e)
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

// trim drops the lines without text around the value.
func (e *entry) trim() {
	empty := func(p piece) bool { return p.text == "" }
	for len(e.value) > 0 && empty(e.value[0]) {
		e.value = e.value[1:]
	}
	for len(e.value) > 0 && empty(e.value[len(e.value)-1]) {
		e.value = e.value[:len(e.value)-1]
	}
}

// text is the value on one line.
func (e *entry) text() string {
	var b strings.Builder
	for _, p := range e.value {
		b.WriteString(" " + p.text)
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// cursor gives the value as it stands in the file, with blanks for all around it.
func (r *reader) cursor(e *entry) cursor {
	var b strings.Builder
	first := e.value[0]
	for i, p := range e.value {
		before := p.col - 1
		if i == 0 {
			before = 0
		}
		behind := count(r.lines[p.line-1]) - (p.col - 1) - count(p.text)
		b.WriteString(strings.Repeat(" ", before) + p.text + strings.Repeat(" ", behind) + "\n")
	}
	text := strings.TrimRight(b.String(), " \t\n")
	return cursor{text: text, line: first.line, col: first.col, off: r.starts[first.line-1] + first.col - 1}
}

// fields splits the value at white space; a comma is a word of its own.
func (r *reader) fields(e *entry) []Word {
	var words []Word
	inWord := func(c rune) bool { return !isBlank(c) && c != ',' }
	c := r.cursor(e)
	for c.while(isBlank); !c.done(); c.while(isBlank) {
		from := c
		if !c.while(inWord) {
			c.next()
		}
		words = append(words, Word{c.text[from.at:c.at], from.line, from.col})
	}
	return words
}

// one gives the only word of a value.
func (r *reader) one(e *entry) (w Word, ok bool) {
	words := r.fields(e)
	if len(words) > 1 {
		r.failAt(words[1], "`"+e.key+":` takes one word", "")
	}
	return words[0], len(words) == 1
}

func (r *reader) readEffect(e *entry) {
	w, ok := r.one(e)
	effects := []string{string(Permit), string(Forbid), string(Oblige), string(Advise), string(Define)}
	r.EffectAt = w
	switch {
	case slices.Contains(effects, w.Text):
		r.Effect = Effect(w.Text)
	case ok:
		hint := "the effects are " + strings.Join(effects, ", ")
		if near := nearest(w.Text, 2, effects); near != "" {
			hint = "did you mean `" + near + "`?"
		}
		r.failAt(w, "there is no effect `"+short(w.Text)+"`", hint)
	}
}

// list reads items with commas between them, each once.
func (r *reader) list(e *entry, what string, isItem func(string) bool) []Word {
	var items []Word
	wantItem := true
	for _, w := range r.fields(e) {
		switch {
		case w.Text == "," && wantItem:
			r.failAt(w, "nothing stands before this comma", "")
		case w.Text != "," && !wantItem:
			r.failAt(w, "a comma is missing before `"+short(w.Text)+"`", "")
			fallthrough
		case w.Text != ",":
			items = r.item(items, w, what, isItem)
		}
		wantItem = w.Text == ","
	}
	if wantItem {
		r.failAt(e.at, "the list of `"+e.key+":` ends with a comma", "")
	}
	return items
}

func (r *reader) item(items []Word, w Word, what string, isItem func(string) bool) []Word {
	switch {
	case !isItem(w.Text):
		r.failAt(w, "`"+short(w.Text)+"` is not the name of a"+article(what), "")
	case slices.ContainsFunc(items, func(other Word) bool { return other.Text == w.Text }):
		r.failAt(w, "the "+what+" `"+short(w.Text)+"` is named twice", "")
	default:
		items = append(items, w)
	}
	return items
}

func article(noun string) string {
	if strings.ContainsRune("aeiou", rune(noun[0])) {
		return "n " + noun
	}
	return " " + noun
}

// date reads a day. Years are those that facts may have, so that a day is never the
// zero time.
func (r *reader) date(e *entry) time.Time {
	w, ok := r.one(e)
	day, err := time.Parse(time.DateOnly, w.Text)
	if err == nil && day.Year() >= 1678 && day.Year() <= 2261 {
		return day
	}
	if ok {
		r.failAt(w, "`"+short(w.Text)+"` is not a date", "a date is written like 2026-01-31, its year between 1678 and 2261")
	}
	return time.Time{}
}

func (r *reader) comparePeriod(e *entry) {
	if !r.Since.IsZero() && !r.Until.IsZero() && !r.Since.Before(r.Until) {
		r.failAt(r.fields(e)[0], "the clause is never in force: `until:` is not after `since:`",
			"until is the first day on which it is no longer in force")
	}
}

func (r *reader) readAllow(e *entry) {
	name := r.fields(e)[0]
	_, reason, _ := strings.Cut(e.text(), " ")
	switch {
	case !isName(name.Text):
		r.failAt(name, "`"+short(name.Text)+"` is not the name of a warning", "write `allow: NAME reason`")
	case reason == "":
		r.failAt(name, "`allow:` gives no reason", "say why after the name of the warning")
	default:
		r.Allow = &Allow{name, reason}
	}
}

// headerExpr reads a value that is one expression.
func (r *reader) headerExpr(e *entry) *Expr {
	c := r.cursor(e)
	from := c
	tokens, _ := r.tokens(&c, false)
	if len(tokens) == 0 {
		r.failAt(e.at, "`"+e.key+":` has no value", "")
		return nil
	}
	return r.expr(from.blankBefore()+c.text, tokens)
}

// reportMisplaced reports the keys that the effect does not have.
func (r *reader) reportMisplaced() {
	for _, e := range r.entries {
		switch {
		case r.Effect == "" || e.key == "":
		case r.Effect == Define && !slices.Contains([]string{"effect", "source", "covers"}, e.key):
			r.failAt(e.at, "a define has no `"+e.key+":`", "its keys are effect, source, covers")
		case r.Effect != Define && r.Effect != Oblige && e.key == "by":
			r.failAt(e.at, "only a clause that obliges has `by:`", "")
		case r.Effect != Define && r.Effect != Permit && e.key == "otherwise":
			r.failAt(e.at, "only a clause that permits has `otherwise:`", "")
		}
	}
}

// requireKeys reports, at the first key, what the header lacks. Without an effect it
// may be a define, unless it has a key that a define does not have.
func (r *reader) requireKeys() {
	has := func(keys ...string) bool {
		return slices.ContainsFunc(r.entries, func(e entry) bool { return slices.Contains(keys, e.key) })
	}
	need := []string{"effect"}
	if r.Effect != Define && (has("effect") || has(strings.Fields("on scope since until by message otherwise allow")...)) {
		need = []string{"effect", "on", "source", "covers", "message"}
	}
	for _, key := range need {
		if !has(key) && !r.lost[key] {
			r.failAt(r.firstKey(), "the header has no `"+key+":`", "")
		}
	}
}

func (r *reader) firstKey() Word {
	if len(r.entries) > 0 {
		return r.entries[0].at
	}
	return Word{"", r.firstText(), 1}
}

// isName is a word of letters, digits, - and _.
func isName(s string) bool {
	return s != "" && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == ""
}

// isID is the number of a requirement, such as SW-01.
func isID(s string) bool {
	return isName(strings.ReplaceAll(s, ".", "-")) && !strings.Contains(s, "_")
}
