package main

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// version is what somebody needs to know to decide the same again.
type version struct {
	Clausewise string `json:"clausewise"`
	Go         string `json:"go"`
	CEL        string `json:"cel"`
	Revision   string `json:"revision"`
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version, and the revision of the policies",
		Args:  arguments(0, 0),
		RunE:  func(*cobra.Command, []string) error { return a.tellVersion() },
	}
}

func (a *app) tellVersion() error {
	p, err := a.policy()
	if err != nil {
		return err
	}
	v := built()
	v.Revision = p.Revision()
	if a.format == "json" {
		return a.json(v)
	}
	fmt.Fprintf(a.out, "clausewise %s\n%s, cel-go %s\npolicies %s\n", v.Clausewise, v.Go, v.CEL, v.Revision)
	return nil
}

// built is what the binary knows of itself.
func built() version {
	v := version{Clausewise: "unknown", Go: "unknown", CEL: "unknown"}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	v.Clausewise, v.Go = info.Main.Version, info.GoVersion
	for _, dep := range info.Deps {
		if dep.Path == "cel.dev/cel-go" {
			v.CEL = dep.Version
		}
	}
	return v
}
