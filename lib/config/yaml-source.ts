import * as yaml from 'yaml';
import type { Path } from './complaint.ts';
import { type SyntaxComplaint, syntaxComplaint } from './yaml-words.ts';

/** A YAML file as plain values, with the way back from each value to its place in the text. */
export type YamlSource = {
  readonly value: unknown;
  readonly complaints: readonly SyntaxComplaint[];
  /** False when the file is so broken that its values mean nothing. */
  readonly isReadable: boolean;
  readonly locate: (path: Path, at: 'key' | 'value') => Place;
  readonly placeOf: (offset: number) => Place;
};

/** Line and column, both from 1. */
export type Place = { readonly line: number; readonly column: number };

/** Aliases unfold when they are read; a handful is comfort, thousands are an attack. */
const ALIASES_MAX = 100;

/** Reads YAML. Never throws, whatever the text. */
export function readYaml(text: string): YamlSource {
  const lines = new yaml.LineCounter();
  const document = yaml.parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    merge: true,
    logLevel: 'error',
  });
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const complaints = firstOfEachLine(
    [...document.errors, ...document.warnings].map((error) => syntaxComplaint(error, text)),
    placeOf,
  );
  const { value, failure } = plainValueOf(document);
  return {
    value,
    complaints: failure === null ? complaints : [...complaints, failure],
    isReadable: failure === null && document.errors.every(({ code }) => code === 'DUPLICATE_KEY'),
    locate: (path, at) => placeOf(offsetOf(document, path, at)),
    placeOf,
  };
}

/** One mistake often upsets the parser several times on its line; the first time says most. */
const firstOfEachLine = (
  complaints: readonly SyntaxComplaint[],
  placeOf: (offset: number) => Place,
): SyntaxComplaint[] => [
  ...new Map(complaints.toReversed().map((found) => [placeOf(found.offset).line, found])).values(),
];

function plainValueOf(document: yaml.Document.Parsed): {
  value: unknown;
  failure: SyntaxComplaint | null;
} {
  try {
    return { value: document.toJS({ maxAliasCount: ALIASES_MAX }), failure: null };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split(':')[0] : 'no reason given';
    const message = `the aliases in this file cannot be followed (${reason})`;
    const instead = `write out what the aliases stand for, or use at most ${ALIASES_MAX} of them`;
    return { value: undefined, failure: { offset: 0, message, instead } };
  }
}

/** Where the value at a path begins. Of something that is missing: where its nearest parent is named. */
function offsetOf(document: yaml.Document.Parsed, path: Path, at: 'key' | 'value'): number {
  let node: unknown = document.contents;
  let name = startOf(node) ?? 0;
  for (const step of path) {
    const found = childOf(yaml.isAlias(node) ? node.resolve(document) : node, step);
    if (found === null) return name;
    name = startOf(found.key) ?? name;
    node = found.value;
  }
  return at === 'key' ? name : (startOf(node) ?? name);
}

/** The last one wins among equal keys, as it does when the file is read. */
function childOf(node: unknown, step: string | number): { key: unknown; value: unknown } | null {
  if (yaml.isSeq(node)) {
    const item = node.items[Number(step)];
    return item === undefined ? null : { key: item, value: item };
  }
  if (!yaml.isMap(node)) return null;
  const isWanted = ({ key }: yaml.Pair) =>
    String(yaml.isScalar(key) ? key.value : key) === String(step);
  return node.items.findLast(isWanted) ?? null;
}

const startOf = (node: unknown): number | undefined =>
  yaml.isNode(node) ? node.range?.[0] : undefined;
