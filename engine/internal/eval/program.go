package eval

import (
	"sync"
	"time"
)

// Program is the clauses of one action, compiled. It is safe for concurrent use.
type Program struct {
	now     *route
	flags   []flag
	columns []column // but for flags
	codes   int
	tests   []cond
	blocks  []block
	index   *index // nil where all blocks are looked at
	slots   int
	kept    int
	limits  limits
	bind    Bind
	outside []Outside
	idle    sync.Pool
}

// flag is a column that is no more than one pointer to a truth, as most facts are.
type flag struct {
	offset uintptr
	index  int
}

// Outside lists what is evaluated by CEL itself.
func (p *Program) Outside() []Outside { return p.outside }

func (p *Program) newFrame() *frame {
	f := &frame{codes: make([]uint32, p.codes), slots: make([]value, p.slots), kept: make([]tri, p.kept), bind: p.bind}
	if p.index != nil {
		f.sets, f.seen = make([]Set, len(p.index.base)), make([]uint64, len(p.blocks)/64+1)
	}
	return f
}

// Decide evaluates all clauses over facts: a struct of the action, or a pointer to one.
// sound is false, and nothing said, where they are not within the limits of their
// schema; schema.Verify then finds the words.
func (p *Program) Decide(facts any) (a Answer, sound bool) {
	f := p.idle.Get().(*frame)
	a, sound = p.decide(f, facts)
	p.idle.Put(f)
	return a, sound
}

func (p *Program) decide(f *frame, facts any) (a Answer, sound bool) {
	if sound = f.begin(p, facts); sound {
		a = p.evaluate(f)
	}
	f.end()
	return a, sound
}

func (p *Program) evaluate(f *frame) (a Answer) {
	if p.index != nil {
		return p.index.decide(p, f)
	}
	for i := range p.blocks {
		a.few[i] = p.blocks[i].decide(p, f)
	}
	return a
}

// Now is the instant that facts are about; they must be sound.
func (p *Program) Now(facts any) time.Time { return goTimeAt(p.now.find(placeOf(facts))) }
