"""Runs the program on inputs that were made to be slow, and compares time and memory with their limits.

usage: limits.py PIZHU FOLDER [NAME...]

FOLDER is for the inputs. Prints a line for each limit; the exit code is 1 where one is exceeded. Seconds are those of
the processors, which other programs beside it change little; what grows with the square of its input is told by counting steps (TestCost).
"""
import gzip, hashlib, json, os, random, subprocess, sys

PROSE = "广东省未来产业集群行动计划公开发布。" * 9


def write(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(data if isinstance(data, bytes) else data.encode())


def claims(folder, n, spot, **other):
    """Writes an article with n claims; spot(i) is the start, the end and the labels of one."""
    def claim(i):
        start, end, labels = spot(i)
        span = {"start": start, "end": end, "text": PROSE[start:end], "prefix": PROSE[max(0, start - 8):start], "suffix": PROSE[end:end + 8]}
        return {"id": "c%011d" % i, "spans": [span], "labels": labels, "attributes": {}, "note": "",
                "provenance": {"by": "chen", "method": "person", "created": "2026-11-23T09:06:00Z"}}
    write(folder + "/a.txt", PROSE)
    head = {"format": "pizhu.sidecar", "version": 1,
            "document": {"path": "a.txt", "id": "", "sha256": hashlib.sha256(PROSE.encode()).hexdigest(), "encoding": "utf-8", "length": len(PROSE)},
            "scheme": {"id": "future-industries", "sha256": "324b0639103c34ae96107dda91743c3b230f03aa1da498d46a205ea54b7b4c93"},
            "annotator": "chen", "status": "in-progress", "labels": {}, "note": "", "claims": [], "relations": []}
    raw = json.dumps(head, ensure_ascii=False, indent=1)
    list_ = ",\n".join(json.dumps(claim(i), ensure_ascii=False) for i in range(n))
    write(folder + "/a.txt.chen.pizhu.json", raw.replace('"claims": []', '"claims": [' + list_ + "]"))


def noise(n):
    return random.Random(1).randbytes(n)


def scheme(n):
    rules = "".join("- {rule: injected, text: 广告%05d}\n" % i for i in range(n))
    return """format: pizhu.scheme
version: 1
id: s
names: {en: S}
groups: [{id: goal, names: {en: Goal}, choose: one, labels: [{id: a, names: {en: A}}]}]
statuses: [{id: new, names: {en: New}}]
noise:
""" + rules


def page(markup):
    return "<html><body>" + markup + "</body></html>"


# A limit: a name, what writes the input into a folder, the command in that folder, its exit code, seconds, MB.
LIMITS = [
    ("check, 20,000 claims on one place", lambda d: claims(d, 20000, lambda i: (0, 4, {"goal": ["2030"]})), "check a.txt", 3, 2, 300),
    ("check, 20,000 marks of noise on one place", lambda d: claims(d, 20000, lambda i: (0, 2 + i % 99, {"noise": ["injected"]})), "check a.txt", 3, 2, 300),
    ("check, 20,000 labels that the scheme lacks", lambda d: claims(d, 20000, lambda i: (i % 90, i % 90 + 4, {"goal": ["x"]})), "check a.txt", 3, 2, 300),
    ("clean, 20 MB of random bytes", lambda d: write(d + "/a.txt", noise(20_000_000)), "clean a.txt", 0, 5, 1000),
    ("clean, 20 MB of NUL", lambda d: write(d + "/a.txt", b"\0" * 20_000_000), "clean a.txt", 0, 5, 1000),
    ("clean, 20 MB of prose", lambda d: write(d + "/a.txt", (PROSE + "\n") * (20_000_000 // len(PROSE.encode()))), "clean a.txt", 0, 5, 1000),
    ("clean, 19,000 rules", lambda d: (write(d + "/a.txt", (PROSE + "\n") * 5000), write(d + "/b.txt", (PROSE + "\n") * 5000), write(d + "/pizhu.yaml", scheme(19000))), "clean .", 0, 5, 1000),
    ("clean, 1,000,000 documents of JSONL", lambda d: write(d + "/a.jsonl", "".join('{"id": "%d", "text": "春眠不覺曉，處處聞啼鳥。"}\n' % i for i in range(1_000_000))), "clean a.jsonl", 0, 40, 1000),
    ("a page of 15 KB that unpacks to 5,000,000 elements", lambda d: write(d + "/a.html.gz", gzip.compress(b"<p>" * 5_000_000)), "clean a.html.gz", 1, 1, 200),
    ("a page with 300,000 links", lambda d: write(d + "/a.html", page("<a href=x>春</a>" * 300_000)), "clean a.html", 1, 1, 200),
    ("a page with 500,000 line breaks", lambda d: write(d + "/a.html", page("春<br>" * 500_000)), "clean a.html", 1, 1, 200),
    ("a page with 45,000 links", lambda d: write(d + "/a.html", page("<p>春眠不覺曉，處處聞啼鳥。<a href=x>春</a>" * 45_000)), "clean a.html", 0, 5, 500),
]


def run(name, make, command, code, seconds, megabytes, binary, folder):
    maker = os.fork()  # what a process of much memory starts would count that memory, too
    if maker == 0:
        make(folder)
        os._exit(0)
    if os.waitpid(maker, 0)[1] != 0:
        sys.exit("the input of %r could not be made" % name)
    env = dict(os.environ, XDG_STATE_HOME=folder + "/state", PIZHU_ANNOTATOR="chen")
    with open(folder + "/out", "wb") as out:
        p = subprocess.Popen([binary] + command.split(), cwd=folder, env=env, stdout=out, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(p.pid, 0)
        took = usage.ru_utime + usage.ru_stime
    got, mb = os.waitstatus_to_exitcode(status), usage.ru_maxrss / 1000
    good = got == code and took <= seconds and mb <= megabytes
    print("%-7s %6.1f s of %-3g  %5.0f MB of %-5d  %s%s" % ("ok" if good else "FAILED", took, seconds, mb, megabytes, name,
          "" if got == code else ": exit code %d, not %d" % (got, code)), flush=True)
    if got != code:
        print(open(folder + "/out", errors="replace").read()[:2000])
    return good


def main():
    binary, folder, names = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), sys.argv[3:]
    good = True
    for i, limit in enumerate(LIMITS):
        if not names or any(n in limit[0] for n in names):
            good = run(*limit, binary, "%s/%d" % (folder, i)) and good
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
