#!/usr/bin/env bash
# A program that merely imports Lip Gloss runs "tmux info" before its main begins, when it is started within tmux.
#
# Version:  charm.land/lipgloss/v2 v2.0.6
# Input:    a program of one call of lipgloss.Width, on a terminal, TMUX set; a tmux in PATH that writes down its arguments
# Expected: no process is started by an import.
# Seen:     tmux info
# So:       the start of every such program waits for a process; measure starts within tmux too.
set -euo pipefail
command -v script >/dev/null || apt-get install -y -qq bsdutils >/dev/null
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat >main.go <<'GO'
package main

import "charm.land/lipgloss/v2"

func main() { _ = lipgloss.Width("x") }
GO
go mod init finding 2>/dev/null
go get charm.land/lipgloss/v2@v2.0.6 2>/dev/null
go build -o program .
mkdir bin
# shellcheck disable=SC2016 # $* is for the script that is made
printf '#!/bin/sh\necho "tmux $*" >>"%s/called"\n' "$dir" >bin/tmux
chmod +x bin/tmux
TMUX=/tmp/socket,1,0 TERM=screen-256color PATH=$dir/bin:$PATH script -qc ./program /dev/null </dev/null >/dev/null
seen=$(cat called 2>/dev/null || true)
echo "$seen"
[[ $seen == 'tmux info' ]] || { echo 'this has changed' >&2; exit 1; }
