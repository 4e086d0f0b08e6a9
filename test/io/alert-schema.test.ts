import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { alertDocument } from '../../lib/core/alerts/alert-document.ts';
import { ALERT_DOCUMENT, alertJsonSchema, readAlertDocument } from '../../lib/io/alert-schema.ts';
import { allSamples } from '../../lib/render/alerts/samples/alert-samples.ts';
import { EXAMPLE } from '../../lib/render/alerts/samples/example.ts';
import { outageMessage } from '../fixtures/message.ts';

const SAMPLES = allSamples(EXAMPLE).map(({ message }) => message);
const DOCUMENT = alertDocument(outageMessage());

test('docs/alert.schema.json is current (npm run schema writes it)', () => {
  const published = readFileSync(resolve(__dirname, '../../docs/alert.schema.json'), 'utf8');
  expect(published).toBe(`${JSON.stringify(alertJsonSchema(), null, 2)}\n`);
});

test('the document says what the text says, in fields', () => {
  expect(DOCUMENT).toEqual({
    version: 1,
    class: 'outage',
    event: 'outage-opened',
    severity: 'critical',
    site: 'www.example.com',
    sites: ['www.example.com'],
    thread: 'www.example.com/outage/2026-11-22T03:04:05.000Z',
    id: 'www.example.com/outage/2026-11-22T03:04:05.000Z/opened',
    at: '2026-11-22T03:04:07.000Z',
    since: '2026-11-22T03:04:05.000Z',
    until: null,
    isDrill: false,
    isTest: false,
    subject: outageMessage().subject,
    text: outageMessage().body,
    isCut: false,
    facts: { addresses: { '203.0.113.10': 'refused' } },
  });
});

test('every kind of alert is a document by the schema, and is read back as it was', () => {
  expect(SAMPLES.length).toBeGreaterThan(10);
  for (const message of SAMPLES) {
    const document = alertDocument(message);
    expect(ALERT_DOCUMENT.strict().parse(document)).toEqual(document);
    // What JSON has no word for would be lost on the way.
    expect(readAlertDocument(JSON.stringify(document))).toEqual(document);
  }
});

test('the fields of version 1 are these: one that goes away or changes makes it version 2', () => {
  const { properties, required } = alertJsonSchema() as {
    properties: Record<string, object>;
    required: string[];
  };
  expect(required).toEqual(Object.keys(properties));
  expect(required).toEqual([
    'version',
    'class',
    'event',
    'severity',
    'site',
    'sites',
    'thread',
    'id',
    'at',
    'since',
    'until',
    'isDrill',
    'isTest',
    'subject',
    'text',
    'isCut',
    'facts',
  ]);
});

test('who reads with this schema takes what a newer release adds', () => {
  const newer = { ...DOCUMENT, class: 'meteor', event: 'meteor-opened', region: 'eu-west-1' };
  expect(readAlertDocument(JSON.stringify(newer))).toMatchObject({ class: 'meteor' });
});

test.each([
  ['text', 'www.example.com is unhealthy'],
  ['an alarm', '{"AlarmName":"x","NewStateValue":"ALARM"}'],
  ['another version', JSON.stringify({ ...DOCUMENT, version: 2 })],
  ['a moment that is none', JSON.stringify({ ...DOCUMENT, at: 'yesterday' })],
  ['a document with a field too few', JSON.stringify({ ...DOCUMENT, thread: undefined })],
])('%s is no document', (_name, text) => {
  expect(readAlertDocument(text)).toBeNull();
});
