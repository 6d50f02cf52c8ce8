package wire

import (
	"cmp"

	"github.com/clausewise/clausewise/facts"
	"github.com/clausewise/clausewise/facts/wire/internal/body"
	"github.com/clausewise/clausewise/facts/wire/internal/webhook"
)

// subject lists the remarks that the request replies to: one, but it may have been
// delivered twice, or removed since.
func (d *deriver) subject() []webhook.Remark {
	var rs []webhook.Remark
	for _, it := range d.items {
		r, ok := it.Remark()
		post := r.Kind == "visitor_post"
		if ok && r.ID == d.req.RecipientID && (post && d.req.Recipient == "post_id" || !post && d.req.Recipient == "comment_id") {
			rs = append(rs, r)
		}
	}
	return rs
}

// comment derives what a private reply refers to. What was removed since is no longer
// there to answer and stays unknown, whenever that was: an id does not come back.
func (d *deriver) comment() {
	if d.req.Kind() != "private_reply" {
		return
	}
	switch r := together(d.subject()); {
	case r.Removed:
		d.note("`%s` was removed: there is nothing left that a private reply could refer to", body.Plain(d.req.RecipientID))
	case r.At.IsZero():
		d.note("no event with a usable time leaves `%s`: what the private reply refers to is not known", body.Plain(d.req.RecipientID))
	default:
		d.refer(r)
	}
}

// together is what all deliveries of one remark say, on the strict side: the earliest
// time; the Page as the author, a live comment and a removal if any says so.
func together(rs []webhook.Remark) (all webhook.Remark) {
	for _, r := range rs {
		if all.At.IsZero() || !r.At.IsZero() && r.At.Before(all.At) {
			all.At, all.Late, all.From = r.At, r.Late, r.From
		}
		if all.Kind != "live_comment" {
			all.Kind = r.Kind
		}
		all.ByPage, all.Removed = all.ByPage || r.ByPage, all.Removed || r.Removed
		all.Author = cmp.Or(all.Author, r.Author)
	}
	return all
}

func (d *deriver) refer(r webhook.Remark) {
	from := source(r.From, r.Late)
	d.send.Comment = &facts.Comment{Kind: r.Kind, At: r.At}
	d.fact("comment.kind", r.Kind, from)
	d.fact("comment.at", stamp(r.At), from)
	switch {
	case r.ByPage:
		d.send.Comment.Author = new("page")
	case r.Author != "":
		d.send.Comment.Author = new("user")
	}
	if a := d.send.Comment.Author; a != nil {
		d.fact("comment.author", *a, from)
	}
	if r.Late {
		d.note("comment.at is when the webhook was sent, since the body has no other time: the comment itself may be a little older")
	}
	d.note("comment.private_replies is not known: no echo says which comment it answered")
}
