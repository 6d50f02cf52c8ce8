// Package seal signs policy folders, and lets only a signed one serve. A copy that was
// cut short, or that lost a file, can be a sound policy, and a looser one: only who
// knows all that belongs to it can tell.
//
// A sealed folder has two files more. The manifest clauses.sha256 names every clause
// file and its digest, in the form of sha256sum; clauses.sha256.minisig is its Ed25519
// signature in the form of minisign. So other tools can look after a seal, too:
//
//	sha256sum --check clauses.sha256
//	minisign -V -p policy.pub -m clauses.sha256
//
// Keys are those of minisign. A seal says who signed and what, not when: an old folder
// with its own old seal is a sealed folder. What is sealed are the clauses; the
// vocabulary that they are read in is the program's.
package seal

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"aead.dev/minisign"
	"github.com/clausewise/clausewise/engine"
)

// The files of a seal, in the policy folder.
const (
	Manifest  = "clauses.sha256"
	Signature = Manifest + ".minisig"
)

// Write seals a folder: p is the policy that was loaded from it, key the text of a
// private key file. The password is asked for only if the key is encrypted. Write puts
// new files in the place of an old seal.
func Write(dir string, p *engine.Policy, key []byte, password func() (string, error)) error {
	private, err := privateKey(key, password)
	if err != nil {
		return err
	}
	text, files := manifest(p)
	r := minisign.NewReader(bytes.NewReader(text))
	_, _ = io.Copy(io.Discard, r) // of memory, which can be read
	signature := r.SignWithComments(private,
		fmt.Sprintf("clausewise policy, %d files, revision %s", files, p.Revision()),
		fmt.Sprintf("signature by key %016X", private.ID()))
	return errors.Join(replace(dir, Manifest, text), replace(dir, Signature, signature))
}

func privateKey(text []byte, password func() (string, error)) (key minisign.PrivateKey, err error) {
	if !minisign.IsEncrypted(text) {
		if key.UnmarshalText(text) != nil {
			return key, errors.New("this is no private key of minisign")
		}
		return key, nil
	}
	word, err := password()
	if err != nil {
		return key, err
	}
	if key, err = minisign.DecryptKey(word, text); err != nil {
		return key, errors.New("the password does not open the key")
	}
	return key, nil
}

// manifest lists the clause files of a policy, sorted by path.
func manifest(p *engine.Policy) (text []byte, files int) {
	for path, sum := range p.Files() {
		text = fmt.Appendf(text, "%s  %s\n", hex.EncodeToString(sum[:]), path)
		files++
	}
	return text, files
}

// replace never leaves half of a file.
func replace(dir, name string, text []byte) error {
	f, err := os.CreateTemp(dir, "."+name)
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // which is gone where all went well
	_, err = f.Write(text)
	if err = errors.Join(err, f.Chmod(0o644), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), filepath.Join(dir, name))
}
