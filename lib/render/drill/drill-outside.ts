import { quoted } from '../text.ts';

/** A text from outside on one line, cut to a readable length, which cannot turn the text around it. */
export const outside = (text: string): string => quoted(text.replace(TURNING, ''));

/** Marks that reverse the direction of what follows: https://www.unicode.org/reports/tr9/ */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
