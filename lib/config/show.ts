const SHOWN_CHARACTERS_MAX = 60;

/**
 * A value as a message may repeat it: short, on one line, and never a secret. Of a URL only the
 * host is shown, because the rest of a webhook's URL is its password.
 */
export function show(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a group of keys';
  return typeof value === 'string' ? showText(value) : String(value);
}

function showText(text: string): string {
  const host = /([a-z][\w+.-]*):\/\/([^/?#\s]{0,80})/i.exec(text);
  if (host !== null) return `a URL (${host[1]}://${hostOnly(host[2] ?? '')}/…)`;
  if (/hooks\.slack\.com/i.test(text)) return 'a Slack webhook (hooks.slack.com/…)';
  const short =
    text.length > SHOWN_CHARACTERS_MAX ? `${text.slice(0, SHOWN_CHARACTERS_MAX)}…` : text;
  return isPlain(text) ? short : JSON.stringify(short);
}

/** A password can also stand before the host. */
const hostOnly = (authority: string): string => authority.slice(authority.lastIndexOf('@') + 1);

/** Could stand in a sentence, and could not be taken for a number or a yes/no value. */
const isPlain = (text: string): boolean =>
  /^[\p{L}\d.:/@_~!-]+$/u.test(text) && !/^(\d+(\.\d+)?|true|false|null)$/i.test(text);
