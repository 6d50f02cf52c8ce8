package schema

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/clausewise/clausewise/engine/schema/internal/text"
)

// Facts is one fact set: a struct, or a pointer to one, that names its action.
// The engine's callers implement it, as the structs of package facts do.
type Facts = interface{ Action() string }

// Schema is what the clauses may speak about: the actions and their facts. It is
// immutable and safe for concurrent use.
type Schema struct {
	actions []*Action
	byName  map[string]*Action
	byType  map[reflect.Type]*Action
}

// Action is one kind of question, such as send, and the facts that belong to it.
type Action struct {
	Name   string
	Doc    string
	Facts  *Type // a Group
	goType reflect.Type
}

// Kind is the kind of a fact's value.
type Kind int

// The kinds. Group is a struct of facts, List a slice.
const (
	Bool Kind = iota + 1
	Int
	Double
	String
	Time
	Group
	List
)

// String names the kind as a clause file does.
func (k Kind) String() string {
	return [...]string{"nothing", "bool", "int", "double", "string", "timestamp", "group", "list"}[k]
}

// Type is the type of a fact.
type Type struct {
	Kind   Kind
	Elem   *Type    // of a List
	Fields []*Field // of a Group, in the order of the struct
	byName map[string]*Field
}

// Field gives the field of a Group with that name, or nil.
func (t *Type) Field(name string) *Field { return t.byName[name] }

// Field is one fact, or one group of facts.
type Field struct {
	Name       string      // as in JSON and in clauses
	Path       string      // from the root, such as thread.user_actions[].kind
	Doc        string      // what it means, one sentence
	Type       *Type       // of the value when it is known
	Optional   bool        // it may be unknown
	HasDefault bool        // absent in JSON means Default
	Default    string      // as written in the tag; [] for an empty list
	Words      []string    // the values it may take (Closed) or usually takes
	Closed     bool        // no other value than Words is accepted
	Max        int         // the most elements of a list, or bytes of a string
	By         string      // who can change it; may be empty
	Log        string      // keep, hash or erase; may be empty
	Judged     bool        // a judgement of somebody, which no one can simply choose
	index      int         // in the Go struct
	elem       *Field      // of a List: one element, which has a path but no name
	absent     *text.Value // what Default says
}

// MaxText is the most bytes of a string fact that has no max tag of its own.
const MaxText = 256

// MaxItems is the most elements of a list fact that has no max tag of its own.
const MaxItems = 200

