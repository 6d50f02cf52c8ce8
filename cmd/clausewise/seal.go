package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/charmbracelet/x/term"
	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/seal"
	"github.com/spf13/cobra"
)

func (a *app) sealCommand() *cobra.Command {
	var key string
	c := &cobra.Command{
		Use:   "seal DIR --key FILE",
		Short: "Sign a policy folder, so that only the whole of it serves",
		Long: `Sign a policy folder, so that only the whole of it serves. The folder must be
sound. The digests of its clause files go into clauses.sha256 there, and their
signature into clauses.sha256.minisig. A service that opens the folder with the
public key and the gate of package engine/seal serves these files, all of them
and no others. Seal the folder again after every edit.

The key is a private key of minisign; ` + "`minisign -G -p policy.pub -s policy.key`" + `
makes one. If it has a password, that is read from standard input.`,
		Example: `  clausewise seal my-policies --key policy.key`,
		Args:    arguments(1, 1),
		RunE:    func(_ *cobra.Command, args []string) error { return a.seal(args[0], key) },
	}
	c.Flags().StringVar(&key, "key", "", "`file` of the private key")
	return c
}

func (a *app) seal(dir, key string) error {
	if key == "" {
		return usage("`minisign -G` makes a key", "`seal` needs `--key FILE`")
	}
	s, err := a.schema()
	if err != nil {
		return err
	}
	e, err := engine.Open(s, dir)
	if err != nil {
		return fail(exitLoad, err)
	}
	text, err := os.ReadFile(key)
	if err != nil {
		return unreadable(key, err)
	}
	if err := seal.Write(dir, e.Policy(), text, a.password); err != nil {
		return fmt.Errorf("`%s` cannot be sealed with `%s`: %s", dir, key, reason(err))
	}
	files := 0
	for range e.Policy().Files() {
		files++
	}
	fmt.Fprintf(a.out, "%s sealed in %s\n", count(files, "clause file"), filepath.Join(dir, seal.Signature))
	return nil
}

// password reads a line that a terminal does not show.
func (a *app) password() (string, error) {
	if isTerminal(a.in) {
		fmt.Fprint(a.errs, "password of the key: ")
		defer fmt.Fprintln(a.errs)
		word, err := term.ReadPassword(a.in.(*os.File).Fd())
		return string(word), err
	}
	line, err := bufio.NewReader(a.in).ReadString('\n')
	if line == "" && err != nil {
		return "", errors.New("the key has a password, and there is none on standard input")
	}
	return strings.TrimRight(line, "\r\n"), nil
}
