package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	house = "github.com/clausewise/clausewise/"
	cel   = "cel.dev/"
)

// goPackage is what go list tells of one package, tests left out.
type goPackage struct {
	ImportPath string
	Standard   bool
	Imports    []string
	Deps       []string
	Module     *struct{ Path string }
	Export     string // file of the compiler
}

// TestFloors holds the packages to the house: cmd stands on engine, facts and
// policies, which do not know each other, and CEL is behind one door.
func TestFloors(t *testing.T) {
	of := goList(t, "./...")
	below := map[string][]string{ // these may not reach those, by whatever way
		"engine":                 {"facts", "policies", "playground", "cmd"},
		"facts":                  {"engine", "policies", "playground", "cmd"},
		"policies":               {"engine", "facts", "playground", "cmd"},
		"engine/internal/clause": {"engine/internal/lang"},
	}
	for floor, others := range below {
		for _, other := range others {
			for _, p := range of {
				if within(p.ImportPath, floor) {
					require.False(t, slices.ContainsFunc(p.Deps, func(d string) bool { return within(d, other) }), "%s reaches %s", p.ImportPath, other)
				}
			}
		}
	}
}

// within says that a package of ours is that folder, or below it.
func within(path, folder string) bool {
	return path == house+folder || strings.HasPrefix(path, house+folder+"/")
}

// TestCELHasOneDoor holds cel-go to engine/internal/lang and what that is made of, so
// that there is one reading of it. Others see the door only, and what lies behind it
// does not see the door.
func TestCELHasOneDoor(t *testing.T) {
	const door = "engine/internal/lang"
	var importers []string
	for _, p := range goList(t, "./...") {
		inside := within(p.ImportPath, door)
		if inside && slices.ContainsFunc(p.Imports, isCEL) {
			importers = append(importers, strings.TrimPrefix(p.ImportPath, house+door))
		}
		require.True(t, inside || !strings.HasPrefix(p.ImportPath, house) || !slices.ContainsFunc(p.Imports, isCEL), "%s imports CEL", p.ImportPath)
		for _, imported := range p.Imports {
			require.True(t, !within(imported, door) || inside != (imported == house+door), "%s imports %s", p.ImportPath, imported)
		}
	}
	require.Contains(t, importers, "")
	require.NotContains(t, importers, "/lexicon")
	require.NotContains(t, importers, "/defines")
	for _, p := range goList(t, "./engine/internal/clause") {
		require.False(t, isCEL(p.ImportPath), "engine/internal/clause reaches %s", p.ImportPath)
	}
}

func isCEL(path string) bool { return strings.HasPrefix(path, cel) }

// TestFactsStandAlone lets anybody import the vocabulary without paying for it.
func TestFactsStandAlone(t *testing.T) {
	for _, p := range goList(t, "./facts/...") {
		require.True(t, p.Standard || within(p.ImportPath, "facts"), "facts reach %s", p.ImportPath)
	}
}

// TestEmbedders holds what a service compiles with ./engine to this list. What stands
// on it more is for all who embed to carry.
func TestEmbedders(t *testing.T) {
	modules := map[string]bool{}
	for _, p := range goList(t, "./engine") {
		if p.Module != nil && p.Module.Path != strings.TrimSuffix(house, "/") {
			modules[p.Module.Path] = true
		}
	}
	require.Equal(t, map[string]bool{
		"cel.dev/cel-go": true,
		// what cel-go needs
		"cel.dev/expr":                              true,
		"github.com/antlr4-go/antlr/v4":             true,
		"go.yaml.in/yaml/v3":                        true, // the schema reads YAML with it, too
		"golang.org/x/exp":                          true,
		"google.golang.org/genproto/googleapis/api": true,
		"google.golang.org/genproto/googleapis/rpc": true,
		"google.golang.org/protobuf":                true,
		// what tells that two words are near
		"github.com/agnivade/levenshtein": true,
		// what tells that a file has changed
		"github.com/fsnotify/fsnotify": true,
		"golang.org/x/sys":             true,
	}, modules)
}

// TestNoCELInSignatures walks every exported name of the packages that others can
// import. A service must not notice which evaluator there is.
func TestNoCELInSignatures(t *testing.T) {
	files, public := map[string]string{}, []string{}
	for _, p := range goList(t, "./...", "-export") {
		files[p.ImportPath] = p.Export
		if strings.HasPrefix(p.ImportPath, house) && !strings.Contains(p.ImportPath, "/internal/") && !within(p.ImportPath, "cmd") {
			public = append(public, p.ImportPath)
		}
	}
	require.Contains(t, public, house+"engine")
	compiled := importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) { return os.Open(files[path]) })
	for _, path := range public {
		p, err := compiled.Import(path)
		require.NoError(t, err)
		w := &walker{seen: map[types.Type]bool{}}
		for _, name := range p.Scope().Names() {
			if object := p.Scope().Lookup(name); object.Exported() {
				w.walk(object.Type(), p.Name()+"."+name)
			}
		}
		require.NotEmpty(t, w.seen)
		require.Empty(t, w.found)
	}
}

// goList gives the packages and all that they import, without their tests.
func goList(t *testing.T, pattern string, flags ...string) (list []goPackage) {
	args := append([]string{"list", "-deps", "-json=ImportPath,Standard,Imports,Deps,Module,Export"}, flags...)
	cmd := exec.Command("go", append(args, pattern)...)
	cmd.Dir = "../.."
	out, err := cmd.Output()
	require.NoError(t, err)
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		err := d.Decode(&p)
		if errors.Is(err, io.EOF) {
			require.NotEmpty(t, list)
			return list
		}
		require.NoError(t, err)
		list = append(list, p)
	}
}

// walker follows types as far as somebody outside can see them.
type walker struct {
	seen  map[types.Type]bool
	found []string // the ways that lead to cel-go
}

func (w *walker) walk(t types.Type, way string) {
	if w.seen[t] {
		return
	}
	w.seen[t] = true
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		w.named(t, way)
	case *types.Struct:
		for f := range t.Fields() {
			if f.Exported() {
				w.walk(f.Type(), way+"."+f.Name())
			}
		}
	case *types.Interface:
		for m := range t.Methods() {
			w.walk(m.Type(), way+"."+m.Name())
		}
	case *types.Signature:
		w.walk(t.Params(), way)
		w.walk(t.Results(), way)
	case *types.Tuple:
		for v := range t.Variables() {
			w.walk(v.Type(), way)
		}
	case *types.Map:
		w.walk(t.Key(), way)
		w.walk(t.Elem(), way)
	case interface{ Elem() types.Type }:
		w.walk(t.Elem(), way)
	}
}

func (w *walker) named(t *types.Named, way string) {
	if p := t.Obj().Pkg(); p != nil && isCEL(p.Path()) {
		w.found = append(w.found, fmt.Sprintf("%s shows %s", way, t))
	} else if p == nil || !strings.HasPrefix(p.Path(), house) {
		return
	}
	for m := range types.NewMethodSet(types.NewPointer(t)).Methods() {
		if m.Obj().Exported() {
			w.walk(m.Type(), way+"."+m.Obj().Name())
		}
	}
	for a := range t.TypeArgs().Types() {
		w.walk(a, way)
	}
	w.walk(t.Underlying(), way)
}
