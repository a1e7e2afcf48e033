#!/usr/bin/env bash
# tmux puts a character into the cell to its left where that cell ends in a zero-width joiner, even if the cursor was
# moved there by its position.
#
# Version:  tmux 3.3a (Debian 12)
# Input:    说 and U+200D at column 1 of a row; then CSI row;3H; then “
# Expected: “ in column 3: a cursor that was placed begins a new cell.
# Seen:     “ became part of the cell of 说: the row's third column is empty. CSI 6n after it tells column 3, as if “
#           had no width.
# So:       a program that asks the terminal for widths is told 0 for whatever it asks next to such a cell. Zero-width
#           joiners are common in scraped Chinese text, as watermarks.
set -euo pipefail
command -v tmux >/dev/null || apt-get install -y -qq tmux >/dev/null
dir=$(mktemp -d)
trap 'tmux -S "$dir/socket" kill-server 2>/dev/null || true; rm -rf "$dir"' EXIT
cd "$dir"

cat >write.sh <<'SH'
stty raw -echo
printf '\033[2J\033[2;1H说\u200d\033[2;3H“\033[6n'
IFS= read -r -d R answer
printf '%s' "${answer#*[}" >"$1/answer"
sleep 60
SH
LC_ALL=C.UTF-8 tmux -S "$dir/socket" -f /dev/null new-session -d -x 20 -y 5 "LC_ALL=C.UTF-8 bash '$dir/write.sh' '$dir'"
until [[ -s answer ]]; do sleep 0.05; done
row=$(LC_ALL=C.UTF-8 tmux -S "$dir/socket" capture-pane -p | sed -n 2p)
seen="$(printf %s "$row" | od -An -tx1 | tr -d ' \n') $(cat answer)"
tmux -V
echo "$seen"
[[ $seen == 'e8afb4e2808de2809c 2;3' ]] || { echo 'this has changed' >&2; exit 1; }
