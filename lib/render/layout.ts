import { wrap } from './text.ts';

/** A heading and what stands under it. */
export type Section = { readonly heading: string; readonly lines: readonly Line[] };

/** Text is wrapped; a command is to be pasted, so it stands on a line of its own, whole. */
export type Line = string | { readonly command: string };

/** A plain text: first what matters most, then sections, with an empty line between any two. */
export const layout = (lead: string, sections: readonly Section[]): string =>
  [
    wrap(lead),
    ...sections.map(({ heading, lines }) => [heading, ...lines.map(written)].join('\n')),
  ].join('\n\n');

const written = (line: Line): string =>
  typeof line === 'string' ? wrap(line) : `  ${line.command}`;
