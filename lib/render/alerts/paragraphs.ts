/** A paragraph of prose, or of commands that are to be pasted. */
export type Paragraph = { readonly text: string; readonly isCode: boolean };

/** Mail has one kind of text; what is a command shows by its indent, as `layout` writes it. */
export const paragraphs = (body: string): Paragraph[] => blocks(body).flatMap(proseAndCode);

/** What empty lines separate: the first is the lead, each other one begins with its heading. */
export const blocks = (body: string): string[] => body.split(/\n\s*\n/);

/** Indented lines are commands, unless they go on with a list item above them. */
export function proseAndCode(block: string): Paragraph[] {
  const found: { lines: string[]; isCode: boolean }[] = [];
  let isInList = false;
  for (const line of block.split('\n').filter((each) => each.trim() !== '')) {
    const isIndented = line.startsWith('  ');
    isInList = LIST_ITEM.test(line) || (isInList && isIndented);
    const isCode = isIndented && !isInList;
    const latest = found.at(-1);
    const text = isCode ? line.trim() : line;
    if (latest?.isCode === isCode) latest.lines.push(text);
    else found.push({ lines: [text], isCode });
  }
  return found.map(({ lines, isCode }) => ({ isCode, text: lines.join('\n') }));
}

const LIST_ITEM = /^\s*(-|\d+\.) /;
