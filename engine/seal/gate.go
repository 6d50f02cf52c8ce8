package seal

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"aead.dev/minisign"
	"github.com/clausewise/clausewise/engine"
)

// maxSize of a manifest, in bytes: more than the most files that a folder may have.
const maxSize = 16 << 20

// Gate is for [engine.Gate]: it lets a policy serve if its files are those, all of those
// and no others, that the seal of the folder names, and the seal was made with the
// private half of key. It compares the bytes that the policy was made of, whatever the
// folder holds by now. The key is the text of a public key file, or its second line
// alone. The errors of the gate are an [engine.Errors].
func Gate(dir string, key []byte) (func(*engine.Policy) error, error) {
	g := gate{dir: filepath.ToSlash(dir)}
	if g.key.UnmarshalText(key) != nil {
		return nil, errors.New("this is no public key of minisign")
	}
	return g.pass, nil
}

type gate struct {
	dir string
	key minisign.PublicKey
}

func (g gate) pass(p *engine.Policy) error {
	text, err := g.signed()
	if err != nil {
		return engine.Errors{err}
	}
	sealed, err := g.parse(text)
	if err != nil {
		return engine.Errors{err}
	}
	if faults := g.compare(p, sealed); len(faults) > 0 {
		return faults
	}
	return nil
}

func (g gate) fault(name, message, hint string) *engine.Error {
	return &engine.Error{File: path.Join(g.dir, name), Message: message, Hint: hint}
}

// signed gives the manifest, after its signature.
func (g gate) signed() ([]byte, *engine.Error) {
	text, err := g.read(Manifest)
	if err != nil {
		return nil, err
	}
	mark, err := g.read(Signature)
	if err != nil {
		return nil, err
	}
	var s minisign.Signature
	switch {
	case s.UnmarshalText(mark) != nil:
		return nil, g.fault(Signature, "this is no signature of minisign", "")
	case s.KeyID != g.key.ID():
		return nil, g.fault(Signature, fmt.Sprintf("this is a signature by the key `%016X`, and not by `%016X`", s.KeyID, g.key.ID()), "")
	case !minisign.Verify(g.key, text, mark):
		return nil, g.fault(Signature, "this is not the signature of the manifest `"+Manifest+"`",
			"one of the two was changed, or they are of two folders")
	}
	return text, nil
}

func (g gate) read(name string) ([]byte, *engine.Error) {
	file := filepath.Join(filepath.FromSlash(g.dir), name)
	info, err := os.Stat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, g.fault(name, "the folder is not sealed: there is no such file", "`clausewise seal` makes it")
	case err == nil && (!info.Mode().IsRegular() || info.Size() > maxSize):
		return nil, g.fault(name, "this is no regular file of a seal", "")
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, g.fault(name, "this file cannot be read: "+reason(err), "")
	}
	return text, nil
}

// reason is an error without the path and the name of the system call.
func reason(err error) string {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err.Error()
	}
	return err.Error()
}

type sums map[string][sha256.Size]byte

func (g gate) parse(text []byte) (sums, *engine.Error) {
	sealed := sums{}
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		digits, name, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		sum, err := hex.DecodeString(digits)
		_, twice := sealed[name]
		if err != nil || len(sum) != sha256.Size || name == "" || twice {
			e := g.fault(Manifest, "a line is the SHA-256 digest of a file, two spaces, and its path, which stands once", "")
			e.Line = n
			return nil, e
		}
		sealed[name] = [sha256.Size]byte(sum)
	}
	if n == 0 {
		return nil, g.fault(Manifest, "this manifest names no clause file", "")
	}
	return sealed, nil
}

// compare names every file that is not as it was sealed.
func (g gate) compare(p *engine.Policy, sealed sums) (faults engine.Errors) {
	for name, sum := range p.Files() {
		was, ok := sealed[name]
		delete(sealed, name)
		switch {
		case !ok:
			faults = append(faults, g.fault(name, "this file is not sealed", ""))
		case was != sum:
			faults = append(faults, g.fault(name, "this file is not as it was sealed", ""))
		}
	}
	for name := range sealed {
		faults = append(faults, g.fault(name, "this file was sealed, and is missing", ""))
	}
	return faults.Sort()
}
