package eval

import (
	"cmp"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/clausewise/clausewise/engine/internal/clause"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/clausewise/clausewise/facts"
)

// sends makes up sends that vary.
func sends(t testing.TB, n int) []*facts.Send {
	send, made := messaging(t).Action("send"), make([]*facts.Send, n)
	for i := range made {
		made[i] = newDraw(uint64(i)).facts(send).(*facts.Send)
	}
	return made
}

// sameByHand holds the hand-written clauses to the shipped ones: a comparison of speed
// is worth nothing where the answers differ.
func sameByHand(b *testing.B, pack policy, sets []*facts.Send) {
	for i, f := range sets {
		speaks, unmet := byHand(f)
		for c, s := range pack.states(f) {
			e := pack.clauses[c].File.Effect
			strict := s == Holds || s == Errs && (e == clause.Forbid || e == clause.Oblige)
			failed := e == clause.Permit && (s == Unmet || s == Errs)
			if strict != (speaks>>c&1 == 1) || failed != (unmet>>c&1 == 1) {
				b.Fatalf("facts %d: `%s` says otherwise than by hand, which has to be brought up to date", i, pack.clauses[c].File.ID)
			}
		}
	}
}

// BenchmarkDecide decides varied sends by the shipped pack, compiled, by CEL's own
// programs and by hand, a slice of each in turn, so that a busy machine slows all.
func BenchmarkDecide(b *testing.B) {
	sets := sends(b, 10_000)
	pack := shipped(b)["send"]
	sameByHand(b, pack, sets)
	ways := map[string]func(f *facts.Send){
		"hand": func(f *facts.Send) { s, u := byHand(f); sink += s + u },
		"compiled": func(f *facts.Send) {
			a, _ := pack.program.Decide(f)
			sink += uint64(a.State(0))
		},
		"cel": func(f *facts.Send) {
			x := pack.env.Bind(f)
			for _, c := range pack.clauses {
				c.Decide(x)
			}
		},
	}
	spent := map[string][]time.Duration{}
	at := map[string]int{}
	for b.Loop() {
		for name, decide := range ways {
			start, n := time.Now(), 0
			for ; n%8 != 0 || time.Since(start) < 2*time.Millisecond; n++ {
				decide(sets[at[name]%len(sets)])
				at[name]++
			}
			spent[name] = append(spent[name], time.Since(start)/time.Duration(max(n, 1)))
		}
	}
	for name, s := range spent {
		slices.SortFunc(s, cmp.Compare)
		b.ReportMetric(float64(s[len(s)/2]), name+"-ns")
	}
	b.ReportMetric(float64(middle(spent["compiled"]))/float64(middle(spent["hand"])), "×hand")
	b.ReportMetric(float64(middle(spent["cel"]))/float64(middle(spent["compiled"])), "×faster-than-cel")
	b.ReportMetric(0, "ns/op")
}

var sink uint64

func middle(s []time.Duration) time.Duration { return s[len(s)/2] }

// BenchmarkRead reads every truth of a send by reflect and by address: what the file
// memory.go is worth.
func BenchmarkRead(b *testing.B) {
	send, sets := messaging(b).Action("send"), sends(b, 256)
	group, _ := send.GoType().FieldByName("Message")
	var routes []*route
	var fields []*schema.Field
	message := send.Facts.Field("message")
	for _, f := range message.Type.Fields {
		if f.Type.Kind == schema.Bool {
			routes, fields = append(routes, routeTo(send.GoType(), []*schema.Field{message, f})), append(fields, f)
		}
	}
	b.Run("reflect", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			v := reflect.ValueOf(sets[i%len(sets)]).Elem().FieldByIndex(group.Index)
			for _, f := range fields {
				if fact, known := f.Read(v); known && fact.Bool() {
					sink++
				}
			}
		}
	})
	b.Run("address", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			p := placeOf(sets[i%len(sets)])
			for _, r := range routes {
				sink += uint64(flagAt(p, r.via[0]))
			}
		}
	})
}
