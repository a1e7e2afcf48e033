#!/usr/bin/env bash
# renameio, which writes files "atomically", does not sync the folder: after a power cut the old file may be back.
#
# Version:  github.com/google/renameio/v2 v2.0.2
# Input:    WriteFile of a small file, under strace
# Expected: fsync of the file, rename, fsync of the folder, as fsync(2) asks for where a name is to be durable.
# Seen:     one fsync, of the file; the last call is the rename. (A rename before the fsync only tries whether $TMPDIR is on
#           the same file system.)
# So:       the file is whole at any moment, but "it was written" is not a promise that outlives the power. A program
#           that says "saved" after it must sync the folder by itself.
set -euo pipefail
command -v strace >/dev/null || apt-get install -y -qq strace >/dev/null
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat >main.go <<'GO'
package main

import "github.com/google/renameio/v2"

func main() {
	if err := renameio.WriteFile("sub/file", []byte("text\n"), 0o644); err != nil {
		panic(err)
	}
}
GO
go mod init finding 2>/dev/null
go get github.com/google/renameio/v2@v2.0.2 2>/dev/null
go build -o program .
mkdir sub
strace -f -o calls -e trace=fsync,fdatasync,syncfs,rename,renameat,renameat2 ./program
grep -oE '(fsync|fdatasync|syncfs|rename[a-z0-9]*)\(' calls | tr -d '(' >order
seen=$(paste -sd ' ' order)
echo "$seen"
[[ $(grep -c fsync order) == 1 && $(tail -n 1 order) == rename* ]] || { echo 'this has changed' >&2; exit 1; }