// New reads the struct tags of every prototype, once. Its error names the Go field
// whose type or tag a schema cannot have.
func New(prototypes ...Facts) (*Schema, error) {
	s := &Schema{byName: map[string]*Action{}, byType: map[reflect.Type]*Action{}}
	for _, p := range prototypes {
		if err := s.add(p); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (s *Schema) add(p Facts) error {
	rt := reflect.TypeOf(p)
	if rt != nil && rt.Kind() == reflect.Pointer {
		rt = rt.Elem()
	}
	if rt == nil || rt.Kind() != reflect.Struct {
		return fmt.Errorf("facts are a struct or a pointer to one, %v is not", rt)
	}
	name := reflect.New(rt).Interface().(Facts).Action()
	if !isName(name) || s.byName[name] != nil {
		return fmt.Errorf("%s needs an action of its own, a lower-case name: `%s` is none", rt, name)
	}
	facts, err := group(rt, "")
	if err != nil {
		return fmt.Errorf("action `%s`: %w", name, err)
	}
	if facts.Field("action") != nil {
		return fmt.Errorf("action `%s`: no fact can be called `action`, it names the action", name)
	}
	if now := facts.Field("now"); now == nil || now.Type.Kind != Time || !now.Required() {
		return fmt.Errorf("action `%s` needs a required timestamp `now`", name)
	}
	a := &Action{Name: name, Doc: doc(rt), Facts: facts, goType: rt}
	s.actions, s.byName[name], s.byType[rt] = append(s.actions, a), a, a
	return nil
}

// doc is what the blank field of a struct says about the whole of it.
func doc(rt reflect.Type) string {
	blank, _ := rt.FieldByName("_")
	return blank.Tag.Get("doc")
}

// Actions lists the actions in the order in which New got them.
func (s *Schema) Actions() []*Action { return s.actions }

// Action gives the action with that name, or nil.
func (s *Schema) Action(name string) *Action { return s.byName[name] }

// Digest identifies the schema: two schemas with one digest have the same facts.
func (s *Schema) Digest() [sha256.Size]byte { return sha256.Sum256(s.JSONSchema()) }

func group(rt reflect.Type, path string) (*Type, error) {
	if strings.Count(path, ".") >= maxNest {
		return nil, fmt.Errorf("groups are nested deeper than %d", maxNest)
	}
	t := &Type{Kind: Group, byName: map[string]*Field{}}
	for i := range rt.NumField() {
		sf := rt.Field(i)
		name, tagged := sf.Tag.Lookup("json")
		if name == "-" || !sf.IsExported() {
			continue
		}
		if !tagged || !isName(name) {
			return nil, fmt.Errorf("field %s.%s needs a json tag that is a lower-case name", rt, sf.Name)
		}
		f, err := field(sf, name, path)
		if err != nil {
			return nil, fmt.Errorf("field %s.%s: %w", rt, sf.Name, err)
		}
		if t.byName[name] != nil {
			return nil, fmt.Errorf("field %s.%s: there are two facts `%s`", rt, sf.Name, name)
		}
		f.index = i
		t.Fields, t.byName[name] = append(t.Fields, f), f
	}
	return t, nil
}

func isName(s string) bool {
	for i, r := range s {
		if (r < 'a' || r > 'z') && r != '_' && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return s != ""
}

func field(sf reflect.StructField, name, path string) (*Field, error) {
	f := &Field{Name: name, Path: join(path, name), Doc: sf.Tag.Get("doc"), By: sf.Tag.Get("by"), Log: sf.Tag.Get("log"), Judged: sf.Tag.Get("judged") != ""}
	f.Default, f.HasDefault = sf.Tag.Lookup("default")
	rt := sf.Type
	if rt.Kind() == reflect.Pointer {
		rt, f.Optional = rt.Elem(), true
	}
	var err error
	if f.Type, err = typeOf(rt, f.Path); err != nil {
		return nil, err
	}
	isList := f.Type.Kind == List
	if isList && f.Optional || f.Optional && f.HasDefault {
		return nil, fmt.Errorf("the pointer says what the type or the default tag says already")
	}
	f.Optional = f.Optional || isList && !f.HasDefault
	if err := f.limits(sf.Tag); err != nil {
		return nil, err
	}
	if isList {
		f.elem = &Field{Path: f.Path + "[]", Type: f.Type.Elem, Words: f.Words, Closed: f.Closed, Max: MaxText, HasDefault: true}
	}
	return f, f.fallback(rt)
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// fallback reads the default tag as if somebody had written it.
func (f *Field) fallback(rt reflect.Type) error {
	if !f.HasDefault {
		return nil
	}
	if f.Type.Kind == Group {
		return fmt.Errorf("a group has no default, its facts may have")
	}
	written := []byte(f.Default)
	if f.Type.Kind.form() == text.String {
		written, _ = json.Marshal(f.Default) // of a string, no error
	}
	var err error
	if f.absent, err = text.JSON("default tag", written); err != nil {
		return err
	}
	d := &decoder{}
	d.known(f, f.absent, reflect.New(rt).Elem())
	return d.Err()
}

func typeOf(rt reflect.Type, path string) (*Type, error) {
	switch {
	case rt == reflect.TypeFor[time.Time]():
		return &Type{Kind: Time}, nil
	case rt.Kind() == reflect.Bool:
		return &Type{Kind: Bool}, nil
	case rt == reflect.TypeFor[time.Duration](): // an int of nanoseconds would surprise
	case rt.Kind() == reflect.Int, rt.Kind() == reflect.Int64:
		return &Type{Kind: Int}, nil
	case rt.Kind() == reflect.Float64:
		return &Type{Kind: Double}, nil
	case rt.Kind() == reflect.String:
		return &Type{Kind: String}, nil
	case rt.Kind() == reflect.Struct:
		return group(rt, path)
	case rt.Kind() == reflect.Slice && rt.Elem().Kind() != reflect.Slice:
		elem, err := typeOf(rt.Elem(), path+"[]")
		return &Type{Kind: List, Elem: elem}, err
	}
	return nil, fmt.Errorf("a fact cannot be of the Go type %s", rt)
}

// limits reads the tags words, known and max, and holds log to its three words: a
// misspelt one would keep what was to be erased.
func (f *Field) limits(tag reflect.StructTag) error {
	words, closed := tag.Lookup("words")
	if known, open := tag.Lookup("known"); open || closed {
		f.Words, f.Closed = strings.Split(words+known, ","), closed
		once := slices.Compact(slices.Sorted(slices.Values(f.Words)))
		if t := f.Type; t.Kind != String && (t.Elem == nil || t.Elem.Kind != String) || open && closed || len(once) < len(f.Words) || once[0] == "" {
			return fmt.Errorf("one of the tags words and known lists the words of a text, each once")
		}
	}
	switch f.Type.Kind {
	case String:
		f.Max = MaxText
	case List:
		f.Max = MaxItems
	}
	if max, ok := tag.Lookup("max"); ok {
		n, err := strconv.Atoi(max)
		if err != nil || n < 1 || f.Max == 0 {
			return fmt.Errorf("the tag max is a positive number, of a text or a list")
		}
		f.Max = n
	}
	if !slices.Contains([]string{"", "keep", "hash", "erase"}, f.Log) {
		return fmt.Errorf("the tag log is keep, hash or erase, not `%s`", f.Log)
	}
	return nil
}

// Read gives the value of the fact in a group, pointers followed, and whether it is
// known. An invalid group is one that is absent: all of its facts are unknown.
func (f *Field) Read(group reflect.Value) (reflect.Value, bool) {
	if !group.IsValid() {
		return reflect.Value{}, false
	}
	v := group.Field(f.index)
	switch {
	case v.Kind() == reflect.Pointer:
		return v.Elem(), !v.IsNil()
	case v.Kind() == reflect.Slice:
		return v, !f.Optional || !v.IsNil()
	}
	return v, true
}
