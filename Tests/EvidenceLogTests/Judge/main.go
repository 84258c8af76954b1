// The judge of tiles, proofs and notes: golang.org/x/mod/sumdb/tlog and note, which the Go project
// keeps for its own checksum database. It is run with the folder of a published log.
package main

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// claims is what the product says of the log in the folder.
type claims struct {
	VerifierKey string   `json:"verifierKey"`
	Old         int64    `json:"old"`
	Paths       []string `json:"paths"`
	Roots       []struct {
		Size int64     `json:"size"`
		Root tlog.Hash `json:"root"`
	} `json:"roots"`
	Inclusions []struct {
		Index  int64            `json:"index"`
		Size   int64            `json:"size"`
		Hashes tlog.RecordProof `json:"hashes"`
	} `json:"inclusions"`
	Consistencies []struct {
		Old    int64          `json:"old"`
		New    int64          `json:"new"`
		Hashes tlog.TreeProof `json:"hashes"`
	} `json:"consistencies"`
}

// verdict is what the judge found, all of it in order.
type verdict struct {
	Inclusions    int    `json:"inclusions"`
	Consistencies int    `json:"consistencies"`
	Leaves        int    `json:"leaves"`
	Secret        string `json:"secret"`
	Key           string `json:"key"`
	Note          string `json:"note"`
}

func must(err error, about string) {
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", about, err)
		os.Exit(1)
	}
}

func claim(holds bool, about string) {
	if !holds {
		must(fmt.Errorf("does not hold"), about)
	}
}

// folder reads tiles where tlog-tiles puts them; Go's own paths name the height too.
type folder string

func path(tile tlog.Tile) string {
	return strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
}

func (f folder) Height() int { return 8 }

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var data [][]byte
	for _, tile := range tiles {
		bytes, err := os.ReadFile(filepath.Join(string(f), path(tile)))
		if err != nil {
			return nil, err
		}
		data = append(data, bytes)
	}
	return data, nil
}

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

func (f folder) checkpoint(key string) tlog.Tree {
	verifier, err := note.NewVerifier(key)
	must(err, "verifier key")
	message, err := os.ReadFile(filepath.Join(string(f), "checkpoint"))
	must(err, "checkpoint")
	opened, err := note.Open(message, note.VerifierList(verifier))
	must(err, "checkpoint's signature")
	lines := strings.Split(opened.Text, "\n")
	claim(len(lines) == 4 && lines[0] == verifier.Name(), "checkpoint's origin")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err, "checkpoint's size")
	hash, err := tlog.ParseHash(lines[2])
	must(err, "checkpoint's root")
	return tlog.Tree{N: size, Hash: hash}
}

// leaves reads every entry bundle and gives the hash of each record.
func (f folder) leaves(size int64) []tlog.Hash {
	var hashes []tlog.Hash
	for n := int64(0); n*256 < size; n++ {
		width := size - n*256
		if width > 256 {
			width = 256
		}
		name := path(tlog.Tile{H: 8, L: 0, N: n, W: int(width)})
		name = strings.Replace(name, "tile/0/", "tile/entries/", 1)
		data, err := os.ReadFile(filepath.Join(string(f), name))
		must(err, "entry bundle")
		for len(data) >= 2 {
			length := int(data[0])<<8 | int(data[1])
			claim(len(data) >= 2+length, "entry's length")
			hashes = append(hashes, tlog.RecordHash(data[2:2+length]))
			data = data[2+length:]
		}
		claim(len(data) == 0, "end of a bundle")
	}
	return hashes
}

// newPaths lists Go's new tiles without those of widths between the two sizes, which no checkpoint
// needs, and without a partial tile that the old tree has already.
func newPaths(old, new int64) string {
	var paths []string
	tiles := tlog.NewTiles(8, old, new)
	for i, tile := range tiles {
		before := old>>(8*uint(tile.L)) - tile.N<<8
		isLast := i+1 == len(tiles) || tiles[i+1].L != tile.L || tiles[i+1].N != tile.N
		if isLast && int64(tile.W) != before {
			paths = append(paths, path(tile))
		}
	}
	return strings.Join(paths, "\n")
}

func main() {
	dir := folder(os.Args[1])
	data, err := os.ReadFile(filepath.Join(string(dir), "claims.json"))
	must(err, "claims")
	var c claims
	must(json.Unmarshal(data, &c), "claims")
	tree := dir.checkpoint(c.VerifierKey)
	reader := tlog.TileHashReader(tree, dir) // proves each hash against the checkpoint
	var result verdict
	var level0 []byte

	claim(newPaths(c.Old, tree.N) == strings.Join(c.Paths, "\n"), "paths of new tiles")

	roots := map[int64]tlog.Hash{}
	for _, claimed := range c.Roots {
		root, err := tlog.TreeHash(claimed.Size, reader)
		must(err, "root")
		claim(root == claimed.Root, fmt.Sprintf("root at %d", claimed.Size))
		roots[claimed.Size] = root
	}
	leaves := dir.leaves(tree.N)
	claim(int64(len(leaves)) == tree.N, "number of entries")
	// Each leaf against its tile: old versions of the reader do not prove every tile that they use.
	for n, leaf := range leaves {
		tile := tlog.TileForIndex(8, tlog.StoredHashIndex(0, int64(n)))
		if width := tree.N - tile.N*256; width < 256 {
			tile.W = int(width)
		} else {
			tile.W = 256
		}
		if n%256 == 0 {
			data, err := dir.ReadTiles([]tlog.Tile{tile})
			must(err, "tile")
			level0 = data[0]
		}
		hash, err := tlog.HashFromTile(tile, level0, tlog.StoredHashIndex(0, int64(n)))
		must(err, "tile")
		claim(hash == leaf, fmt.Sprintf("leaf %d in its tile", n))
	}
	result.Leaves = len(leaves)
	for _, p := range c.Inclusions {
		must(tlog.CheckRecord(p.Hashes, p.Size, roots[p.Size], p.Index, leaves[p.Index]),
			fmt.Sprintf("inclusion of %d in %d", p.Index, p.Size))
		own, err := tlog.ProveRecord(p.Size, p.Index, reader)
		must(err, "own inclusion proof")
		claim(fmt.Sprint(own) == fmt.Sprint(p.Hashes), "the judge's own inclusion proof")
		result.Inclusions++
	}
	for _, p := range c.Consistencies {
		must(tlog.CheckTree(p.Hashes, p.New, roots[p.New], p.Old, roots[p.Old]),
			fmt.Sprintf("consistency of %d and %d", p.Old, p.New))
		own, err := tlog.ProveTree(p.New, p.Old, reader)
		must(err, "own consistency proof")
		claim(fmt.Sprint(own) == fmt.Sprint(p.Hashes), "the judge's own consistency proof")
		result.Consistencies++
	}

	result.Secret, result.Key, err = note.GenerateKey(rand.Reader, "judge.example/log")
	must(err, "key")
	signer, err := note.NewSigner(result.Secret)
	must(err, "signer")
	text := "judge.example/log\n" + strconv.FormatInt(tree.N, 10) + "\n" + tree.Hash.String() + "\n"
	signed, err := note.Sign(&note.Note{Text: text}, signer)
	must(err, "note")
	result.Note = string(bytes.TrimSpace(signed)) + "\n"
	must(json.NewEncoder(os.Stdout).Encode(result), "answer")
}
