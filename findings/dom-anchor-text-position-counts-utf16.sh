#!/usr/bin/env bash
# dom-anchor-text-position makes a TextPositionSelector that counts UTF-16 units; the W3C's model counts code points.
#
# Version:  dom-anchor-text-position 5.0.0 with jsdom 26.1.0 (npm)
# Input:    到20 selected in <p>𠮷野家到2030年</p>
# Expected: start 3, end 6 (Web Annotation Data Model, 4.2.5: positions are counted in code points).
# Seen:     start 4, end 7.
# So:       selectors written by tools in the browser are off by one after each rare character or emoji; only their
#           quotes tell. An importer must hold each against the text.
set -euo pipefail
command -v npm >/dev/null || apt-get install -y -qq nodejs npm >/dev/null
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat >main.mjs <<'JS'
import { JSDOM } from 'jsdom'

const { window } = new JSDOM('<p>𠮷野家到2030年</p>')
Object.assign(globalThis, { document: window.document, Node: window.Node, NodeFilter: window.NodeFilter, Range: window.Range })
const { fromRange } = await import('dom-anchor-text-position')
const node = document.querySelector('p').firstChild
const range = document.createRange()
range.setStart(node, node.data.indexOf('到'))
range.setEnd(node, node.data.indexOf('30'))
const { start, end } = fromRange(document.body, range)
console.log(range.toString(), start, end, [...node.data].join('|'))
JS
npm install --silent --no-audit --no-fund --ignore-scripts dom-anchor-text-position@5.0.0 jsdom@26.1.0 >/dev/null
seen=$(node main.mjs)
echo "$seen"
[[ $seen == '到20 4 7 𠮷|野|家|到|2|0|3|0|年' ]] || { echo 'this has changed' >&2; exit 1; }
