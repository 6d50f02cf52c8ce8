package wire

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// choose finds the Page that the question is about: the one that the caller names,
// else the only one of the log, or the only one of the platform that the caller names.
func (l *Log) choose(given Given) (page, error) {
	var of []page
	for _, p := range l.pages {
		if (given.PageID == "" || p.id == given.PageID) && (given.Platform == "" || p.platform == given.Platform) {
			of = append(of, p)
		}
	}
	elsewhere := slices.ContainsFunc(l.pages, func(p page) bool {
		return given.PageID == "" || p.id == given.PageID
	})
	switch {
	case len(of) == 1:
		return of[0], nil
	case len(of) > 1:
		return page{}, &Fault{
			Message: "the log has events of more than one Page: " + pageNames(of),
			Hint:    "say which one you mean by `page.id` or `platform`",
		}
	case elsewhere:
		return page{}, &Fault{Message: fmt.Sprintf("the platform is said to be `%s`, but the log has %s", plain(given.Platform), pageNames(l.pages))}
	}
	return page{id: given.PageID}, nil
}

func pageNames(ps []page) string {
	names := make([]string, len(ps))
	for i, p := range ps {
		names[i] = fmt.Sprintf("`%s` on %s", plain(p.id), p.platform)
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// restriction derives whether Meta restricts the Page: the latest enforcement counts,
// and of two at one instant the block. A warning restricts nothing. The strict side is
// kept throughout: a block without a usable time counts as the latest, and an
// unblock after now, or without a time of its own, lifts nothing.
func (d *deriver) restriction() {
	var latest time.Time
	var blocked bool
	var from string
	for _, it := range d.items {
		action := it.enforcement()
		at, late := it.at("timestamp")
		block := action == "block"
		if block && at.IsZero() {
			at = time.Unix(1<<40, 0)
		}
		if !block && (action != "unblock" || at.IsZero() || late || d.future(at) || d.elsewhere(it)) {
			continue
		}
		if at.After(latest) || at.Equal(latest) && block && !blocked {
			latest, blocked, from = at, block, it.place()
		}
	}
	if from != "" {
		d.send.Page.Restricted = &blocked
		d.fact("page.restricted", fmt.Sprint(blocked), from)
	}
}

// enforcement is what a policy enforcement does, under either spelling of its key.
func (it item) enforcement() string {
	for _, key := range []string{"policy_enforcement", "policy-enforcement"} {
		if o := it.value.object(key); o != nil && it.field == "" {
			return strings.ToLower(o.text("action"))
		}
	}
	return ""
}
