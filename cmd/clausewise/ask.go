package main

import (
	"errors"

	"github.com/clausewise/clausewise/engine/schema"
	"github.com/spf13/cobra"
)

// ask is a command that reads facts as decide does and asks something about them.
func (a *app) ask(use, short string, answer func(d *decide, f schema.Facts) error) *cobra.Command {
	d := &decide{app: a}
	c := &cobra.Command{
		Use:   use + " [FILE|-]",
		Short: short,
		Args:  arguments(0, 1),
		RunE: func(_ *cobra.Command, args []string) (err error) {
			if err := d.verify(args); err != nil {
				return err
			}
			if d.policy, err = a.policy(); err != nil {
				return err
			}
			facts, err := d.facts(args)
			if err != nil {
				return fail(exitLoad, err)
			}
			return errors.Join(answer(d, facts), fail(exitLoad, d.flaws))
		},
	}
	d.wire.flags(c.Flags())
	return c
}
