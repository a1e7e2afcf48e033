"""Shows what a reader wants to see of go test -json, and fails where go test would not: on a skipped test.

usage: go test -json ./... | python3 results.py WHY

It prints a line a package, the skipped tests, and the output of what failed. It exits with 1, and writes the reason
to the file WHY, if a test failed, was skipped or if none was run. One skip is excused: a test whose reason names
../shared, material that lies beside the developers' checkouts, where there is none.
"""

import collections
import json
import os
import sys

SHARED = "../shared"
HAS_SHARED = os.path.isdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", SHARED))


def events(lines):
    for line in lines:
        try:
            yield json.loads(line)
        except ValueError:
            print(line, end="", flush=True)  # the go command speaks, not a test


def reason(output):
    """What a skipped test said, without the lines that go test puts around it."""
    said = (line.strip() for line in output)
    return " ".join(line for line in said if line and not line.startswith(("=== ", "--- ")))


def main(why):
    output = collections.defaultdict(list)  # by package and test; what a package itself says has the test ""
    ran, failed, skipped = 0, {}, []  # failed: the tests that failed, by package
    for event in events(sys.stdin):
        package, test = event.get("Package") or event.get("ImportPath", ""), event.get("Test", "")
        action, said = event["Action"], output[package, test]
        if action in ("output", "build-output"):
            text = event["Output"]
            if not test and text.startswith(("ok  \t", "FAIL\t", "?   \t")):
                print(text, end="", flush=True)
            else:
                said.append(text)
        elif action in ("fail", "build-fail"):
            print(*said, sep="", end="", flush=True)
            said.clear()
        elif action == "skip" and test:
            print(f"skip\t{package}\t{test}: {reason(said)}", flush=True)
            if HAS_SHARED or SHARED not in reason(said):
                skipped.append(f"{package} {test}")
        if action == "fail":
            tests = failed.setdefault(package, [])
            if test and "/" not in test:
                tests.append(test)
        if test and action in ("pass", "fail"):
            ran += 1

    found = []
    if failed:
        found.append("failed: " + ", ".join(" ".join([package, *tests]) for package, tests in failed.items()))
    if skipped:
        found.append("skipped: " + ", ".join(skipped))
    if not ran:
        found.append("no test was run")
    print(f"{ran} tests ran, subtests counted")
    if found:
        with open(why, "w", encoding="utf-8") as file:
            print("; ".join(found), file=file)
        sys.exit(1)


main(sys.argv[1])
