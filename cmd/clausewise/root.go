package main

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/clausewise/clausewise/engine/schema"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// command is the tree of commands, with the words of cobra's errors and help made ours.
func (a *app) command() *cobra.Command {
	root := &cobra.Command{
		Use:               "clausewise COMMAND",
		Short:             "Decide by policy clauses, and say why.",
		Args:              known,
		SilenceErrors:     true,
		SilenceUsage:      true,
		RunE:              func(c *cobra.Command, _ []string) error { return c.Help() },
		PersistentPreRunE: func(*cobra.Command, []string) error { return a.verify() },
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
	}
	flags := root.PersistentFlags()
	flags.StringVar(&a.policies, "policies", "", "policy `folder` (default: the shipped pack)")
	flags.StringVar(&a.nowText, "now", "", "the `instant` for facts without one (default: the clock)")
	flags.StringVar(&a.format, "format", "text", "the `form` of the output: text or json")
	flags.BoolP("help", "h", false, "say how this is used")
	root.SetFlagErrorFunc(flagError)
	root.SetUsageTemplate(usageText)
	root.SetHelpFunc(a.help)
	root.SetHelpCommand(helpCommand())
	root.AddCommand(a.decideCommand(), a.checkCommand(), a.testCommand(), a.listCommand(),
		a.schemaCommand(), a.initCommand(), a.sealCommand(), a.explainCommand(), a.whenCommand(), a.fixCommand(), a.replCommand(), a.versionCommand())
	for _, c := range append(root.Commands(), root) {
		c.DisableFlagsInUseLine = true
	}
	return root
}

// help says what a command does and how it is used.
func (a *app) help(c *cobra.Command, _ []string) {
	fmt.Fprintf(a.out, "%s\n\n%s", cmp.Or(c.Long, c.Short), c.UsageString())
}

const usageText = `usage: {{.UseLine}}
{{- if .HasAvailableSubCommands}}

commands:
{{- range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}
{{- if .HasExample}}

examples:
{{.Example}}{{end}}
{{- if .HasParent}}{{if .HasAvailableLocalFlags}}

flags:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{end}}

everywhere:
{{if .HasParent}}{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}
{{- else}}{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}
{{- if .HasAvailableSubCommands}}

` + "`clausewise help COMMAND` says more about one." + `{{end}}
`

func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:                   "help [COMMAND]",
		DisableFlagsInUseLine: true,
		Short:                 "Say how a command is used",
		Args:                  arguments(0, 1),
		RunE: func(c *cobra.Command, args []string) error {
			about, _, err := c.Root().Find(args)
			if err != nil || about == c.Root() && len(args) > 0 {
				return known(c.Root(), args)
			}
			return about.Help()
		},
	}
}

// known refuses a command that there is not.
func known(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, sub := range c.Commands() {
		names = append(names, sub.Name())
	}
	return usage(didYouMean(args[0], names, "`clausewise help` lists the commands"), "there is no command `%s`", args[0])
}

// arguments holds a command to so many arguments.
func arguments(least, most int) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) < least {
			return usage("usage: "+c.UseLine(), "`%s` needs an argument", c.Name())
		}
		if len(args) > most {
			return usage("usage: "+c.UseLine(), "`%s` is one argument too many", args[most])
		}
		return nil
	}
}

// flagError says what is wrong with a flag in our own words.
func flagError(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var bare *pflag.ValueRequiredError
	var wrong *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		return unknownFlag(c, unknown)
	case errors.As(err, &bare):
		_, meaning := pflag.UnquoteUsage(bare.GetFlag())
		return usage("", "`--%s` needs a value: %s", bare.GetFlag().Name, meaning)
	case errors.As(err, &wrong):
		return usage("", "`--%s` cannot be `%s`", wrong.GetFlag().Name, wrong.GetValue())
	}
	return fail(exitUsage, err)
}

func unknownFlag(c *cobra.Command, e *pflag.NotExistError) error {
	if e.GetSpecifiedShortnames() != "" {
		return usage("flags are written out, such as `--format`", "there is no flag `-%s`", e.GetSpecifiedShortnames())
	}
	var names []string
	c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
	name := "--" + e.GetSpecifiedName()
	return usage(didYouMean(name, names, "`"+c.CommandPath()+" --help` lists the flags"), "there is no flag `%s`", name)
}

// didYouMean is a hint: the name that is near, or what else would help.
func didYouMean(word string, among []string, otherwise string) string {
	if near := schema.Near(word, among); near != "" {
		return "did you mean `" + near + "`?"
	}
	return otherwise
}
