import { publishHeaders } from '../../lib/core/publish-headers.ts';

test.each([
  ['index.html', 'text/html; charset=utf-8'],
  ['docs/PAGE.HTM', 'text/html; charset=utf-8'],
  ['style.css', 'text/css; charset=utf-8'],
  ['app.min.js', 'text/javascript; charset=utf-8'],
  ['logo.svg', 'image/svg+xml; charset=utf-8'],
  ['photo.jpeg', 'image/jpeg'],
  ['favicon.ico', 'image/x-icon'],
  ['font.woff2', 'font/woff2'],
  ['data.unheard-of', 'application/octet-stream'],
  ['html', 'application/octet-stream'],
  ['v1.html/readme', 'application/octet-stream'],
  ['a.constructor', 'application/octet-stream'],
])('%s is sent as %s', (key, contentType) => {
  expect(publishHeaders(key).contentType).toBe(contentType);
});

test.each([
  ['index.html', 'max-age=60'],
  ['style.css', 'max-age=300'],
])('%s is kept by browsers for %s', (key, cacheControl) => {
  expect(publishHeaders(key).cacheControl).toBe(cacheControl);
});
