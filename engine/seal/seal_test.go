package seal_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"aead.dev/minisign"
	"github.com/clausewise/clausewise/engine"
	"github.com/clausewise/clausewise/engine/schema"
	"github.com/clausewise/clausewise/engine/seal"
	"github.com/stretchr/testify/require"
)

// loan is what the clauses of testdata speak about.
type loan struct {
	Now     time.Time `json:"now" doc:"The instant at the desk."`
	Known   bool      `json:"known" doc:"The reader is known."`
	Overdue bool      `json:"overdue" doc:"A book is overdue."`
}

// Action names the action.
func (*loan) Action() string { return "loan" }

func library(t testing.TB) *schema.Schema {
	s, err := schema.New(new(loan))
	require.NoError(t, err)
	return s
}

// key makes a pair of keys as minisign writes them.
func key(t testing.TB, seed string) (public, private []byte) {
	pub, priv, err := minisign.GenerateKey(strings.NewReader(strings.Repeat(seed, 32)))
	require.NoError(t, err)
	public, err = pub.MarshalText()
	require.NoError(t, err)
	private, err = priv.MarshalText()
	require.NoError(t, err)
	return public, private
}

// sealed copies the folder of testdata and seals it with a key.
func sealed(t testing.TB, private []byte) string {
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS("testdata/by-minisign")))
	require.NoError(t, os.Remove(filepath.Join(dir, seal.Signature)))
	write(t, dir, private)
	return dir
}

func write(t testing.TB, dir string, private []byte) {
	e, err := engine.Open(library(t), dir)
	require.NoError(t, err)
	require.NoError(t, seal.Write(dir, e.Policy(), private, func() (string, error) { panic("nobody is asked") }))
}

// opened opens a folder behind the gate and gives what the gate says, without the path.
func opened(t testing.TB, dir string, public []byte) string {
	gate, err := seal.Gate(dir, public)
	require.NoError(t, err)
	e, err := engine.Open(library(t), dir, engine.Gate(gate))
	if err == nil {
		require.NotNil(t, e.Policy())
		return ""
	}
	require.Nil(t, e.Policy())
	require.ErrorAs(t, err, new(engine.Errors))
	return strings.ReplaceAll(err.Error(), filepath.ToSlash(dir)+"/", "")
}

// TestMinisign: what minisign signed over what sha256sum wrote is a seal.
func TestMinisign(t *testing.T) {
	public, err := os.ReadFile("testdata/by-minisign/policy.pub")
	require.NoError(t, err)
	require.Equal(t, "", opened(t, "testdata/by-minisign", public))
	require.Equal(t, "", opened(t, "testdata/by-minisign", []byte(strings.Split(string(public), "\n")[1])))
}

// TestTampered: whatever is done to a sealed folder, it does not serve any more, and
// the gate says what it was.
func TestTampered(t *testing.T) {
	public, private := key(t, "a")
	_, other := key(t, "b")
	read := func(dir, name string) string {
		text, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		return string(text)
	}
	put := func(dir, name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	another := func(dir string) { // a sealed folder of other clauses, of the same owner
		put(dir, "may-borrow.cel", strings.Replace(read(dir, "may-borrow.cel"), "known\n", "true\n", 1))
		write(t, dir, private)
	}
	for _, c := range []struct {
		name string
		do   func(dir string)
		says string
	}{
		{"nothing", func(string) {}, ""},
		{"sealed anew by its owner", another, ""},
		{"a byte of a clause", func(dir string) {
			put(dir, "limits/overdue.cel", strings.Replace(read(dir, "limits/overdue.cel"), "\n\noverdue", "\n\noverdue ", 1))
		}, "limits/overdue.cel: this file is not as it was sealed"},
		{"a byte order mark", func(dir string) { put(dir, "may-borrow.cel", "\uFEFF"+read(dir, "may-borrow.cel")) },
			"may-borrow.cel: this file is not as it was sealed"},
		{"a clause dropped", func(dir string) { require.NoError(t, os.Remove(filepath.Join(dir, "limits/overdue.cel"))) },
			"limits/overdue.cel: this file was sealed, and is missing"},
		{"a clause added", func(dir string) { put(dir, "any.cel", read(dir, "may-borrow.cel")) },
			"any.cel: this file is not sealed"},
		{"a clause renamed", func(dir string) {
			require.NoError(t, os.Rename(filepath.Join(dir, "limits"), filepath.Join(dir, "new")))
		}, "limits/overdue.cel: this file was sealed, and is missing\nnew/overdue.cel: this file is not sealed"},
		{"two clauses changed into each other", func(dir string) {
			a, b := read(dir, "limits/overdue.cel"), read(dir, "may-borrow.cel")
			put(dir, "limits/overdue.cel", b)
			put(dir, "may-borrow.cel", a)
		}, "limits/overdue.cel: this file is not as it was sealed\nmay-borrow.cel: this file is not as it was sealed"},
		{"another key", func(dir string) { write(t, dir, other) },
			"clauses.sha256.minisig: this is a signature by the key `98284E80F5E3FE50`, and not by `34FA8783591CA27A`"},
		{"another key that says it is this one", func(dir string) {
			right := read(dir, seal.Signature)
			write(t, dir, other)
			var mine, theirs minisign.Signature
			require.NoError(t, errors.Join(mine.UnmarshalText([]byte(right)), theirs.UnmarshalText([]byte(read(dir, seal.Signature)))))
			theirs.KeyID = mine.KeyID
			put(dir, seal.Signature, theirs.String())
		}, "clauses.sha256.minisig: this is not the signature of the manifest `clauses.sha256`"},
		{"the signature of another folder", func(dir string) {
			right := read(dir, seal.Manifest)
			another(dir)
			put(dir, seal.Manifest, right)
		}, "clauses.sha256.minisig: this is not the signature of the manifest `clauses.sha256`"},
		{"the seal of another folder", func(dir string) {
			right := read(dir, "may-borrow.cel")
			another(dir)
			put(dir, "may-borrow.cel", right)
		}, "may-borrow.cel: this file is not as it was sealed"},
		{"a comment that was signed", func(dir string) {
			put(dir, seal.Signature, strings.Replace(read(dir, seal.Signature), "2 files", "3 files", 1))
		}, "clauses.sha256.minisig: this is not the signature of the manifest `clauses.sha256`"},
		{"a manifest that goes along", func(dir string) {
			put(dir, seal.Manifest, read(dir, seal.Manifest)[67:])
		}, "clauses.sha256.minisig: this is not the signature of the manifest `clauses.sha256`"},
		{"an empty manifest", func(dir string) { put(dir, seal.Manifest, "") },
			"clauses.sha256.minisig: this is not the signature of the manifest `clauses.sha256`"},
		{"an empty manifest, signed", func(dir string) { sign(t, dir, private, "") }, "clauses.sha256: this manifest names no clause file"},
		{"a path that stands twice, signed", func(dir string) { sign(t, dir, private, read(dir, seal.Manifest)+read(dir, seal.Manifest)) },
			"clauses.sha256:3: a line is the SHA-256 digest of a file, two spaces, and its path, which stands once"},
		{"half a manifest, signed", func(dir string) { sign(t, dir, private, read(dir, seal.Manifest)[:60]) },
			"clauses.sha256:1: a line is the SHA-256 digest of a file, two spaces, and its path, which stands once"},
		{"no manifest", func(dir string) { require.NoError(t, os.Remove(filepath.Join(dir, seal.Manifest))) },
			"clauses.sha256: the folder is not sealed: there is no such file"},
		{"no signature", func(dir string) { require.NoError(t, os.Remove(filepath.Join(dir, seal.Signature))) },
			"clauses.sha256.minisig: the folder is not sealed: there is no such file"},
		{"a signature that is none", func(dir string) { put(dir, seal.Signature, "signed, the owner") },
			"clauses.sha256.minisig: this is no signature of minisign"},
		{"a folder for a signature", func(dir string) {
			require.NoError(t, os.Remove(filepath.Join(dir, seal.Signature)))
			require.NoError(t, os.Mkdir(filepath.Join(dir, seal.Signature), 0o755))
		}, "clauses.sha256.minisig: this is no regular file of a seal"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := sealed(t, private)
			c.do(dir)
			require.Equal(t, c.says, opened(t, dir, public))
		})
	}
}

