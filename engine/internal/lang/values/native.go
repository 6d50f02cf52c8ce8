package values

import (
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
	"github.com/clausewise/clausewise/engine/internal/lang/vocab"
)

// Native gives a value of CEL as a Go value; a group of facts stays what it is.
func Native(v ref.Val) any {
	switch v := v.(type) {
	case *vocab.Group:
		return v
	case types.Bool:
		return bool(v)
	case types.Int:
		return int64(v)
	case types.Uint:
		return uint64(v)
	case types.Double:
		return float64(v)
	case types.String:
		return string(v)
	case types.Timestamp:
		return v.Time
	case types.Duration:
		return v.Duration
	case traits.Mapper:
		return nativeMap(v)
	case traits.Lister:
		return nativeList(v)
	}
	return v.Value()
}

func nativeList(l traits.Lister) []any {
	list := []any{}
	for it := l.Iterator(); it.HasNext() == types.True; {
		list = append(list, Native(it.Next()))
	}
	return list
}

func nativeMap(m traits.Mapper) map[any]any {
	made := map[any]any{}
	for it := m.Iterator(); it.HasNext() == types.True; {
		key := it.Next()
		made[Native(key)] = Native(m.Get(key))
	}
	return made
}

// FromNative gives what Native gave as a value of CEL again.
func FromNative(v any) ref.Val {
	if made, ok := v.(ref.Val); ok {
		return made
	}
	if list, ok := v.([]any); ok {
		vals := make([]ref.Val, len(list))
		for i, e := range list {
			vals[i] = FromNative(e)
		}
		return types.NewRefValList(types.DefaultTypeAdapter, vals)
	}
	return types.DefaultTypeAdapter.NativeToValue(v)
}

// Plain gives a value as a Go value, groups of facts too.
func Plain(v ref.Val) any {
	switch v := v.(type) {
	case *vocab.Group:
		made := map[any]any{}
		for name, fact := range v.Known() {
			made[name] = Plain(fact)
		}
		return made
	case traits.Lister:
		made := []any{}
		for it := v.Iterator(); it.HasNext() == types.True; {
			made = append(made, Plain(it.Next()))
		}
		return made
	}
	return Native(v)
}
