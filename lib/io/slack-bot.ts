import type { OpenChannel } from '../core/alerts/slack-channel.ts';
import { parseJson } from '../core/parse-json.ts';
import { postPatiently, type SlackAnswer, type SlackDeps, SlackError } from './slack-request.ts';
import { Agent } from './undici-parts.ts';

/** Where the methods of Slack's Web API are: https://docs.slack.dev/apis/web-api */
const API = 'https://slack.com/api';

type BotDeps = SlackDeps & {
  /** Tests bring their own. */
  readonly api?: string;
};

/**
 * A bot with the scope `chat:write` that is in the channel. Its messages have names (`ts`), to which later
 * ones are replies: https://docs.slack.dev/reference/methods/chat.postMessage
 */
export const makeOpenBot =
  ({ sleep, dispatcher = new Agent(), api = API }: BotDeps, channel: string): OpenChannel =>
  (token) => {
    const call = async (method: string, payload: object): Promise<Answer> => {
      const request = { url: `${api}/${method}`, payload: { channel, ...payload }, token };
      return accepted(await postPatiently({ sleep, dispatcher }, request));
    };
    const post = async (payload: object, place: object): Promise<string | null> => {
      const { ts } = await call('chat.postMessage', { ...payload, ...QUIET_LINKS, ...place });
      return typeof ts === 'string' && ts !== '' ? ts : null;
    };
    return {
      post: (payload, reply) =>
        reply === null
          ? post(payload, {})
          : post(payload, { thread_ts: reply.to, reply_broadcast: reply.isLoud }).catch((error) => {
              if (mayBeTheThread(error)) return post(payload, {});
              throw error;
            }),
      replace: async (name, payload) => {
        await call('chat.update', { ts: name, ...payload });
      },
    };
  };

/**
 * Somebody may have deleted the first message. What Slack calls that was not verified, so it is taken to be
 * that unless the word says something else.
 */
const mayBeTheThread = (error: unknown): boolean =>
  error instanceof SlackError && error.word !== null && MENDS[error.word] === undefined;

/** Or Slack would visit the failing site and show what it found below the alert. */
const QUIET_LINKS = { unfurl_links: false, unfurl_media: false } as const;

type Answer = { readonly ok?: unknown; readonly error?: unknown; readonly ts?: unknown };

/** Refusals, too, come with status 200; `ok` tells them apart (https://docs.slack.dev/apis/web-api). */
function accepted({ status, text }: SlackAnswer): Answer {
  const answer = parse(text);
  if (answer?.ok === true) return answer;
  const said = `${answer?.error ?? ''}`;
  const word = /^[a-z_]{1,60}$/.test(said) ? said : null;
  if (word === null) throw new SlackError('its answer could not be read', status);
  const mend = MENDS[word];
  throw new SlackError(mend === undefined ? word : `${word}: ${mend}`, status, word);
}

function parse(text: string): Answer | null {
  const answer = parseJson(text);
  return typeof answer === 'object' ? answer : null;
}

const TOKEN = "put the bot's token (it begins with xoxb-) into the parameter of alerts.slack";
const INVITE =
  'check the ID under alerts.slack.channel in sites.yml, and invite the bot to that channel';

/** The words that a person can do something about. */
const MENDS: Readonly<Record<string, string>> = {
  invalid_auth: `the token is not valid; ${TOKEN}`,
  not_authed: `there is no token; ${TOKEN}`,
  token_expired: `the token has expired; ${TOKEN}`,
  token_revoked: `somebody has revoked the token; ${TOKEN}`,
  account_inactive: `the bot is not installed any more; ${TOKEN}`,
  missing_scope: 'give the app the scope chat:write and install it again',
  channel_not_found: INVITE,
  not_in_channel: INVITE,
  is_archived: 'the channel is archived; name another one under alerts.slack.channel',
};
