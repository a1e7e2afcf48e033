#!/usr/bin/env bash
# tmux shows nothing at all for Han characters that are newer than the C library's tables.
#
# Version:  tmux 3.3a with glibc 2.36 (Debian 12; glibc's tables are of Unicode 15.0, 2022)
# Input:    U+20000 (Extension B), U+31350 (Extension H, Unicode 15.0), U+2EBF0 (Extension I, 15.1), a | after each
# Expected: a wide character, or a replacement character of two columns: the whole block is reserved as wide (UAX #11).
# Seen:     U+20000| and twice a | alone in column 1.
# So:       rare names lose characters without a trace, and what follows stands to the left of its place. Only asking
#           the terminal (CSI 6n) shows it.
set -euo pipefail
command -v tmux >/dev/null || apt-get install -y -qq tmux >/dev/null
dir=$(mktemp -d)
trap 'tmux -S "$dir/socket" kill-server 2>/dev/null || true; rm -rf "$dir"' EXIT
cd "$dir"

cat >write.sh <<'SH'
printf '\033[2J\033[2;1H\U00020000|\033[3;1H\U00031350|\033[4;1H\U0002ebf0|'
touch "$1/written"
sleep 60
SH
LC_ALL=C.UTF-8 tmux -S "$dir/socket" -f /dev/null new-session -d -x 20 -y 6 "LC_ALL=C.UTF-8 bash '$dir/write.sh' '$dir'"
seen=
until [[ -e written && $(tr -cd '|' <<<"$seen") == '|||' ]]; do
	sleep 0.05
	seen=$(LC_ALL=C.UTF-8 tmux -S "$dir/socket" capture-pane -p | sed -n 2,4p)
done
tmux -V
echo "$seen"
[[ $seen == $'\U00020000|\n|\n|' ]] || { echo 'this has changed' >&2; exit 1; }
