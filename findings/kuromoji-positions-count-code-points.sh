#!/usr/bin/env bash
# kuromoji.js gives places that do not fit the strings of its own language: in code points, and from 1.
#
# Version:  kuromoji 0.1.2 (npm)
# Input:    東京へ, and 𠮷野家へ行く (the first character is U+20BB7, two units of a JavaScript string)
# Expected: word_position is the index of the word in the string, or that plus 1, in both.
# Seen:     へ has word_position 3 and index 2 in the first, 4 and 4 in the second.
# So:       word_position - 1 is an offset in code points. Code that subtracts 1 and slices the string is right until the
#           first rare name; code that was tried with such a name alone never subtracts.
set -euo pipefail
command -v npm >/dev/null || apt-get install -y -qq nodejs npm >/dev/null
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat >main.cjs <<'JS'
const kuromoji = require('kuromoji')
kuromoji.builder({ dicPath: 'node_modules/kuromoji/dict' }).build((err, tokenizer) => {
  if (err) throw err
  for (const text of ['東京へ', '𠮷野家へ行く']) {
    const to = tokenizer.tokenize(text).find((t) => t.surface_form === 'へ')
    console.log(text, to.word_position, text.indexOf('へ'), [...text].indexOf('へ'))
  }
})
JS
npm install --silent --no-audit --no-fund --ignore-scripts kuromoji@0.1.2 >/dev/null
seen=$(node main.cjs)
echo "$seen"
want='東京へ 3 2 2
𠮷野家へ行く 4 4 3'
[[ $seen == "$want" ]] || { echo 'this has changed' >&2; exit 1; }
