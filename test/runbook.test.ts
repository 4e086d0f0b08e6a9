import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');
const runbook = readFileSync(join(ROOT, 'docs/runbook.md'), 'utf8');
const sections = runbook.split(/^## /m).slice(1);
const idOf = (section: string): string => section.split('\n', 1)[0]?.trim() ?? '';

/** Alert ids as lib/render writes them: in the anchors, and as the events that become one. */
const alertIds = (): ReadonlySet<string> => {
  const folder = join(ROOT, 'lib/render');
  const text = readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
  const anchors = [...text.matchAll(/runbook\.md#([a-z-]+)/g)].map(([, id]) => id ?? '');
  const events = [...text.matchAll(/\bevent: '([a-z-]+)'/g)].map(([, id]) => id ?? '');
  return new Set([...anchors, ...events]);
};

test('every alert has its section in the runbook, and every section its alert', () => {
  expect(sections.map(idOf).sort()).toEqual([...alertIds()].sort());
});

test.each(sections.map((section) => [idOf(section), section]))(
  '%s says what it means and has commands to paste',
  (_id, section) => {
    expect(section).toContain('**Meaning.**');
    expect(section).toMatch(/```sh\n.+\n/);
  },
);
