#!/usr/bin/env bash
# TinySegmenter cuts a character beyond U+FFFF into two words, neither of which is text.
#
# Version:  tiny-segmenter 0.2.0 (npm)
# Input:    𠮷野家へ (the first character is U+20BB7)
# Expected: words that are whole characters.
# Seen:     "\ud842", "\udfb7", "野家", "へ".
# So:       written as UTF-8, each half becomes U+FFFD: the words joined are no longer the text, and every later offset
#           in code points is one too large.
set -euo pipefail
command -v npm >/dev/null || apt-get install -y -qq nodejs npm >/dev/null
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat >main.cjs <<'JS'
const Segmenter = require('tiny-segmenter')
console.log(JSON.stringify(new Segmenter().segment('𠮷野家へ')))
JS
npm install --silent --no-audit --no-fund --ignore-scripts tiny-segmenter@0.2.0 >/dev/null
seen=$(node main.cjs)
echo "$seen"
[[ $seen == '["\ud842","\udfb7","野家","へ"]' ]] || { echo 'this has changed' >&2; exit 1; }
