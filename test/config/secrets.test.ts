import { parseConfig } from '../../lib/config/parse.ts';
import { BASE } from './base.ts';

const SECRET = 'https://hooks.slack.com/services/T0000/B0000/hush';

test.each([
  ['as the parameter', '/understudy/slack-webhook', SECRET],
  ['without its scheme', '/understudy/slack-webhook', SECRET.slice('https://'.length)],
  ['in place of the group', '{ webhookParameter: /understudy/slack-webhook }', SECRET],
  ['as a key', 'webhookParameter: /understudy/slack-webhook', `"${SECRET}"`],
  ['as an e-mail address', 'ops@example.com', SECRET],
  ['as the site', 'name: www.example.com', `name: ${SECRET}`],
  ['as the address', '203.0.113.10', SECRET],
  ['as the path', '/health', SECRET],
  ['as the path, without its scheme', '/health', SECRET.slice('https://'.length)],
  ['as the region', 'eu-west-1', SECRET],
  ['as a duration', '5s', SECRET],
  ['with a word after it', '[ops@example.com]', `"${SECRET}" x`],
  ['after a bar', '203.0.113.10', '|hush'],
  ['as an alias', '203.0.113.10', '*hush'],
  ['as a tag', 'sites:', `stack: { tags: { slack: ${SECRET} } }\nsites:`],
  ['as the topic', 'email: [ops@example.com]', `topic: ${SECRET}`],
  ['as the boundary', 'sites:', `stack: { permissionsBoundary: ${SECRET} }\nsites:`],
  ['as a control', 'sites:', `monitor: { controls: ${SECRET} }\nsites:`],
  [
    'in a control, as its password',
    'sites:',
    'monitor: { controls: https://user:hush@example.org/ }\nsites:',
  ],
  ['as a key of headers', 'contains: ok', `headers: { "${SECRET}": true }`],
  ['as a key of json', 'contains: ok', `json: { "$.${SECRET}..": true }`],
  [
    'as the token of a bot',
    'webhookParameter: /understudy/slack-webhook',
    'tokenParameter: xoxb-hush',
  ],
  [
    'as the token of a bot, with its channel',
    '{ webhookParameter: /understudy/slack-webhook }',
    '{ tokenParameter: xapp-hush, channel: C0123456789 }',
  ],
  ['as the channel', 'webhookParameter: /understudy/slack-webhook', `channel: ${SECRET}`],
  [
    'as the URL of a dead man',
    'email: [ops@example.com]',
    'deadMan: { urlParameter: https://hc-ping.com/hush }',
  ],
  ['in place of the dead man', 'email: [ops@example.com]', 'deadMan: https://hc-ping.com/hush'],
  ['as who is told later', 'email: [ops@example.com]', `escalation: { email: ${SECRET} }`],
  [
    'as the topic of who is told later',
    'email: [ops@example.com]',
    `escalation: { topic: ${SECRET} }`,
  ],
  ['as a time of maintenance', 'sites:', `maintenance: [{ every: ${SECRET} }]\nsites:`],
  [
    'as a time zone',
    'sites:',
    `maintenance: [{ every: '02:00-04:00', timeZone: ${SECRET} }]\nsites:`,
  ],
  [
    'as a site in maintenance',
    'sites:',
    `maintenance: [{ every: '02:00-04:00', sites: ${SECRET} }]\nsites:`,
  ],
  ['in a broken pattern', 'contains: ok', `matches: '(${SECRET}'`],
  ['with a password before the host', '203.0.113.10', 'https://user:hush@example.com/x'],
])('a secret that was pasted %s is in no problem', (_where, from, to) => {
  expect(BASE).toContain(from);
  const parsed = parseConfig(BASE.replace(from, to), 'sites.yml');
  expect(parsed.ok).toBe(false);
  expect(JSON.stringify(parsed)).not.toContain('hush');
});
