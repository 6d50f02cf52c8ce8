package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/charmbracelet/x/term"
	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/schema"
)

// read gives the facts in the file that was named, or on standard input.
func (d *decide) read(args []string) (*schema.Value, error) {
	if len(args) > 0 && args[0] != "-" {
		return readFacts(args[0])
	}
	return parse(standardInput, d.in)
}

func readFacts(name string) (*schema.Value, error) {
	f, err := open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return parse(name, f)
}

// parse reads JSON or YAML: by the ending of the name, else by how the text begins.
func parse(name string, in io.Reader) (*schema.Value, error) {
	data, err := io.ReadAll(io.LimitReader(in, schema.MaxBytes+1))
	if err != nil {
		return nil, unreadable(name, err)
	}
	if len(data) > schema.MaxBytes {
		return nil, engine.Errors{{File: name, Message: tooLarge}}
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\uFEFF")), " \t\r\n")
	switch ext := filepath.Ext(name); {
	case ext == ".json", ext != ".yaml" && ext != ".yml" && bytes.HasPrefix(text, []byte("{")):
		return schema.ParseJSON(name, data)
	}
	return schema.ParseYAML(name, data)
}

const (
	standardInput = "standard input"
	tooLarge      = "this is larger than 1 MiB, which no facts are"
)

// open opens a file that a person named.
func open(name string) (*os.File, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, unreadable(name, err)
	}
	return f, nil
}

func unreadable(name string, err error) error {
	return fmt.Errorf("`%s` cannot be read: %s", name, reason(err))
}

// reason is an error of the system without the path and the name of the call.
func reason(err error) string {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err.Error()
	}
	return err.Error()
}

func isTerminal(in io.Reader) bool {
	f, ok := in.(*os.File)
	return ok && term.IsTerminal(f.Fd())
}
