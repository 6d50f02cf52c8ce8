package schema

import (
	"reflect"
	"time"
)

// Now is the instant that facts of this action are about.
func (a *Action) Now(f Facts) time.Time {
	v, _ := a.Facts.Field("now").Read(reflect.Indirect(reflect.ValueOf(f)))
	now, _ := reflect.TypeAssert[time.Time](v)
	return now
}

// At gives a copy of facts of this action that is about another instant.
func (a *Action) At(f Facts, now time.Time) Facts {
	made := reflect.New(a.goType)
	made.Elem().Set(reflect.Indirect(reflect.ValueOf(f)))
	made.Elem().Field(a.Facts.Field("now").index).Set(reflect.ValueOf(now))
	return made.Interface().(Facts)
}
