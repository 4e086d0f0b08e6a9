import { UsageError } from '../../bin/command.ts';
import { explain } from '../../bin/explain.ts';
import { readSitesFile } from '../../bin/sites-file.ts';

const coded = (message: string, code: string, syscall = 'open') =>
  Object.assign(new Error(message), { code, syscall });

test.each<[string, unknown, string]>([
  ['what somebody wrote keeps its lines', new UsageError('a\nb'), 'a\nb'],
  [
    'a file without permission',
    coded('EACCES: permission denied, open x', 'EACCES'),
    'EACCES: permission denied, open x; make it readable and writable for this user',
  ],
  [
    'a port without permission',
    coded('listen EACCES: permission denied 127.0.0.1:53', 'EACCES', 'listen'),
    'listen EACCES: permission denied 127.0.0.1:53; choose a port from 1024 on',
  ],
  [
    'a surprise, however long, is one line',
    new TypeError('x is not a function\nat all'),
    'x is not a function; run it again with --debug to see where it came from',
  ],
  [
    'several of the same are one',
    new AggregateError([new UsageError('a'), new UsageError('a')], 'UsageError: a; UsageError: a'),
    'a',
  ],
  ['something that is no error', 'text', 'text'],
])('%s', (_name, error, text) => {
  expect(explain(error, false)).toBe(text);
});

test('only --debug shows the stack', () => {
  const error = new UsageError('a');
  expect(explain(error, true)).toContain('explain.test.ts');
  expect(explain(error, false)).not.toContain('explain.test.ts');
});

test('a sites.yml without permission says so', async () => {
  const refused = () => Promise.reject(coded('EACCES: permission denied', 'EACCES'));
  await expect(readSitesFile('sites.yml', refused)).rejects.toThrow(
    'sites.yml cannot be read: permission denied; make it readable for this user',
  );
});