// sign makes the signature of whatever stands in the manifest.
func sign(t testing.TB, dir string, private []byte, manifest string) {
	var k minisign.PrivateKey
	require.NoError(t, k.UnmarshalText(private))
	require.NoError(t, os.WriteFile(filepath.Join(dir, seal.Manifest), []byte(manifest), 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(dir, seal.Signature), minisign.Sign(k, []byte(manifest)), 0o644))
}

// TestSealWhileServing: an edit serves when its seal is there, and not before.
func TestSealWhileServing(t *testing.T) {
	public, private := key(t, "a")
	dir := sealed(t, private)
	gate, err := seal.Gate(dir, public)
	require.NoError(t, err)
	e, err := engine.Open(library(t), dir, engine.Gate(gate))
	require.NoError(t, err)
	first := e.Policy()
	require.NoError(t, os.Remove(filepath.Join(dir, "limits/overdue.cel")))
	require.ErrorContains(t, e.Reload(), "this file was sealed, and is missing")
	require.Same(t, first, e.Policy())
	write(t, dir, private)
	require.NoError(t, e.Reload())
	require.NotSame(t, first, e.Policy())
}

// TestKeys: a key that is none is refused, and a password is asked for where a key is
// encrypted.
func TestKeys(t *testing.T) {
	public, private := key(t, "a")
	_, err := seal.Gate(".", private)
	require.EqualError(t, err, "this is no public key of minisign")

	dir := sealed(t, private)
	e, err := engine.Open(library(t), dir)
	require.NoError(t, err)
	before, err := os.ReadFile(filepath.Join(dir, seal.Signature))
	require.NoError(t, err)
	require.EqualError(t, seal.Write(dir, e.Policy(), public, nil), "this is no private key of minisign")
	locked := "untrusted comment: a key with a password\nRWRTY0Iy" + strings.Repeat("A", 204) + "\n"
	nobody := errors.New("nobody answers")
	require.ErrorIs(t, seal.Write(dir, e.Policy(), []byte(locked), func() (string, error) { return "", nobody }), nobody)
	after, err := os.ReadFile(filepath.Join(dir, seal.Signature))
	require.NoError(t, err)
	require.Equal(t, before, after)
	require.Error(t, seal.Write(filepath.Join(dir, "nowhere"), e.Policy(), private, nil))
}

// FuzzManifest: whatever is signed as a manifest, the gate says something, and lets
// nothing serve but the true one.
func FuzzManifest(f *testing.F) {
	public, private := key(f, "a")
	dir := sealed(f, private)
	gate, err := seal.Gate(dir, public)
	require.NoError(f, err)
	e, err := engine.Open(library(f), dir)
	require.NoError(f, err)
	right, err := os.ReadFile(filepath.Join(dir, seal.Manifest))
	require.NoError(f, err)
	for _, text := range []string{string(right), "", "\n", "  ", strings.ToUpper(string(right)), strings.ReplaceAll(string(right), "\n", "\r\n")} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		sign(t, dir, private, text)
		if gate(e.Policy()) == nil {
			lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
			require.ElementsMatch(t, strings.Split(strings.TrimSuffix(string(right), "\n"), "\n"), lines)
		}
	})
}
