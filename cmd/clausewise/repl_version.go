package main

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"strings"

	"github.com/clausewise/clausewise/engine"
)

// version loads other clauses: a folder, or git:REVISION:FOLDER.
func (a *app) version(name string) (*engine.Policy, error) {
	s, err := a.schema()
	if err != nil {
		return nil, err
	}
	revision, isGit := strings.CutPrefix(name, "git:")
	if !isGit {
		e, err := engine.Open(s, name)
		return e.Policy(), err
	}
	files, err := gitFiles(revision)
	if err != nil {
		return nil, err
	}
	return engine.Load(s, files)
}

// gitFiles gives the files of a folder as they were at a revision, REVISION:FOLDER,
// where the folder is named as from here.
func gitFiles(name string) (*zip.Reader, error) {
	revision, folder, ok := strings.Cut(name, ":")
	if !ok || revision == "" || strings.HasPrefix(revision, "-") {
		return nil, errors.New("a version in git is written git:REVISION:FOLDER, such as git:HEAD~1:policies")
	}
	top, err := git("rev-parse", "--show-toplevel")
	if err != nil {
		return nil, err
	}
	tree, err := git("rev-parse", "--verify", "--quiet", revision+":./"+folder)
	if err != nil {
		return nil, fmt.Errorf("git has no folder `%s` at `%s`", folder, revision)
	}
	archive, err := git("-C", strings.TrimSpace(string(top)), "archive", "--format=zip", strings.TrimSpace(string(tree)))
	if err != nil {
		return nil, err
	}
	return zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
}

func git(args ...string) ([]byte, error) {
	out, err := exec.Command("git", args...).Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		said, _, _ := strings.Cut(string(failed.Stderr), "\n")
		return nil, fmt.Errorf("git says: %s", said)
	}
	return out, err
}
