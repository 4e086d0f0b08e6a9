/** How a piece of text is meant; a terminal gives it a colour, anything else leaves it plain. */
export type Style = 'strong' | 'quiet' | 'good' | 'bad' | 'warn';

export type Paint = (style: Style, text: string) => string;

/** No colour: for a pipe, a log and a mail. */
export const PLAIN: Paint = (_style, text) => text;
