import { slackHandler } from '../../functions/handlers/slack.ts';
import { alertDocument } from '../../lib/core/alerts/alert-document.ts';
import { outageMessage } from '../fixtures/message.ts';
import { makeFakeSlack } from '../support/fake-slack.ts';

const eventOf = (message: string) => ({
  Records: [{ Sns: { MessageId: 'm-1', Subject: null, Message: message, MessageAttributes: {} } }],
});

test('the slack function posts what SNS hands to it, with the secret that sites.yml names', async () => {
  const { deps, posted } = makeFakeSlack();
  const handler = slackHandler(() => ({ deps, secretParameter: '/slack' }));
  const event = eventOf(JSON.stringify(alertDocument(outageMessage())));
  expect(await handler(event)).toEqual({ forwarded: 1 });
  expect(posted.map(({ subject }) => subject)).toEqual([outageMessage().subject]);
});

test('it touches nothing for an event that it does not understand', async () => {
  const world = jest.fn();
  await expect(slackHandler(world)({})).rejects.toThrow('SNS event: Records must be a list');
  expect(world).not.toHaveBeenCalled();
});
