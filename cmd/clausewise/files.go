package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"

	"github.com/clausewise/clausewise/policies"
	"github.com/spf13/cobra"
)

func (a *app) schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of the facts",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			s, err := a.schema()
			if err != nil {
				return err
			}
			_, err = a.out.Write(s.JSONSchema())
			return fail(exitInternal, err)
		},
	}
}

func (a *app) initCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "init DIR",
		Short: "Write the shipped policy pack into a folder, to edit it there",
		Args:  cobra.ExactArgs(1),
		RunE:  func(_ *cobra.Command, args []string) error { return fail(exitLoad, a.init(args[0])) },
	}
}

// init never writes over what stands there already.
func (a *app) init(dir string) error {
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return fmt.Errorf("the folder `%s` is not empty, and nothing is written over", dir)
	}
	if err := os.CopyFS(dir, policies.FS()); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "requirements.yaml"), policies.Requirements(), 0o644); err != nil {
		return err
	}
	n := 0
	err := fs.WalkDir(policies.FS(), ".", func(_ string, d fs.DirEntry, err error) error {
		if err == nil && filepath.Ext(d.Name()) == ".cel" {
			n++
		}
		return err
	})
	fmt.Fprintf(a.out, "%s written to %s\ntry: clausewise check --policies %s\n", count(n, "clause file"), dir, dir)
	return err
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version, and the revision of the policies",
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return a.version() },
	}
}

func (a *app) version() error {
	p, err := a.policy()
	if err != nil {
		return err
	}
	v := struct {
		Clausewise string `json:"clausewise"`
		Go         string `json:"go"`
		CEL        string `json:"cel"`
		Revision   string `json:"revision"`
	}{Clausewise: "unknown", Revision: p.Revision()}
	if info, ok := debug.ReadBuildInfo(); ok {
		v.Clausewise, v.Go = info.Main.Version, info.GoVersion
		for _, dep := range info.Deps {
			if dep.Path == "cel.dev/cel-go" {
				v.CEL = dep.Version
			}
		}
	}
	if a.format == "json" {
		return fail(exitInternal, a.json(v))
	}
	fmt.Fprintf(a.out, "clausewise %s\n%s, cel-go %s\npolicies %s\n", v.Clausewise, v.Go, v.CEL, v.Revision)
	return nil
}
