package wire

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/clausewise/clausewise/facts/wire/internal/body"
	"github.com/clausewise/clausewise/facts/wire/internal/webhook"
)

// choose finds the Page that the question is about: the one that the caller names,
// else the only one of the log, or the only one of the platform that the caller names.
func (l *Log) choose(given Given) (webhook.Page, error) {
	named := keep(l.hooks.Pages, func(p webhook.Page) bool { return given.PageID == "" || p.ID == given.PageID })
	there := keep(named, func(p webhook.Page) bool { return given.Platform == "" || p.Platform == given.Platform })
	switch {
	case len(there) == 1:
		return there[0], nil
	case len(there) > 1:
		return webhook.Page{}, &Fault{
			Message: "the log has events of more than one Page: " + pageNames(there),
			Hint:    "say which one you mean by `page.id` or `platform`",
		}
	case len(named) > 0:
		return webhook.Page{}, &Fault{Message: fmt.Sprintf("the platform is said to be `%s`, but the log has %s", body.Plain(given.Platform), pageNames(named))}
	}
	return webhook.Page{ID: given.PageID}, nil
}

func keep(ps []webhook.Page, wanted func(webhook.Page) bool) []webhook.Page {
	return slices.DeleteFunc(slices.Clone(ps), func(p webhook.Page) bool { return !wanted(p) })
}

func pageNames(ps []webhook.Page) string {
	names := make([]string, len(ps))
	for i, p := range ps {
		names[i] = fmt.Sprintf("`%s` on %s", body.Plain(p.ID), p.Platform)
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
		action := it.Enforcement()
		at, late := it.At("timestamp")
		block := action == "block"
		if block && at.IsZero() {
			at = time.Unix(1<<40, 0)
		}
		if !block && (action != "unblock" || at.IsZero() || late || d.future(at) || d.elsewhere(it)) {
			continue
		}
		if at.After(latest) || at.Equal(latest) && block && !blocked {
			latest, blocked, from = at, block, it.Place()
		}
	}
	if from != "" {
		d.send.Page.Restricted = &blocked
		d.fact("page.restricted", fmt.Sprint(blocked), from)
	}
}
