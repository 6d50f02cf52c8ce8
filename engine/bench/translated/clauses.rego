package clausewise

import rego.v1

message := input.message

update_tags := {"ACCOUNT_UPDATE", "CONFIRMED_EVENT_UPDATE", "POST_PURCHASE_UPDATE"}

regions := {"US-CA", "DE"}

automated if message.sender == "automated"

human_agent if message.tag == "HUMAN_AGENT"

update if message.tag in update_tags

update_or_human_agent if update

update_or_human_agent if human_agent

tagged if message.kind == "tagged"

news if message.kind == "news"

notification if message.kind == "one_time_notification"

request if message.kind == "one_time_notification_request"

reply if message.kind == "private_reply"

sponsored if message.kind == "sponsored"

instagram if input.platform == "instagram"

opens(act) if act.kind in {"message", "story_mention", "call_to_action", "reaction"}

opens(act) if {
	input.platform == "messenger"
	act.kind in {"ad_conversation", "plugin_conversation"}
}

opens(act) if {
	input.platform == "messenger"
	act.kind == "m_me_link"
	act.ref != ""
	act.existing_thread
}

within(at, length) if {
	at <= input.now
	input.now <= at + length
}

opening_at contains act.at if {
	some act in input.thread.user_actions
	opens(act)
}

window_open if {
	some at in opening_at
	within(at, 86400000000000)
}

prompt if {
	some at in opening_at
	within(at, 43200000000000)
}

human_agent_open if {
	some act in input.thread.user_actions
	act.kind in {"message", "story_mention"}
	within(act.at, 604800000000000)
}

denied_anyway if input.user.blocked

denied_anyway if input.page.restricted

denied_anyway if message.meets_platform_terms == false

denied_anyway if message.meets_community_standards == false

in_region(code) if upper(code) in regions

in_region(code) if {
	some region in regions
	startswith(upper(code), concat("", [region, "-"]))
}

in_region(code) if {
	some region in regions
	startswith(region, concat("", [upper(code), "-"]))
}

where_known if input.user.region

where_known if input.page.markets

law_applies if in_region(input.user.region)

law_applies if {
	some market in input.page.markets
	in_region(market)
}

may_apply if law_applies

may_apply if not where_known

moment if input.thread.business_messages == 0

moment if {
	at := input.thread.last_business_message_at
	not within(at, 604800000000000)
}

moment if input.thread.last_business_sender == "human"

may_be_moment if moment

may_be_moment if not has_history

has_history if {
	input.thread.business_messages
	input.thread.last_business_message_at
	input.thread.last_business_sender
}

live if input.comment.kind == "live_comment"

reply_in_time if within(input.comment.at, 604800000000000)

speaks contains "disclosure/better-say-so" if {
	automated
	moment
	where_known
	not law_applies
	message.discloses_automation == false
}

speaks contains "disclosure/say-that-a-bot-speaks" if {
	automated
	may_be_moment
	may_apply
	not message.discloses_automation
}

speaks contains "message-tags/human-agent" if {
	human_agent_scope
	human_agent_open
}

unmet contains "message-tags/human-agent" if {
	human_agent_scope
	not human_agent_open
}

human_agent_scope if {
	tagged
	human_agent
	message.sender == "human"
}

speaks contains "message-tags/human-agent-by-a-bot" if {
	human_agent
	automated
}

speaks contains "message-tags/human-agent-not-an-answer" if {
	human_agent
	message.responds_to_user == false
}

speaks contains "message-tags/human-agent-on-promotion" if {
	human_agent
	message.promotional
}

speaks contains "message-tags/human-agent-outside-its-use" if {
	human_agent
	message.use_case_approved == false
}

speaks contains "message-tags/human-agent-would-serve" if {
	message.sender == "human"
	message.kind in {"standard", "tagged"}
	not human_agent
	not tagged_update
	not window_open
	human_agent_open
	not denied_anyway
	not message.use_case_approved == false
	not message.responds_to_user == false
	not message.personally_relevant == false
	not message.promotional
	not message.bulk
}

tagged_update if {
	tagged
	update
}

speaks contains "message-tags/not-on-instagram" if {
	instagram
	message.tag != ""
	not human_agent
}

speaks contains "message-tags/tag-missing" if {
	tagged
	message.tag == ""
}

speaks contains "message-tags/tag-not-needed" if {
	message.tag != ""
	not news
	window_open
}

speaks contains "message-tags/tag-not-relevant" if {
	update_or_human_agent
	message.personally_relevant == false
}

speaks contains "message-tags/tag-out-of-place" if {
	not message.kind in {"tagged", "news"}
	message.tag != ""
}

speaks contains "message-tags/tag-to-many" if {
	update_or_human_agent
	message.bulk
}

speaks contains "message-tags/unknown-tag" if {
	message.tag != ""
	not update_or_human_agent
	message.tag != "NON_PROMOTIONAL_SUBSCRIPTION"
}

speaks contains "message-tags/update-tag" if {
	tagged_update
	message.use_case_approved
}

