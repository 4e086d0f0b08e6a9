import type { Finding } from '../../lib/core/verify/finding.ts';
import { type AskDeployed, type Deployed, VerifyPlugin } from '../../serverless/verify-plugin.ts';

const finding = (id: string, outcome: Finding['outcome'], seen = 'seen'): Finding => ({
  id,
  outcome,
  seen,
  why: 'why',
  mend: null,
});

/** What is written after a deploy whose function answers so. */
async function deployed(ask: AskDeployed): Promise<readonly string[]> {
  const lines: string[] = [];
  const framework: Deployed = {
    service: { provider: { stackName: 'understudy-prod' } },
    getProvider: () => {
      throw new Error('not asked in this test');
    },
  };
  const log = {
    notice: (text: string) => void lines.push(text),
    error: (text: string) => void lines.push(`error: ${text}`),
  };
  await new VerifyPlugin(framework, {}, { log }, ask).hooks['after:deploy:deploy']();
  return lines;
}
const answering =
  (...findings: readonly Finding[]): AskDeployed =>
  async () => ({ verifications: [{ site: 'www.example.com', findings }] });

test('when all passes, the next step is a rehearsal', async () => {
  expect(await deployed(answering(finding('records.ttl', 'pass')))).toEqual([
    'www.example.com: 1 pass',
    'Everything that a failover rests on has passed. Rehearse it: npm start -- drill www.example.com',
  ]);
});

test('after the first deploy it says to confirm the mail and to adopt the record, and not forty things', async () => {
  const lines = await deployed(
    answering(
      finding('records.pair-complete', 'fail'),
      finding('records.nothing-in-the-way', 'fail'),
      finding('alerts.email', 'fail'),
      finding('alerts.somebody', 'fail'),
      finding('ourselves.last-window', 'fail'),
    ),
  );
  expect(lines).toEqual([
    'www.example.com: 5 fail',
    'Next: confirm the subscription mail of SNS; until then nobody is told of anything. npm start -- alert-test then shows what arrives.',
    'Next: adopt the record: npm start -- adopt www.example.com',
  ]);
});

test('anything else that fails is named', async () => {
  const lines = await deployed(
    answering(
      finding('bucket.public-read', 'fail', 'no bucket policy'),
      finding('dns.ttl', 'warn'),
    ),
  );
  expect(lines).toEqual([
    'www.example.com: 1 fail, 1 warn',
    'www.example.com: bucket.public-read: no bucket policy',
    'npm start -- verify shows the rest, and how each is mended.',
  ]);
});

test.each<[string, AskDeployed, string]>([
  ['cannot be asked', () => Promise.reject(new Error('denied')), 'denied'],
  ['answers something else', async () => null, 'the failover function gave no verification'],
])('a function that %s leaves the deploy as it is, and that is said', async (_name, ask, why) => {
  expect(await deployed(ask)).toEqual([
    `error: The stack is deployed and was not verified: ${why}`,
    'error: Verify it yourself: npm start -- verify',
  ]);
});
