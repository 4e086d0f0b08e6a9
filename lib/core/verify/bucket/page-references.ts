/**
 * What a page needs besides itself, as it is written there: scripts, styles, images and the like, but
 * not the pages that it links to. It reads as much as a page of few lines needs, and is no HTML parser.
 */
export function assetsOf(html: string): readonly string[] {
  const text = withoutComments(html);
  const inTags = [...text.matchAll(TAG)].flatMap(([, name = '', attributes = '']) =>
    assetsOfTag(name.toLowerCase(), attributesOf(attributes)),
  );
  const inStyles = [...text.matchAll(CSS_URL)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? '',
  );
  return [...new Set([...inTags, ...inStyles].map((text) => text.trim()))].filter(
    (reference) => reference !== '',
  );
}

/**
 * The key of the object that a reference on the page leads to; null when it leads away from the site.
 * Of a folder it is the index document in it, as the website endpoint has it:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/IndexDocumentSupport.html
 */
export function keyOfReference(reference: string, siteName: string, index: string): string | null {
  const url = URL.parse(reference.replaceAll('&amp;', '&'), `http://${siteName}/`);
  if (url?.hostname !== siteName) return null;
  const key = decoded(url.pathname.slice(1));
  return key === '' || key.endsWith('/') ? `${key}${index}` : key;
}

/** What a browser sees of it; a comment that does not end hides the rest. */
export function withoutComments(html: string): string {
  const [before = '', ...parts] = html.split('<!--');
  const after = parts.map((part) => part.split('-->').slice(1).join('-->'));
  return [before, ...after].join('');
}

// No pattern may be slow on a hostile page: none looks past the next angle bracket, quote or word.
const TAG = /<([a-z][a-z0-9]*)\s([^<>]*)>/gi;
const ATTRIBUTE = /(?<![a-z-])([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))/gi;
const CSS_URL = /\burl\((?:"([^"()]*)"|'([^'()]*)'|([^"'()]*))\)/gi;
const NEEDED_LINK = /\b(stylesheet|icon|apple-touch-icon|preload|modulepreload|manifest)\b/i;

type Attributes = ReadonlyMap<string, string>;

const attributesOf = (text: string): Attributes =>
  new Map(
    [...text.matchAll(ATTRIBUTE)].map(([, name = '', double, single, plain]) => [
      name.toLowerCase(),
      double ?? single ?? plain ?? '',
    ]),
  );

function assetsOfTag(name: string, attributes: Attributes): readonly string[] {
  if (name === 'link')
    return NEEDED_LINK.test(attributes.get('rel') ?? '') ? [attributes.get('href') ?? ''] : [];
  const srcset = attributes.get('srcset') ?? '';
  // A picture within the page has commas of its own.
  const candidates = srcset.includes('data:')
    ? []
    : srcset.split(',').map((candidate) => candidate.trim().split(/\s/)[0] ?? '');
  const data = name === 'object' ? (attributes.get('data') ?? '') : '';
  return [attributes.get('src') ?? '', attributes.get('poster') ?? '', data, ...candidates];
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
