import { publishBeside } from '../../../lib/app/telling/publish-beside.ts';
import type { Message, Publish } from '../../../lib/core/world.ts';
import { outageMessage } from '../../fixtures/message.ts';

/** Two topics that remember what they were told, and refuse it if they are to. */
function topics(refusing: readonly ('first' | 'second')[] = []) {
  const told: string[] = [];
  const lines: object[] = [];
  const topic =
    (name: 'first' | 'second'): Publish =>
    async ({ attributes }: Message) => {
      told.push(`${name} ${attributes.event}`);
      if (refusing.includes(name)) throw new Error(`${name} refuses`);
    };
  const publish = publishBeside(topic('first'), topic('second'), (line) => lines.push(line));
  return { told, lines, publish, first: topic('first') };
}

test('both are told', async () => {
  const { told, publish } = topics();
  await publish(outageMessage());
  expect(told.sort()).toEqual(['first outage-opened', 'second outage-opened']);
});

test('a second topic that refuses is a line in the log, and people are told', async () => {
  const { lines, publish } = topics(['second']);
  await publish(outageMessage());
  expect(lines).toEqual([
    { message: 'not told beside', event: 'outage-opened', error: 'Error: second refuses' },
  ]);
});

test.each([[['first']], [['first', 'second']]] as const)(
  'people are not told when the first refuses (%j do)',
  async (refusing) => {
    const { publish } = topics(refusing);
    await expect(publish(outageMessage())).rejects.toThrow('first refuses');
  },
);

test('without a second topic there is the first alone', async () => {
  const { told, first } = topics();
  await publishBeside(first, null, () => {})(outageMessage());
  expect(told).toEqual(['first outage-opened']);
});
