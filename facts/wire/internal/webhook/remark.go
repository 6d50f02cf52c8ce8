package webhook

import (
	"strings"
	"time"
)

// Remark is a comment or a post that somebody left on the Page, or took back.
type Remark struct {
	ID, Kind string // post_comment, live_comment or visitor_post
	Author   string // the id of who left it; empty when the body does not say
	ByPage   bool
	Removed  bool
	At       time.Time // zero when not known
	Late     bool      // At is when the webhook was sent, not when the remark was left
	From     string    // where the event stands
}

// Remark reads a change that leaves one. Editing and hiding leave none, a reaction
// or a share is none, and a mention stands on somebody else's page.
func (it Item) Remark() (Remark, bool) {
	r := Remark{From: it.Place()}
	r.At, r.Late = it.At("created_time", "timestamp")
	switch {
	case it.Field == "feed" && it.Platform == "messenger":
		it.feed(&r)
	case it.Platform == "instagram" && (it.Field == "comments" || it.Field == "live_comments"):
		it.instagramComment(&r)
	}
	return r, r.Kind != "" && r.ID != ""
}

func (it Item) feed(r *Remark) {
	v := it.Value
	verb := v.Text("verb")
	if r.Removed = verb == "remove"; verb != "add" && !r.Removed {
		return
	}
	switch v.Text("item") {
	case "comment":
		r.Kind, r.ID = "post_comment", v.ID("comment_id")
	case "post", "status", "photo", "video", "link":
		r.Kind, r.ID = "visitor_post", v.ID("post_id")
	}
	sender := v.ID("sender_id")
	r.Author = v.Object("from").ID("id")
	r.ByPage = r.Author == it.ID || sender == it.ID
	if r.Author == "" {
		r.Author = sender
	}
}

func (it Item) instagramComment(r *Remark) {
	v, from := it.Value, it.Value.Object("from")
	r.Kind, r.ID, r.Author = "post_comment", v.ID("id"), from.ID("id")
	if it.Field == "live_comments" || strings.EqualFold(v.Object("media").Text("media_product_type"), "LIVE") {
		r.Kind = "live_comment"
	}
	if r.ID == "" {
		r.ID = v.ID("comment_id")
	}
	r.ByPage = r.Author == it.ID || from["self_ig_scoped_id"] != nil
}
