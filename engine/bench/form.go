package main

import (
	"reflect"
	"time"

	"github.com/clausewise/clausewise/facts"
)

// asMap is the facts as nested maps, by the names of the schema. What is not known is
// left out, and an absent group is an empty map.
func asMap(f *facts.Send) map[string]any { return group(reflect.ValueOf(f), keepTime) }

// asNumbers is the same with instants as nanoseconds since 1970, for peers that know
// no instant, or none that is exact to the nanosecond.
func asNumbers(f *facts.Send) map[string]any {
	return group(reflect.ValueOf(f), func(t time.Time) any { return t.UnixNano() })
}

func keepTime(t time.Time) any { return t }

func group(v reflect.Value, instant func(time.Time) any) map[string]any {
	made := map[string]any{}
	if v = reflect.Indirect(v); !v.IsValid() {
		return made
	}
	for i := range v.NumField() {
		field, value := v.Type().Field(i), v.Field(i)
		name := field.Tag.Get("json")
		_, hasDefault := field.Tag.Lookup("default")
		switch {
		case name == "":
		case isStruct(field.Type):
			made[name] = group(value, instant)
		case value.Kind() == reflect.Pointer && value.IsNil(), value.Kind() == reflect.Slice && value.IsNil() && !hasDefault:
		default:
			made[name] = leaf(reflect.Indirect(value), instant)
		}
	}
	return made
}

func isStruct(t reflect.Type) bool {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.Kind() == reflect.Struct && t != reflect.TypeFor[time.Time]()
}

func leaf(v reflect.Value, instant func(time.Time) any) any {
	switch {
	case v.Kind() == reflect.Slice:
		list := make([]any, v.Len())
		for i := range list {
			if isStruct(v.Type().Elem()) {
				list[i] = group(v.Index(i), instant)
			} else {
				list[i] = leaf(v.Index(i), instant)
			}
		}
		return list
	case v.Kind() == reflect.Int:
		return v.Int()
	case v.Type() == reflect.TypeFor[time.Time]():
		return instant(v.Interface().(time.Time))
	}
	return v.Interface()
}
