package wire_test

import (
	"fmt"
	"log"
	"time"

	"github.com/clausewise/clausewise/facts/wire"
)

// A colleague is about to answer a person who wrote three days ago.
func Example() {
	request, err := wire.ReadRequest([]byte(`{
		"recipient": {"id": "7701"}, "messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT",
		"message": {"text": "The part has arrived."}}`))
	if err != nil {
		log.Fatal(err)
	}
	webhooks, err := wire.ReadLog([]byte(`
{"object":"page","entry":[{"id":"104","time":1773133201,"messaging":[{"sender":{"id":"7701"},"recipient":{"id":"104"},"timestamp":1773133200000,"message":{"mid":"m_1","text":"Is my bike ready?"}}]}]}
{"object":"page","entry":[{"id":"104","time":1773133501,"messaging":[{"sender":{"id":"104"},"recipient":{"id":"7701"},"timestamp":1773133500000,"message":{"mid":"m_2","is_echo":true,"text":"We wait for a part."}}]}]}
`))
	if err != nil {
		log.Fatal(err)
	}
	send, derivation, err := wire.Derive(request, webhooks, wire.Given{Now: time.Date(2026, 3, 13, 9, 0, 0, 0, time.UTC)})
	if err != nil {
		log.Fatal(err)
	}
	send.Message.Sender = "human" // no body says so
	fmt.Println(send.Message.Kind, "after", send.Thread.UserActions[0].Kind)
	fmt.Print(derivation)
	// Output:
	// tagged after message
	// page 104, person 7701
	// platform                         messenger                        the object of its bodies
	// page.id                          104                              the id of its entries
	// message.kind                     tagged                           request tag
	// message.tag                      HUMAN_AGENT                      request tag
	// message.messaging_type           MESSAGE_TAG                      request messaging_type
	// thread.user_actions              message at 2026-03-10T09:00:00Z  line 2 entry[0].messaging[0] m_1
	// thread.last_business_message_at  2026-03-10T09:05:00Z             line 3 entry[0].messaging[0] m_2
	// note: thread.business_messages is not known: an echo shows that it is not 0, but not what was sent before the log begins
}
