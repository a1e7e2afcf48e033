// A terminal for the tests: xterm.js without a window. A request on standard input and its answer on standard output
// are each a line of JSON.
//
//   usage: node xterm.mjs MODULES UNICODE
//
// MODULES is the folder whose node_modules has xterm.js, UNICODE the version of its tables of widths: "6", as it comes,
// or "15-graphemes", with the addon. A request {columns, rows, bytes} resizes the terminal and writes bytes, in base64.
// The answer {rows, cursor, state, pen, replies} is the whole screen: rows of runs [SGR, [text, columns], ...], in which
// a cell that nothing was written to has no text.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

// The addon 0.4.0 reads its table from the whole buffer beneath the one that it decoded. From the pool, that is another
// table, and every character above U+FFFF takes one column.
Buffer.poolSize = 0;

const [modules, unicode] = process.argv.slice(2);
const require = createRequire(modules + '/');
const { Terminal } = require('@xterm/headless');
const { UnicodeGraphemesAddon } = require('@xterm/addon-unicode-graphemes');

const terminal = new Terminal({ allowProposedApi: true, scrollback: 0 });
terminal.loadAddon(new UnicodeGraphemesAddon());
terminal.unicode.activeVersion = unicode;
let replies = '';
terminal.onData(data => { replies += data; });

// sgr is what a cell wears, or what is written next, in SGR parameters. xterm.js has the shape and the colour of
// underlines, but not in its documented interface.
function sgr(a) {
  const p = [];
  const has = { 1: a.isBold(), 2: a.isDim(), 3: a.isItalic(), 5: a.isBlink(), 7: a.isInverse(), 8: a.isInvisible(), 9: a.isStrikethrough(), 53: a.isOverline() };
  for (const [code, on] of Object.entries(has)) if (on) p.push(code);
  if (a.isFgRGB()) p.push('38;2;' + rgb(a.getFgColor()));
  if (a.isFgPalette()) p.push('38;5;' + a.getFgColor());
  if (a.isBgRGB()) p.push('48;2;' + rgb(a.getBgColor()));
  if (a.isBgPalette()) p.push('48;5;' + a.getBgColor());
  if (a.isUnderline()) {
    p.push('4:' + a.getUnderlineStyle());
    if (a.isUnderlineColorRGB()) p.push('58;2;' + rgb(a.getUnderlineColor()));
    if (a.isUnderlineColorPalette()) p.push('58;5;' + a.getUnderlineColor());
  }
  return p.join(';');
}

const rgb = n => [n >> 16 & 255, n >> 8 & 255, n & 255].join(';');

// row is the runs of cells that wear the same.
function row(line) {
  const runs = [];
  let run;
  for (let x = 0; x < terminal.cols; x++) {
    const cell = line.getCell(x);
    if (cell.getWidth() === 0) continue; // the right half of the one before
    const wears = sgr(cell);
    if (!run || run[0] !== wears) runs.push(run = [wears]);
    run.push([cell.getChars(), cell.getWidth()]);
  }
  return runs;
}

function screen() {
  const buffer = terminal.buffer.active, core = terminal._core;
  const rows = [];
  for (let y = 0; y < terminal.rows; y++) rows.push(row(buffer.getLine(buffer.baseY + y)));
  return {
    rows,
    cursor: { row: buffer.cursorY, column: buffer.cursorX, visible: !core.coreService.isCursorHidden },
    state: {
      alternate: buffer.type === 'alternate', wrap: terminal.modes.wraparoundMode, held: terminal.modes.synchronizedOutputMode,
      top: core.buffer.scrollTop, bottom: core.buffer.scrollBottom + 1,
    },
    pen: sgr(core._inputHandler._curAttrData),
    replies,
  };
}

const write = bytes => new Promise(done => terminal.write(bytes, done));

for await (const line of createInterface({ input: process.stdin })) {
  const { columns, rows, bytes } = JSON.parse(line);
  terminal.resize(columns, rows);
  await write(Buffer.from(bytes, 'base64'));
  process.stdout.write(JSON.stringify(screen()) + '\n');
  replies = '';
}
