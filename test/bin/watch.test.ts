import { answering, httpAnswer, type ScriptedServer, serve } from '../support/servers.ts';
import { runCli, startCli } from './cli.ts';

jest.setTimeout(30_000);

const QUICKLY = ['--interval', '100ms'];

describe('watch', () => {
  let server: ScriptedServer;
  let url: string;
  beforeEach(async () => {
    server = await serve(
      answering((request) => httpAnswer(/^host: (.*)\r$/im.exec(request)?.[1] ?? '')),
    );
    url = `http://127.0.0.1:${server.port}/`;
  });
  afterEach(() => server.close());

  test('ends with 0 when the last health is healthy, with a line a probe and a summary', async () => {
    const { code, stdout, stderr } = await runCli(['watch', url, ...QUICKLY, '--count', '3']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.match(/^(unknown|healthy) +[\d:]{8} +healthy +200 +[\d.]+ ms/gm)).toHaveLength(3);
    expect(stdout).toMatch(/healthy {4}3 probes, 3 healthy; p50 /);
  });

  test('as JSON writes a line a probe, with the health so far, and nothing else', async () => {
    const { stdout } = await runCli(['watch', url, ...QUICKLY, '--count', '3', '--json']);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ health }) => health)).toEqual(['unknown', 'healthy', 'healthy']);
    expect(lines[0]).toEqual({
      url,
      address: '127.0.0.1',
      fresh: true,
      verdict: 'healthy',
      cause: null,
      status: 200,
      phasesMs: {
        resolve: null,
        connect: expect.any(Number),
        tls: null,
        firstByte: expect.any(Number),
        transfer: expect.any(Number),
        total: expect.any(Number),
      },
      health: 'unknown',
      detail: 'status 200',
    });
  });

  test.each([
    [['--host', 'www.example.com', '--contains', 'www.example.com'], 0, ''],
    [
      ['--host', 'www.example.com', '--contains', 'nothing like it'],
      1,
      'is unhealthy: unexpected body',
    ],
  ] as const)('says the host and looks for the text: %j', async (options, exitCode, complaint) => {
    const { code, stderr } = await runCli(['watch', url, ...QUICKLY, '--count', '1', ...options]);
    expect(code).toBe(exitCode);
    expect(stderr).toContain(complaint);
  });

  test('ends with 1 when one of several URLs is unhealthy, in aligned columns', async () => {
    await server.stopListening();
    const other = await serve(answering(() => httpAnswer('ok')));
    const good = `http://127.0.0.1:${other.port}/a/longer/path`;
    const args = ['watch', url, good, ...QUICKLY, '--count', '3'];
    const { code, stdout, stderr } = await runCli(args);
    await other.close();
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^understudy: http:\/\/127.0.0.1:\d+\/ is unhealthy: connection refused [^\n]*; check that the server runs and that the port is right\n$/,
    );
    const probes = stdout.split('\n').filter((line) => / \d\d:\d\d:\d\d /.test(line));
    expect(probes).toHaveLength(6);
    expect(new Set(probes.map((line) => line.search(/ \d\d:\d\d:\d\d /))).size).toBe(1);
  });

  test('ends with 2 when it could not look: there is no route to a broadcast address', async () => {
    const args = ['watch', 'http://255.255.255.255/', ...QUICKLY, '--count', '2', '--json'];
    const { code, stdout, stderr } = await runCli(args);
    expect(code).toBe(2);
    expect(JSON.parse(stdout.split('\n')[0] ?? '')).toMatchObject({
      verdict: 'inconclusive',
      health: 'unknown',
    });
    expect(stderr).toMatch(/^understudy: \S+ was not looked at: [^\n]*\n$/);
  });

  test('Ctrl-C ends it with the summary and the code of the health', async () => {
    const cli = startCli(['watch', url, ...QUICKLY]);
    await cli.shows('pooled');
    cli.kill('SIGINT');
    const { code, stdout, stderr } = await cli.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/healthy {4}\d+ probes, \d+ healthy; p50 [^\n]*\n$/);
    expect(server.open()).toBe(0);
  });
});
