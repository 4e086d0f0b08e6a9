import type { CheckFacts } from '../core/verify/check.ts';
import { wrap } from './text.ts';

/** One check for a terminal: what must hold, why, where the rule is from. */
export const checkText = ({ id, severity, rule, why, sources }: CheckFacts): string =>
  [
    `${id} (${SEVERITY_TEXT[severity]})`,
    wrap(rule),
    wrap(`Why it matters: ${why}`),
    ...(sources.length === 0 ? [] : [['Where the rule comes from:', ...sources].join('\n')]),
  ].join('\n\n');

/** All checks as a page of docs, a section a topic. */
export function checksPage(checks: readonly CheckFacts[]): string {
  const topics = [...new Set(checks.map(({ id }) => topicOf(id)))];
  return `${[
    '# What is verified',
    INTRODUCTION,
    ...topics.map((topic) => {
      const own = checks.filter(({ id }) => topicOf(id) === topic);
      return [`## ${topic}`, ...own.map(section)].join('\n\n');
    }),
  ].join('\n\n')}\n`;
}

const INTRODUCTION = `<!-- Written by \`npm run checks\` from the checks themselves; a test proves that it is current. -->

Each verification reads all that a failover of a site rests on, then holds these checks against it. A check
passes, warns, fails, or says \`unknown\`: we could not look, which is never a pass. The gravest outcome that a
check may have stands behind its name. \`npm start -- verify SITE\` runs them with your own credentials and ends
with 0 (pass), 1 (fail) or 2 (could not look); \`--explain ID\` prints one of these sections.`;

const SEVERITY_TEXT: Readonly<Record<CheckFacts['severity'], string>> = {
  fail: 'may fail',
  warn: 'warns at most',
  information: 'information',
};

const section = ({ id, severity, rule, why, sources }: CheckFacts): string =>
  [
    `### ${id}`,
    `*${SEVERITY_TEXT[severity]}.* ${rule}`,
    `**Why it matters.** ${why}`,
    ...(sources.length === 0 ? [] : [`Source: ${sources.map((url) => `<${url}>`).join(', ')}`]),
  ].join('\n\n');

const topicOf = (id: string): string => id.slice(0, id.indexOf('.'));
