import {
  InvalidEventError,
  parseFailoverEvent,
  parseProbeEvent,
} from '../../functions/handlers/events.ts';

const messageOf = (parse: () => unknown): string => {
  try {
    parse();
  } catch (error) {
    if (error instanceof InvalidEventError) return error.message;
    throw error;
  }
  return 'was accepted';
};

describe('the event of a window', () => {
  test('names the shard; a window lasts until the next one comes', () => {
    expect(parseProbeEvent({ shard: 2, of: 4 })).toEqual({ shard: 2, of: 4, durationMs: 600_000 });
  });

  test('may say how long it lasts', () => {
    expect(parseProbeEvent({ shard: 0, of: 1, durationMs: 3_000 }).durationMs).toBe(3_000);
  });

  test.each<[string, unknown, readonly string[]]>([
    ['nothing', undefined, ['expected object']],
    ['null', null, ['expected object']],
    ['text', 'shard 0', ['expected object']],
    ['a list', [0, 1], ['expected object']],
    ['no field at all', {}, ['shard: ', 'of: ']],
    ['no shard', { of: 1 }, ['shard: ']],
    ['no number of shards', { shard: 0 }, ['of: ']],
    ['a shard as text', { shard: '0', of: 1 }, ['shard: ']],
    ['a negative shard', { shard: -1, of: 1 }, ['shard: ']],
    ['half a shard', { shard: 0.5, of: 1 }, ['shard: ']],
    ['a shard beyond the last', { shard: 4, of: 4 }, ['shard: must be less than of']],
    ['no shards', { shard: 0, of: 0 }, ['of: ']],
    ['too many shards', { shard: 0, of: 1_001 }, ['of: ']],
    ['an endless window', { shard: 0, of: 1, durationMs: 600_001 }, ['durationMs: ']],
    ['a field that nobody knows', { shard: 0, of: 1, shards: 2 }, ['shards: unknown field']],
  ])('is refused with the field by name: %s', (_name, event, texts) => {
    const message = messageOf(() => parseProbeEvent(event));
    expect(message).toMatch(/^invalid event: /);
    for (const text of texts) expect(message).toContain(text);
  });
});

describe('the event of a failover', () => {
  test.each([undefined, null, {}])('%p asks to verify every site', (event) => {
    expect(parseFailoverEvent(event)).toEqual({ action: 'verify', site: null });
  });

  test.each(['verify', 'status', 'evaluate'] as const)('may ask to %s one site', (action) => {
    const event = { action, site: 'www.example.com' };
    expect(parseFailoverEvent(event)).toEqual(event);
  });

  test.each<[string, unknown, readonly string[]]>([
    ['text', 'status', ['expected object']],
    ['a list', [], ['expected object']],
    [
      'an action that nobody knows',
      { action: 'failove' },
      ['action: must be verify, status or evaluate, got "failove"'],
    ],
    ['no action but null', { action: null }, ['action: ', 'got null']],
    ['a site without a name', { site: '' }, ['site: ']],
    ['a site that is no text', { site: 7 }, ['site: ']],
    ['fields that nobody knows', { sites: [], verbose: true }, ['sites, verbose: unknown field']],
    ['several problems', { action: 'x', site: 7, dry: 1 }, ['action: ', 'site: ', 'dry: ']],
  ])('is refused with the field by name: %s', (_name, event, texts) => {
    const message = messageOf(() => parseFailoverEvent(event));
    expect(message).toMatch(/^invalid event: /);
    for (const text of texts) expect(message).toContain(text);
  });
});