unmet contains "message-tags/update-tag" if {
	tagged_update
	not message.use_case_approved
}

speaks contains "message-tags/update-tag-on-promotion" if {
	update
	not message.promotional == false
}

speaks contains "message-tags/update-tag-outside-its-use" if {
	update
	not message.use_case_approved
}

speaks contains "news/not-news" if {
	news
	not message.news
}

speaks contains "news/not-on-instagram" if {
	news
	instagram
}

speaks contains "news/not-subscribed" if {
	news
	input.user.news_subscriber == false
}

speaks contains "news/page-in-the-index" if {
	news
	input.page.npi_registered
}

unmet contains "news/page-in-the-index" if {
	news
	not input.page.npi_registered
}

speaks contains "news/promotion" if {
	news
	not message.promotional == false
}

speaks contains "news/tag-missing" if {
	news
	message.tag != "NON_PROMOTIONAL_SUBSCRIPTION"
}

speaks contains "news/tag-out-of-place" if {
	message.tag == "NON_PROMOTIONAL_SUBSCRIPTION"
	not news
}

speaks contains "news/third-party" if {
	news
	not message.third_party == false
}

speaks contains "one-time-notification/not-asked-for" if {
	notification
	not input.token.requested_by_user
}

speaks contains "one-time-notification/not-on-instagram" if {
	message.kind in {"one_time_notification", "one_time_notification_request"}
	instagram
}

speaks contains "one-time-notification/not-pressing" if {
	notification
	message.time_sensitive == false
}

speaks contains "one-time-notification/not-pressing" if {
	notification
	message.personally_relevant == false
}

speaks contains "one-time-notification/request-in-the-window" if {
	request
	window_open
}

unmet contains "one-time-notification/request-in-the-window" if {
	request
	not window_open
}

speaks contains "one-time-notification/several-messages" if {
	notification
	message.parts > 1
}

speaks contains "one-time-notification/token-expired" if {
	notification
	not token_lives
}

token_lives if input.now < input.token.created_at + 31536000000000000

speaks contains "one-time-notification/token-given" if {
	notification
	token_given
}

unmet contains "one-time-notification/token-given" if {
	notification
	not token_given
}

token_given if input.token.created_at <= input.now

speaks contains "one-time-notification/token-used" if {
	notification
	not input.token.uses == 0
}

speaks contains "private-replies/during-the-broadcast" if {
	reply
	live
	during_the_broadcast
}

unmet contains "private-replies/during-the-broadcast" if {
	reply
	live
	not during_the_broadcast
}

during_the_broadcast if {
	input.comment.broadcast_active
	reply_in_time
}

speaks contains "private-replies/no-ground" if {
	reply
	not grounded
}

grounded if input.comment.kind in {"post_comment", "visitor_post", "live_comment"}

speaks contains "private-replies/not-on-this-platform" if {
	reply
	not input.comment.kind
}

speaks contains "private-replies/not-on-this-platform" if {
	reply
	input.comment.kind == "visitor_post"
	input.platform != "messenger"
}

speaks contains "private-replies/not-on-this-platform" if {
	reply
	input.comment.kind == "live_comment"
	not instagram
}

speaks contains "private-replies/own-comment" if {
	reply
	not by_somebody_else
}

by_somebody_else if input.comment.author != "page"

speaks contains "private-replies/second-reply" if {
	reply
	not input.comment.private_replies == 0
}

speaks contains "private-replies/several-messages" if {
	reply
	message.parts > 1
}

speaks contains "private-replies/within-7-days" if {
	reply
	not live
	reply_in_time
}

unmet contains "private-replies/within-7-days" if {
	reply
	not live
	not reply_in_time
}

speaks contains "sponsored/against-ad-policies" if {
	sponsored
	not message.meets_ad_policies
}

speaks contains "sponsored/no-open-conversation" if {
	sponsored
	not input.thread.open
}

speaks contains "sponsored/not-on-instagram" if {
	sponsored
	instagram
}

speaks contains "sponsored/open-conversation" if {
	sponsored
	input.thread.open
}

unmet contains "sponsored/open-conversation" if {
	sponsored
	not input.thread.open
}

speaks contains "sponsored/shown-as-sponsored" if {
	sponsored
	message.annotated_sponsored == false
}

speaks contains "standard-messaging/24-hour-window" if {
	message.kind in {"standard", "tagged"}
	window_open
}

unmet contains "standard-messaging/24-hour-window" if {
	message.kind in {"standard", "tagged"}
	not window_open
}

speaks contains "standard-messaging/answer-soon" if {
	window_open
	not prompt
}

speaks contains "standard-messaging/blocked" if input.user.blocked

speaks contains "standard-messaging/muted" if input.user.muted

speaks contains "terms/breaks-terms-or-standards" if message.meets_platform_terms == false

speaks contains "terms/breaks-terms-or-standards" if message.meets_community_standards == false

speaks contains "violations/page-restricted" if input.page.restricted
