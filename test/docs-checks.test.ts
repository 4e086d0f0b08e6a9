import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALL_CHECKS } from '../lib/core/verify/all-checks.ts';
import { checksPage, checkText } from '../lib/render/check-facts.ts';

test('docs/checks.md is what the checks say of themselves: npm run checks writes it', () => {
  const page = readFileSync(join(__dirname, '../docs/checks.md'), 'utf8');
  expect(page).toBe(checksPage(ALL_CHECKS));
});

test.each(ALL_CHECKS.map((check) => [check.id, check] as const))(
  '%s says what must hold, why it matters and where that comes from',
  (id, check) => {
    expect(id).toMatch(/^[a-z-]+\.[a-z0-9-]+$/);
    for (const sentence of [check.rule, check.why])
      expect(sentence).toMatch(/^[A-Z`"'<0-9].*[.)]$/s);
    for (const source of check.sources) expect(() => new URL(source)).not.toThrow();
    const text = checkText(check);
    expect(text.startsWith(`${id} (`)).toBe(true);
    for (const source of check.sources) expect(text).toContain(source);
  },
);

test('no two checks have one name', () => {
  expect(new Set(ALL_CHECKS.map(({ id }) => id)).size).toBe(ALL_CHECKS.length);
});
