package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// edit lets a person change a text in her own editor.
func edit(text []byte) ([]byte, error) {
	editor := cmp.Or(os.Getenv("VISUAL"), os.Getenv("EDITOR"))
	if editor == "" {
		return nil, errors.New("no editor is named: set EDITOR")
	}
	folder, err := os.MkdirTemp("", "clausewise-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	file := filepath.Join(folder, "facts.yaml")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		return nil, err
	}
	c := exec.Command("sh", "-c", editor+` "$1"`, "sh", file)
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := c.Run(); err != nil {
		return nil, fmt.Errorf("the editor `%s` failed: %w", editor, err)
	}
	return os.ReadFile(file)
}
