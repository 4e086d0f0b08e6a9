import { type AlertDocument, alertDocument } from '../core/alerts/alert-document.ts';
import type { Message } from '../core/world.ts';

/**
 * An alert for every protocol, as `MessageStructure: json` has it: people get the text, programs the
 * document. SNS refuses a whole message for one byte too many, and all protocols share its room, so
 * what is too long loses text first, then facts, and never a field
 * (https://docs.aws.amazon.com/sns/latest/api/API_Publish.html).
 */
export function perProtocol(message: Message): string {
  const document = alertDocument(message);
  let text = '';
  for (const attempt of shorterAndShorter(document)) {
    text = written(attempt);
    if (Buffer.byteLength(text) <= MESSAGE_BYTES_MAX) return text;
  }
  return text;
}

/** SNS takes 256 KiB, attributes included; 4 KiB are left to them. */
export const MESSAGE_BYTES_MAX = 252 * 1024;
/** However much each character may grow when it is escaped twice, so many fit for every protocol. */
const TEXT_CHARS_MIN = 2_000;
const CUT_NOTE = '\n[The rest was cut: SNS takes 256 KiB.]';
const NOTHING = '(no text)';

/** Who is not named here gets `default`: mail above all, and telephones' own services. */
const PROGRAMS = ['http', 'https', 'sqs', 'lambda', 'firehose', 'email-json'] as const;

function written(document: AlertDocument): string {
  const { subject, text } = document;
  const forPrograms = JSON.stringify(document);
  return JSON.stringify({
    default: text || NOTHING,
    // A short message has 140 characters, and a longer one is sent as many.
    sms: subject || NOTHING,
    ...Object.fromEntries(PROGRAMS.map((protocol) => [protocol, forPrograms])),
  });
}

/** Halved each time: nobody reads so much, and a search for the last character is not worth its code. */
function* shorterAndShorter(document: AlertDocument): Generator<AlertDocument> {
  yield document;
  let chars = document.text.length;
  do {
    chars = Math.max(Math.floor(chars / 2), Math.min(chars, TEXT_CHARS_MIN));
    yield cutTo(document, chars);
  } while (chars > TEXT_CHARS_MIN);
  yield { ...cutTo(document, chars), facts: {}, isCut: true };
}

/** A character that the cut went through is replaced by one that says so. */
const cutTo = (document: AlertDocument, chars: number): AlertDocument =>
  chars >= document.text.length
    ? document
    : { ...document, text: document.text.slice(0, chars).toWellFormed() + CUT_NOTE, isCut: true };
