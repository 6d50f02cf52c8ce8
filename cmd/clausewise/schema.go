package main

import "github.com/spf13/cobra"

func (a *app) schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of the facts",
		Long: `Print the JSON Schema of the facts, for an editor or for whoever makes facts by
other means.`,
		Args: arguments(0, 0),
		RunE: func(*cobra.Command, []string) error {
			s, err := a.schema()
			if err != nil {
				return err
			}
			_, err = a.out.Write(s.JSONSchema())
			return err
		},
	}
}
