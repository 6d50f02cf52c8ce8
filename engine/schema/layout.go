package schema

import "reflect"

// Layout tells where facts stand in the caller's Go struct, for whoever reads them
// there without asking reflect for each.

// GoType is the struct that the facts of this action are.
func (a *Action) GoType() reflect.Type { return a.goType }

// Index is the place of the fact among the fields of the Go struct of its group.
func (f *Field) Index() int { return f.index }

// Elem is one element of a list fact, with the limits that elements have; it has a
// path but no name. It is nil for any other fact.
func (f *Field) Elem() *Field { return f.elem }

// Required says that the fact is always known: neither may it be unknown, nor has it
// a default to take its place. Of a group, its facts say so.
func (f *Field) Required() bool { return !f.Optional && !f.HasDefault }
