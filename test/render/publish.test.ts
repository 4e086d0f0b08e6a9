import type { PublishDeed, Published } from '../../lib/core/published.ts';
import { deedLine, publishedText } from '../../lib/render/publish.ts';

const PUT: PublishDeed = {
  site: 'www.example.com',
  deed: 'put',
  key: 'index.html',
  why: 'content changed',
  contentType: 'text/html; charset=utf-8',
  cacheControl: 'max-age=60',
};
const REMOVED: PublishDeed = { site: 'www.example.com', deed: 'removed', key: 'old.css' };
const NOTHING: Published = {
  site: 'www.example.com',
  bucket: 'www.example.com',
  content: 'site',
  isDryRun: false,
  deeds: [],
  kept: ['index.html', 'style.css'],
  foreign: [],
  skipped: [],
};

test.each<[PublishDeed, string]>([
  [PUT, 'put      index.html  (content changed; text/html; charset=utf-8, max-age=60)'],
  [REMOVED, 'removed  old.css  (ours, and no longer in the folder)'],
  [{ ...REMOVED, deed: 'left' }, 'left     old.css  (somebody put another in its place meanwhile)'],
])('a deed is one line: %j', (deed, line) => {
  expect(deedLine(deed)).toBe(line);
});

test('a key cannot move the cursor of a terminal', () => {
  expect(deedLine({ ...REMOVED, key: 'a\u001b[2J\nb' })).toMatch(/^removed {2}a\?\[2J\?b /);
});

test.each<[string, Partial<Published>, string]>([
  [
    'nothing to do',
    {},
    'www.example.com: nothing to do, 2 unchanged, from site to bucket www.example.com',
  ],
  [
    'changes',
    { deeds: [PUT, PUT, REMOVED], kept: ['style.css'] },
    'www.example.com: 2 put, 1 removed, 1 unchanged, from site to bucket www.example.com',
  ],
  [
    'a dry run',
    { deeds: [PUT], kept: [], isDryRun: true },
    'www.example.com: 1 put, 0 removed, 0 unchanged (dry run: nothing was changed), from site to bucket www.example.com',
  ],
])('the summary of %s', (_name, change, text) => {
  expect(publishedText({ ...NOTHING, ...change })).toBe(text);
});

test('what was left alone and what was left out is named', () => {
  const foreign = Array.from({ length: 22 }, (_, n) => `f${n}`);
  const skipped = [{ path: '.git', why: 'begins with a dot' }];
  const [, ...lines] = publishedText({ ...NOTHING, foreign, skipped }).split('\n');
  expect(lines).toEqual([
    expect.stringMatching(/^ {2}not ours, left alone: f0, f1, .*f19 and 2 more$/),
    '  not published: .git begins with a dot',
  ]);
});
