package main

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/clausewise/clausewise/policies"
	"github.com/spf13/cobra"
)

func (a *app) initCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "init DIR",
		Short:   "Write the shipped policy pack into a folder, to edit it there",
		Example: `  clausewise init my-policies && clausewise check --policies my-policies`,
		Args:    arguments(1, 1),
		RunE:    func(_ *cobra.Command, args []string) error { return a.init(args[0]) },
	}
}

// init never writes over what stands there already.
func (a *app) init(dir string) error {
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return usage("nothing is written over: name a new folder", "the folder `%s` is not empty", dir)
	}
	err := os.CopyFS(dir, policies.FS())
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "requirements.yaml"), policies.Requirements(), 0o644)
	}
	if err != nil {
		return fmt.Errorf("`%s` cannot be written: %s", dir, reason(err))
	}
	fmt.Fprintf(a.out, "%s written to %s\ntry: clausewise check --policies %s\n", count(shipped(), "clause file"), dir, dir)
	return nil
}

// shipped counts the clause files of the shipped pack.
func shipped() (n int) {
	_ = fs.WalkDir(policies.FS(), ".", func(name string, _ fs.DirEntry, err error) error {
		if path.Ext(name) == ".cel" {
			n++
		}
		return err
	}) // of memory, which can be read
	return n
}
