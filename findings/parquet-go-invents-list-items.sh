#!/usr/bin/env bash
# parquet-go reads a list for which the file has no column as a list of one empty item, where the file's own columns are
# optional; where they are required it reads an empty list.
#
# Version:  github.com/parquet-go/parquet-go v0.32.0
# Input:    a file with an id and a list of items, once with optional columns (as DuckDB and Arrow write all of theirs) and
#           once with required ones, read into a struct that has a second list
# Expected: no items in the second list, both times.
# Seen:     optional: 1 item, required: 0 items.
# So:       a reader that is tested with files of its own writer meets phantom data in files of others. The file's own
#           schema (NewGenericReader[any]) shows what is there.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat >main.go <<'GO'
package main

import (
	"bytes"
	"fmt"

	"github.com/parquet-go/parquet-go"
)

type document struct {
	ID        string `parquet:"id"`
	Items     []item `parquet:"items,list"`
	Relations []item `parquet:"relations,list"`
}

type item struct {
	Name string `parquet:"name"`
}

func relations(column func(parquet.Node) parquet.Node) int {
	schema := parquet.NewSchema("document", parquet.Group{
		"id":    column(parquet.String()),
		"items": column(parquet.List(column(parquet.Group{"name": column(parquet.String())}))),
	})
	var file bytes.Buffer
	w := parquet.NewWriter(&file, schema)
	check(w.Write(map[string]any{"id": "a", "items": []any{map[string]any{"name": "x"}}}))
	check(w.Close())
	rows := make([]document, 1)
	n, _ := parquet.NewGenericReader[document](bytes.NewReader(file.Bytes())).Read(rows)
	if n != 1 || len(rows[0].Items) != 1 {
		panic(fmt.Sprint("the file was not read: ", rows))
	}
	return len(rows[0].Relations)
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	same := func(n parquet.Node) parquet.Node { return n }
	fmt.Println("optional:", relations(parquet.Optional), "required:", relations(same))
}
GO
go mod init finding 2>/dev/null
go get github.com/parquet-go/parquet-go@v0.32.0 2>/dev/null
go mod tidy 2>/dev/null
seen=$(go run .)
echo "$seen"
[[ $seen == 'optional: 1 required: 0' ]] || { echo 'this has changed' >&2; exit 1; }
