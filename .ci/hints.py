"""Hints come and leave in real terminals, and every pixel is then as before.

usage: hints.py PIZHU ARTICLE TERMINAL [OPTION...]

The terminal runs on an X server of its own, in memory. The control is that the hints are seen.
"""

import os
import shutil
import struct
import subprocess
import sys
import tempfile
import time

WIDTH, HEIGHT = 1000, 700
OVERLAP = 20  # pixels of a glyph that is wider than its cells may come and go beside the cursor


def pixels(folder):
    """What the server shows: the file that it draws into, in the format of xwd."""
    with open(folder + "/Xvfb_screen0", "rb") as f:
        raw = f.read()
    field = struct.unpack(">25I", raw[:100])
    return raw[field[0] + 12 * field[19] :][: field[12] * field[5]]


def differing(a, b):
    return sum(a[i : i + 3] != b[i : i + 3] for i in range(0, len(a), 4))


def until(folder, good, tries=60):
    """The screen as soon as it is good, or as it is in the end."""
    for _ in range(tries):
        now = pixels(folder)
        if good(now):
            break
        time.sleep(0.25)
    return now


def still(folder):
    """The screen when it has been the same ten times."""
    seen = []

    def same(now):
        seen.append(now)
        return len(set(now)) > 1 and len(seen) >= 10 and all(s == now for s in seen[-10:])

    return until(folder, same)


def hints(folder, env):
    def key(name):
        subprocess.run(["xdotool", "key", name], env=env, check=True)

    subprocess.run(["xdotool", "mousemove", "300", "5"], env=env, check=True)
    still(folder)
    key("ctrl+l")
    before = still(folder)
    key("f")
    shown = differing(until(folder, lambda now: differing(now, before) > 500), before)
    key("Escape")
    left = until(folder, lambda now: differing(now, before) <= OVERLAP)
    wrong = differing(left, before)
    print(f"hints change {shown} pixels, and leave {wrong} changed")
    return shown > 500 and wrong <= OVERLAP


def main(pizhu, article, *terminal):
    folder = tempfile.mkdtemp(prefix="pizhu-hints")
    started = []
    try:
        read, write = os.pipe()
        server = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", folder]
        server += ["-nocursor", "-nolisten", "tcp", "-br"]
        started.append(subprocess.Popen(server, pass_fds=[write]))
        os.close(write)
        display = os.read(read, 20).decode().strip()
        env = {k: v for k, v in os.environ.items() if k not in ("TMUX", "TERM_PROGRAM", "STY")}
        env |= {"DISPLAY": ":" + display, "LC_ALL": "C.UTF-8", "HOME": folder, "XDG_STATE_HOME": folder}
        copy = shutil.copy(article, folder + "/a.txt")
        started.append(subprocess.Popen([*terminal, "-e", os.path.abspath(pizhu), copy], env=env))
        return hints(folder, env)
    finally:
        for program in reversed(started):
            program.kill()
            program.wait()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(0 if main(*sys.argv[1:]) else 1)
