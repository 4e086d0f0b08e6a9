import { SECONDARY_MARK } from '../core/secondary-mark.ts';

/**
 * What CloudFront runs before it looks for a file, as the text that the template holds (runtime
 * cloudfront-js-2.0, https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html).
 *
 * Only GET and HEAD go on to the bucket: a form that is sent to the fallback page learns at once that it was
 * not taken. A path without a file name gets the one of its folder, as an S3 website would find it. And no
 * condition or range goes on: a crawler that asks whether the page is newer than its own copy of the real one
 * would be told that it is not, and keep it without ever seeing the 503. (That CloudFront compares nothing
 * once the function has taken the conditions out is not verified on AWS; a 304 would become a 503 all the same.)
 */
export const requestCode = (retryAfterSeconds: number): string =>
  `${declaration(retryAfterSeconds)}
var CONDITIONS = ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since', 'if-range', 'range'];

function handler(event) {
  var request = event.request;
  if (request.method !== 'GET' && request.method !== 'HEAD') return notTaken();
  var name = request.uri.slice(request.uri.lastIndexOf('/') + 1);
  if (name === '') request.uri += 'index.html';
  else if (name.indexOf('.') === -1) request.uri += '/index.html';
  CONDITIONS.forEach(function (header) { delete request.headers[header]; });
  return request;
}

function notTaken() {
  var headers = { 'content-type': { value: 'text/plain; charset=utf-8' } };
  Object.keys(UNAVAILABLE).forEach(function (header) { headers[header] = UNAVAILABLE[header]; });
  return {
    statusCode: 503,
    statusDescription: 'Service Unavailable',
    headers: headers,
    body: 'This website is not available right now. What you sent was not taken; please try again later.\\n'
  };
}
`;

/**
 * What it runs before it hands a file out: a page becomes a 503, so that search engines keep the real site,
 * and its parts stay 200, or no browser would apply a style sheet. It runs for what the cache has, too, and
 * not for what the bucket refused
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html):
 * that is the matter of the distribution's error responses. An answer that does not say what it is counts
 * as a page.
 */
export const responseCode = (retryAfterSeconds: number): string =>
  `${declaration(retryAfterSeconds)}
function handler(event) {
  var response = event.response;
  var type = response.headers['content-type'];
  var isPart = type && !/^(text\\/html|application\\/xhtml)/i.test(type.value);
  if (isPart && response.statusCode < 300) return response;
  response.statusCode = 503;
  response.statusDescription = 'Service Unavailable';
  Object.keys(UNAVAILABLE).forEach(function (header) { response.headers[header] = UNAVAILABLE[header]; });
  return response;
}
`;

/** The headers that go with every 503; the headers policy has the same, for what no function sees. */
const declaration = (retryAfterSeconds: number): string => {
  const headers = unavailableHeaders(retryAfterSeconds).map(
    ([name, value]) => `'${name}': { value: '${value}' }`,
  );
  return `var UNAVAILABLE = { ${headers.join(', ')} };`;
};

/** When to come back, that nobody may keep it, and who says so; names in lower case. */
export const unavailableHeaders = (
  retryAfterSeconds: number,
): readonly (readonly [name: string, value: string])[] => [
  ['retry-after', `${retryAfterSeconds}`],
  ['cache-control', 'no-store'],
  [SECONDARY_MARK.header, SECONDARY_MARK.value],
];
