import type { Message } from '../../core/world.ts';
import { cut } from '../text.ts';
import { WHAT_YOU_CAN_DO } from './alert.ts';
import { blocks, type Paragraph, proseAndCode } from './paragraphs.ts';

/**
 * An alert as Amazon Q Developer in chat applications shows it in Slack or Microsoft Teams; anything that is
 * not of this shape it drops and tells nobody. Messages of one `threadId` are one thread, if the channel's
 * preferences let them be. AWS names no limits, so these are Slack's for one block of text (not verified).
 * https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
export function chatNotification({ subject, body, data }: Message): ChatNotification {
  const all = blocks(body);
  const steps = all.filter(isSteps).flatMap(stepsOf);
  return {
    version: '1.0',
    source: 'custom',
    id: data.id,
    content: {
      textType: 'client-markdown',
      title: cut(safe(subject), TITLE_CHARS_MAX),
      description: cut(described(all.filter((block) => !isSteps(block))), DESCRIPTION_CHARS_MAX),
      ...(steps.length === 0 ? {} : { nextSteps: steps.slice(0, STEPS_MAX) }),
      keywords: [data.severity, data.class, ...(data.isDrill ? ['drill'] : []), ...test(data)],
    },
    metadata: {
      threadId: data.thread,
      summary: cut(safe(subject), TITLE_CHARS_MAX),
      eventType: data.event,
      ...(data.sites.length === 0 ? {} : { relatedResources: data.sites.slice(0, RESOURCES_MAX) }),
      additionalContext: {
        site: data.site,
        severity: data.severity,
        isDrill: `${data.isDrill}`,
        isTest: `${data.isTest}`,
      },
    },
  };
}

export type ChatNotification = {
  readonly version: '1.0';
  readonly source: 'custom';
  readonly id: string;
  readonly content: {
    readonly textType: 'client-markdown';
    readonly title: string;
    readonly description: string;
    readonly nextSteps?: readonly string[];
    readonly keywords: readonly string[];
  };
  readonly metadata: {
    readonly threadId: string;
    readonly summary: string;
    readonly eventType: string;
    readonly relatedResources?: readonly string[];
    readonly additionalContext: Readonly<Record<string, string>>;
  };
};

const TITLE_CHARS_MAX = 150;
const DESCRIPTION_CHARS_MAX = 3_000;
const STEPS_MAX = 10;
const STEP_CHARS_MAX = 1_000;
const RESOURCES_MAX = 10;

const test = ({ isTest }: Message['data']): readonly string[] => (isTest ? ['test'] : []);

const isSteps = (block: string): boolean => block.startsWith(`${WHAT_YOU_CAN_DO}\n`);

/** A sentence and the commands below it are one step. */
function stepsOf(block: string): string[] {
  const steps: string[] = [];
  for (const { text, isCode } of proseAndCode(block.slice(WHAT_YOU_CAN_DO.length + 1))) {
    const shown = isCode ? commands(text) : safe(text.replaceAll(/\s*\n\s*/g, ' '));
    const latest = steps.at(-1);
    if (isCode && latest !== undefined) steps[steps.length - 1] = `${latest} ${shown}`;
    else steps.push(shown);
  }
  return steps.map((step) => cut(step, STEP_CHARS_MAX));
}

/** The lead as it is, then each section below its heading. */
const described = ([lead = '', ...sections]: readonly string[]): string =>
  [safe(lead), ...sections.map(section)].join('\n\n') || 'There is no text.';

function section(block: string): string {
  const [heading = '', ...lines] = block.split('\n');
  return [`*${safe(heading)}*`, ...proseAndCode(lines.join('\n')).map(shownAs)].join('\n');
}

const shownAs = ({ text, isCode }: Paragraph): string => (isCode ? commands(text) : safe(text));

/** Both Slack and Teams show text between backticks as it is. */
const commands = (text: string): string =>
  text
    .split('\n')
    .map((command) => `\`${safe(command)}\``)
    .join(' ');

/** Text from outside must neither call people nor end a command; no word of ours has these characters. */
const safe = (text: string): string =>
  text.replaceAll('<', '(').replaceAll('>', ')').replaceAll('`', "'");
