package wire

import (
	"slices"
	"strings"
	"time"

	"github.com/clausewise/clausewise/facts"
)

// remark is a comment or a post that somebody left on the Page, or took back.
type remark struct {
	id, kind string
	author   string // the id; empty when the body does not say
	byPage   bool
	removed  bool
	at       time.Time
	late     bool // at is when the webhook was sent, not when the remark was left
	from     string
}

// remark reads a change that leaves one. Editing and hiding leave none, a reaction
// or a share is none, and a mention stands on somebody else's page.
func (it item) remark() (remark, bool) {
	r := remark{from: it.place()}
	r.at, r.late = it.at("created_time", "timestamp")
	switch {
	case it.field == "feed" && it.platform == "messenger":
		it.feed(&r)
	case it.platform == "instagram" && (it.field == "comments" || it.field == "live_comments"):
		it.instagramComment(&r)
	}
	return r, r.kind != "" && r.id != ""
}

func (it item) feed(r *remark) {
	v := it.value
	verb := v.text("verb")
	if r.removed = verb == "remove"; verb != "add" && !r.removed {
		return
	}
	switch v.text("item") {
	case "comment":
		r.kind, r.id = "post_comment", v.id("comment_id")
	case "post", "status", "photo", "video", "link":
		r.kind, r.id = "visitor_post", v.id("post_id")
	}
	sender := v.id("sender_id")
	r.author = v.object("from").id("id")
	r.byPage = r.author == it.id || sender == it.id
	if r.author == "" {
		r.author = sender
	}
}

func (it item) instagramComment(r *remark) {
	v, from := it.value, it.value.object("from")
	r.kind, r.id, r.author = "post_comment", v.id("id"), from.id("id")
	if it.field == "live_comments" || strings.EqualFold(v.object("media").text("media_product_type"), "LIVE") {
		r.kind = "live_comment"
	}
	if r.id == "" {
		r.id = v.id("comment_id")
	}
	r.byPage = r.author == it.id || from["self_ig_scoped_id"] != nil
}

// subject lists the remarks that the request replies to: one, but it may have been
// delivered twice, or removed since.
func (d *deriver) subject() []remark {
	var rs []remark
	for _, it := range d.items {
		r, ok := it.remark()
		post := r.kind == "visitor_post"
		if ok && r.id == d.req.RecipientID && (post && d.req.Recipient == "post_id" || !post && d.req.Recipient == "comment_id") {
			rs = append(rs, r)
		}
	}
	return rs
}

// comment derives what a private reply refers to. The time is the earliest that any
// delivery shows; the Page is the author if any says so, and a comment is a live one
// if any says so. What was removed since, at whatever time, is no longer there to
// answer and is left unknown.
func (d *deriver) comment() {
	if d.req.Kind() != "private_reply" {
		return
	}
	rs := d.subject()
	if slices.ContainsFunc(rs, func(r remark) bool { return r.removed }) {
		d.note("`%s` was removed: there is nothing left that a private reply could refer to", plain(d.req.RecipientID))
		return
	}
	var first *remark
	var byPage, live bool
	for i, r := range rs {
		byPage, live = byPage || r.byPage, live || r.kind == "live_comment"
		if !r.at.IsZero() && (first == nil || r.at.Before(first.at)) {
			first = &rs[i]
		}
	}
	if first == nil {
		d.note("no event with a usable time leaves `%s`: what the private reply refers to is not known", plain(d.req.RecipientID))
		return
	}
	if live {
		first.kind = "live_comment"
	}
	d.send.Comment = &facts.Comment{Kind: first.kind, At: first.at, Author: author(rs, byPage)}
	d.fact("comment.kind", first.kind, first.from)
	d.fact("comment.at", stamp(first.at), first.from)
	if a := d.send.Comment.Author; a != nil {
		d.fact("comment.author", *a, first.from)
	}
	if first.late {
		d.note("comment.at is when the webhook was sent, since the body has no other time: the comment itself may be a little older")
	}
	d.note("comment.private_replies is not known: no echo says which comment it answered")
}

// author is the Page if any delivery says so, else a user if any names one.
func author(rs []remark, byPage bool) *string {
	switch {
	case byPage:
		return new("page")
	case slices.ContainsFunc(rs, func(r remark) bool { return r.author != "" }):
		return new("user")
	}
	return nil
}
