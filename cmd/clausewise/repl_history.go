package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// history is what was entered, in this session and in others: one line of JSON for each
// entry. It is a source of readline's.
type history struct {
	entries []string
	file    string // empty: not kept
}

// kept is how many entries are read again.
const kept = 1000

// openHistory reads the history. The error says why it is not kept; there is one all the
// same.
func openHistory() (*history, error) {
	h := &history{}
	file, err := historyFile()
	if err == nil {
		err = h.open(file)
	}
	if err != nil {
		return h, fmt.Errorf("the history is not kept: %s", reason(err))
	}
	return h, nil
}

// historyFile is where it belongs, below $XDG_STATE_HOME.
func historyFile() (string, error) {
	state := os.Getenv("XDG_STATE_HOME")
	if !filepath.IsAbs(state) {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", errors.New("there is no home folder")
		}
		state = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(state, "clausewise", "history"), nil
}

func (h *history) open(file string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	h.file = file
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, longest*8)
	for lines.Scan() {
		var entry string
		if json.Unmarshal(lines.Bytes(), &entry) == nil && entry != "" {
			h.entries = append(h.entries, entry)
		}
	}
	if len(h.entries) > 2*kept {
		return h.shorten()
	}
	return lines.Err()
}

// shorten forgets what is old.
func (h *history) shorten() error {
	h.entries = h.entries[len(h.entries)-kept:]
	var text []byte
	for _, entry := range h.entries {
		text = append(text, encoded(entry)...)
	}
	return os.WriteFile(h.file, text, 0o600)
}

func encoded(entry string) []byte {
	line, _ := json.Marshal(entry) // of a string
	return append(line, '\n')
}

// Write adds an entry, unless it begins with a space: such lines are not kept.
func (h *history) Write(entry string) (int, error) {
	if strings.HasPrefix(entry, " ") {
		return len(h.entries), nil
	}
	h.entries = append(h.entries, entry)
	if h.file == "" {
		return len(h.entries), nil
	}
	f, err := os.OpenFile(h.file, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err == nil {
		_, err = f.Write(encoded(entry))
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		h.file = "" // said once
		err = fmt.Errorf("the history is not kept: %s", reason(err))
	}
	return len(h.entries), err
}

// GetLine gives an entry by its number.
func (h *history) GetLine(i int) (string, error) {
	if i < 0 || i >= len(h.entries) {
		return "", errors.New("there is no such entry")
	}
	return h.entries[i], nil
}

// Len is the number of entries.
func (h *history) Len() int { return len(h.entries) }

// Dump gives all entries.
func (h *history) Dump() any { return h.entries }
