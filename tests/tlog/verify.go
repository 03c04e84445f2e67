// Verifies the logs of `write-logs` with golang.org/x/mod/sumdb, the implementation that the Go checksum database uses: nothing
// of ours takes part. The one argument is the folder.
//
// For each log: the checkpoint opens; every entry is the record that the tree has at its index; the tiles make the signed root;
// proofs of inclusion and consistency hold; no file lies there that was not read. Then each kind of file with one byte changed
// is refused. The hashes of the tree are read through tlog.TileHashReader, which believes no tile that the root does not prove.
package main

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const tileHeight = 8

// A log's folder. One byte of one file may be changed while it is read.
type folder struct {
	dir     string
	keys    note.Verifiers
	changed string
	at      int
	read    map[string]bool
}

func (f *folder) file(path string) ([]byte, error) {
	data, err := os.ReadFile(filepath.Join(f.dir, path))
	if err != nil {
		return nil, err
	}
	f.read[path] = true
	if path == f.changed {
		data[f.at%len(data)] ^= 1
	}
	return data, nil
}

func (f *folder) Height() int { return tileHeight }

func (f *folder) SaveTiles([]tlog.Tile, [][]byte) {}

// The library's paths name the height, and entries `data`; those of tlog-tiles do not.
func path(tile tlog.Tile) string {
	level := strconv.Itoa(tile.L)
	if tile.L == -1 {
		level = "entries"
	}
	rest := strings.SplitN(tile.Path(), "/", 4)[3]
	return "tile/" + level + "/" + rest
}

func (f *folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		data, err := f.file(path(tile))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

// A checkpoint's text is origin, size and root; the library's own form has another first line.
func parseCheckpoint(text string) (tlog.Tree, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[0] != "contoh.example/log" || lines[3] != "" {
		return tlog.Tree{}, fmt.Errorf("not a checkpoint: %q", text)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

func (f *folder) open(data []byte) (tlog.Tree, int, error) {
	opened, err := note.Open(data, f.keys)
	if err != nil {
		return tlog.Tree{}, 0, err
	}
	tree, err := parseCheckpoint(opened.Text)
	return tree, len(opened.Sigs), err
}

func (f *folder) entries(tree tlog.Tree, n int64) ([][]byte, error) {
	width := tree.N - n*256
	if width > 256 {
		width = 256
	}
	data, err := f.file(path(tlog.Tile{H: tileHeight, L: -1, N: n, W: int(width)}))
	if err != nil {
		return nil, err
	}
	var entries [][]byte
	for len(data) > 0 {
		if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
			return nil, errors.New("a bundle that ends too early")
		}
		end := 2 + int(binary.BigEndian.Uint16(data))
		entries = append(entries, data[2:end])
		data = data[end:]
	}
	if int64(len(entries)) != width {
		return nil, fmt.Errorf("a bundle of %d entries, expected %d", len(entries), width)
	}
	return entries, nil
}

// Everything about the log; `kept` are its earlier checkpoints.
func (f *folder) verify(signatures int, kept []string) error {
	f.read = map[string]bool{}
	data, err := f.file("checkpoint")
	if err != nil {
		return err
	}
	tree, signed, err := f.open(data)
	if err != nil {
		return err
	}
	if signed != signatures {
		return fmt.Errorf("%d signatures verify, expected %d", signed, signatures)
	}
	reader := tlog.TileHashReader(tree, f)
	root, err := tlog.TreeHash(tree.N, reader)
	if err != nil {
		return err
	}
	if root != tree.Hash {
		return errors.New("the tiles make another root")
	}
	for n := int64(0); n*256 < tree.N; n++ {
		entries, err := f.entries(tree, n)
		if err != nil {
			return err
		}
		var indexes []int64
		for i := range entries {
			indexes = append(indexes, tlog.StoredHashIndex(0, n*256+int64(i)))
		}
		hashes, err := reader.ReadHashes(indexes)
		if err != nil {
			return err
		}
		for i, entry := range entries {
			if tlog.RecordHash(entry) != hashes[i] {
				return fmt.Errorf("entry %d is not what the tree has there", n*256+int64(i))
			}
		}
	}
	for _, n := range []int64{0, tree.N / 3, tree.N / 2, tree.N - 1} {
		hashes, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, n)})
		if err != nil {
			return err
		}
		proof, err := tlog.ProveRecord(tree.N, n, reader)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, n, hashes[0]); err != nil {
			return err
		}
	}
	earlier := []tlog.Tree{}
	for _, size := range []int64{1, tree.N/2 + 1, tree.N} {
		root, err := tlog.TreeHash(size, reader)
		if err != nil {
			return err
		}
		earlier = append(earlier, tlog.Tree{N: size, Hash: root})
	}
	for _, name := range kept {
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		tree, signed, err := f.open(data)
		if err != nil || signed != signatures {
			return fmt.Errorf("%s: %d signatures, %v", name, signed, err)
		}
		earlier = append(earlier, tree)
	}
	for _, earlier := range earlier {
		proof, err := tlog.ProveTree(tree.N, earlier.N, reader)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, earlier.N, earlier.Hash); err != nil {
			return err
		}
	}
	return nil
}

