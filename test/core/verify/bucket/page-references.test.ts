import {
  assetsOf,
  keyOfReference,
  withoutComments,
} from '../../../../lib/core/verify/bucket/page-references.ts';

test.each<[string, string, string[]]>([
  ['a script', '<script src="/app.js" defer></script>', ['/app.js']],
  ['a picture without quotes', '<img alt=sun src=sun.png>', ['sun.png']],
  ['a picture in single quotes', "<IMG SRC='sun.png'>", ['sun.png']],
  ['pictures for several densities', '<img srcset="a.png 1x, b.png 2x">', ['a.png', 'b.png']],
  ['a picture within the page', '<img srcset="data:image/gif;base64,R0lG 1x">', []],
  ['a style sheet', '<link rel=stylesheet href=style.css>', ['style.css']],
  ['an icon', '<link rel="shortcut icon" href="/favicon.ico">', ['/favicon.ico']],
  ['the address that search engines take', '<link rel="canonical" href="/home">', []],
  ['a video and its poster', '<video src="v.mp4" poster="p.jpg">', ['v.mp4', 'p.jpg']],
  ['an object', '<object data="map.svg"></object>', ['map.svg']],
  ['a value that only looks like one', '<p data-src="no.png" data="no">', []],
  [
    'a picture of a style',
    '<style>b{background:url("bg.png") url(x.png)}</style>',
    ['bg.png', 'x.png'],
  ],
  ['a link to a page', '<a href="/contact">', []],
  ['the same thing twice', '<img src="a.png"><img src="a.png">', ['a.png']],
  ['a comment', '<!-- <img src="a.png"> --><img src="b.png">', ['b.png']],
])('what the page needs, when there is %s', (_name, html, assets) => {
  expect(assetsOf(html)).toEqual(assets);
});

test.each<[string, string, string | null]>([
  ['a path', '/css/a.css', 'css/a.css'],
  ['a path without its slash', 'css/a.css', 'css/a.css'],
  ['a query and a fragment', '/a.svg?v=1&amp;w=2#top', 'a.svg'],
  ['an ampersand, as HTML has it', '/r&amp;d.svg', 'r&d.svg'],
  ['an odd letter', '/caf%C3%A9.png', 'café.png'],
  ['what is no letter at all', '/%ff%zz', '%ff%zz'],
  ['a folder', '/help/', 'help/index.html'],
  ['the first page', '/', 'index.html'],
  ["the site's own name", 'https://WWW.example.com/a.js', 'a.js'],
  ['another site', 'https://example.org/a.js', null],
  ['data within the page', 'data:image/png;base64,AAAA', null],
  ['no address at all', 'http://[', null],
])('the key of %s', (_name, reference, key) => {
  expect(keyOfReference(reference, 'www.example.com', 'index.html')).toBe(key);
});

test('a comment that does not end hides the rest', () => {
  expect(withoutComments('a<!-- b --> c <!-- d')).toBe('a c ');
});

test.each([
  ['tags that do not end', '<b '.repeat(21_000)],
  ['comments that do not end', '<!--'.repeat(16_000)],
  ['one long word', `<img ${'a'.repeat(65_000)}>`],
  ['functions that do not end', 'url('.repeat(16_000)],
])('a hostile page of %s costs no time', (_name, html) => {
  const before = performance.now();
  assetsOf(html);
  expect(performance.now() - before).toBeLessThan(250);
});
