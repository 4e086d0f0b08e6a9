import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { openTerminal, type Screen } from '../../bin/terminal.ts';

const CLEAR_LINE = '\r\u001b[2K';

/** A screen that keeps what a person would see, wrapping at its width. */
function screenOf(columns: number, isTTY = true) {
  const rows = [''];
  let raw = '';
  const print = (character: string) => {
    const row = rows.length - 1;
    if ((rows[row] ?? '').length >= columns) rows.push(character);
    else rows[row] += character;
  };
  const write = (text: string) => {
    raw += text;
    for (const character of stripVTControlCharacters(text.replaceAll(CLEAR_LINE, '\r'))) {
      if (character === '\n') rows.push('');
      else if (character === '\r') rows[rows.length - 1] = '';
      else print(character);
    }
  };
  const sink = new Writable({
    decodeStrings: false,
    write: (text, _encoding, done) => {
      write(text);
      done();
    },
  });
  const stream = Object.assign(sink, { isTTY, columns }) as unknown as Screen;
  return { stream, rows, raw: () => raw };
}

test('lines stay above the living line, which leaves no remnant', () => {
  const { stream, rows } = screenOf(40);
  const terminal = openTerminal(stream);
  terminal.status(() => 'waiting');
  terminal.line('first');
  terminal.status(() => 'shorter');
  terminal.line('second\nthird');
  expect(rows).toEqual(['first', 'second', 'third', expect.stringMatching(/^. shorter$/)]);
  terminal.close();
  expect(rows).toEqual(['first', 'second', 'third', '']);
});

test.each([80, 20, 0])('the living line never wraps at %s columns, not even by ^C', (columns) => {
  const { stream, rows } = screenOf(columns || 80);
  Object.assign(stream, { columns });
  const terminal = openTerminal(stream);
  terminal.status(() => 'long '.repeat(40));
  stream.write('^C');
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatch(/^. long long.*…\^C$/);
  terminal.close();
  expect(rows).toEqual(['']);
});

test('anything but a terminal gets plain lines only', () => {
  const { stream, raw } = screenOf(80, false);
  const terminal = openTerminal(stream);
  terminal.status(() => 'waiting');
  terminal.line(terminal.paint('bad', 'first'));
  terminal.status(null);
  terminal.close();
  expect(raw()).toBe('first\n');
});