// The witness's type of signature, written from the specification (C2SP tlog-cosignature).
type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (w witness) Name() string    { return w.name }
func (w witness) KeyHash() uint32 { return w.hash }

func (w witness) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	at := binary.BigEndian.Uint64(signature)
	message := append([]byte(fmt.Sprintf("cosignature/v1\ntime %d\n", at)), text...)
	return ed25519.Verify(w.key, message, signature[8:])
}

func newWitness(text string) (witness, error) {
	parts := strings.SplitN(text, "+", 3)
	if len(parts) != 3 {
		return witness{}, errors.New("not a verifier key")
	}
	hash, err := strconv.ParseUint(parts[1], 16, 32)
	if err != nil {
		return witness{}, err
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) != 33 || key[0] != 4 {
		return witness{}, errors.New("not a verifier key of a witness")
	}
	return witness{parts[0], uint32(hash), key[1:]}, nil
}

// What kind of file a path is: each kind has to be refused when a byte of it is another.
func kind(path string) string {
	parts := strings.Split(path, "/")
	if len(parts) < 2 {
		return path
	}
	if strings.Contains(path, ".p/") {
		return parts[1] + ", partial"
	}
	return parts[1] + ", full"
}

func filesOf(dir string) ([]string, error) {
	var files []string
	err := filepath.Walk(dir, func(name string, info os.FileInfo, err error) error {
		if err == nil && !info.IsDir() && !strings.HasPrefix(info.Name(), ".") {
			below, _ := filepath.Rel(dir, name)
			files = append(files, filepath.ToSlash(below))
		}
		return err
	})
	return files, err
}

func check(root, name string, keys note.Verifiers, signatures int, kept []string) error {
	f := &folder{dir: filepath.Join(root, name), keys: keys}
	if err := f.verify(signatures, kept); err != nil {
		return err
	}
	files, err := filesOf(f.dir)
	if err != nil {
		return err
	}
	kinds := map[string]string{}
	for _, file := range files {
		// The log of many runs has narrow tiles of its earlier sizes too.
		if !f.read[file] && len(kept) == 0 {
			return fmt.Errorf("%s: nothing reads it", file)
		}
		if f.read[file] {
			kinds[kind(file)] = file
		}
	}
	refused := 0
	for _, file := range kinds {
		data, err := os.ReadFile(filepath.Join(f.dir, file))
		if err != nil {
			return err
		}
		places := []int{0, len(data) / 2, len(data) - 1}
		if file == "checkpoint" {
			places = nil
			for at := range data {
				places = append(places, at)
			}
			// The last of a signature's bits are padding, whose change is no base64: refused as well.
		}
		for _, at := range places {
			changed := &folder{dir: f.dir, keys: keys, changed: file, at: at}
			if changed.verify(signatures, kept) == nil {
				return fmt.Errorf("%s: byte %d is another, and nothing was noticed", file, at)
			}
			refused++
		}
	}
	names := []string{}
	for kind := range kinds {
		names = append(names, kind)
	}
	sort.Strings(names)
	fmt.Printf("      %-9s %3d files good, %3d changes refused (%s)\n", name, len(f.read), refused, strings.Join(names, "; "))
	return nil
}

func run(root string) error {
	key, err := os.ReadFile(filepath.Join(root, "key"))
	if err != nil {
		return err
	}
	verifier, err := note.NewVerifier(string(key))
	if err != nil {
		return err
	}
	text, err := os.ReadFile(filepath.Join(root, "witness"))
	if err != nil {
		return err
	}
	saksi, err := newWitness(string(bytes.TrimSpace(text)))
	if err != nil {
		return err
	}
	names, err := filepath.Glob(filepath.Join(root, "of-*"))
	if err != nil {
		return err
	}
	if len(names) != 7 {
		return fmt.Errorf("expected 7 logs, found %d", len(names))
	}
	for _, name := range names {
		name = filepath.Base(name)
		if err := check(root, name, note.VerifierList(verifier), 1, nil); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	kept, err := filepath.Glob(filepath.Join(root, "kept", "*"))
	if err != nil {
		return err
	}
	if len(kept) != 9 {
		return fmt.Errorf("expected 9 checkpoints, found %d", len(kept))
	}
	if err := check(root, "grown", note.VerifierList(verifier, saksi), 2, kept); err != nil {
		return fmt.Errorf("grown: %w", err)
	}
	return nil
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "expected the folder that write-logs wrote")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}
