import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What curl says that a request took, without the start of curl itself. */
export async function curlMs(url: string): Promise<number> {
  const format = '%{http_code} %{time_total}';
  const args = ['--silent', '--max-time', '5', '--output', '/dev/null', '--write-out', format, url];
  const { stdout } = await run('curl', args);
  const [status, seconds] = stdout.split(' ');
  if (status !== '200') throw new Error(`curl got status ${status}`);
  return Number(seconds) * 1_000;
}
