#!/usr/bin/env bash
# GNU screen shows italics in reverse video, and a curly underline as underlined and reversed, on a terminal that has both.
#
# Version:  GNU screen 4.9.0 (Debian 12), the terminal outside being xterm-256color
# Input:    CSI 3m, and CSI 4:3m (underline of style 3, colon as in ISO 8613-6)
# Expected: italics; an underline, or nothing, for a form that is not known.
# Seen:     CSI 7m for the first; CSI 4m CSI 7m for the second, as if 4:3 were 4;3 and 3 were standout, as in ANSI.SYS.
# So:       text in italics looks like a selection. TERM=screen is also what old tmux sets, which does not do this.
set -euo pipefail
command -v screen >/dev/null || apt-get install -y -qq screen >/dev/null
command -v python3 >/dev/null || apt-get install -y -qq python3 >/dev/null
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat >run.py <<'PY'
import os, pty, re

pid, terminal = pty.fork()
if pid == 0:
    os.environ.update(TERM="xterm-256color", LC_ALL="C.UTF-8", SCREENDIR=os.getcwd())
    program = r"printf '\033[3mITALIC\033[0m \033[4:3mCURLY\033[0m END'; sleep 1"
    os.execvp("screen", ["screen", "-c", "/dev/null", "sh", "-c", program])
out = b""
while b"END" not in out:
    out += os.read(terminal, 4096)
found = re.search(rb"((?:\x1b\[[\d:;]*m)+)ITALIC.* ((?:\x1b\[[\d:;]*m)+)CURLY", out)
print(*[part.decode().replace("\x1b", "ESC") for part in found.groups()])
PY
chmod 700 .
screen --version || true
seen=$(python3 run.py)
echo "$seen"
[[ $seen == 'ESC[7m ESC[4mESC[7m' ]] || { echo 'this has changed' >&2; exit 1; }
