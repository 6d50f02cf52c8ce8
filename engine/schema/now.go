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
