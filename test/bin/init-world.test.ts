import { openInitWorld } from '../../bin/init/init-world.ts';
import { environmentOf, type FakeAws, startFakeAws } from './fake-aws.ts';

const ROLE = 'arn:aws:iam::210987654321:role/understudy-zone';
const before = { ...process.env };
let aws: FakeAws;
beforeEach(async () => {
  aws = await startFakeAws();
  for (const name of ['AWS_REGION', 'AWS_PROFILE', 'AWS_SESSION_TOKEN']) delete process.env[name];
  Object.assign(process.env, environmentOf(aws.url));
});
afterEach(async () => {
  process.env = { ...before };
  await aws.close();
});

test.each([
  ["the caller's own account", null, 'route53.GET'],
  ['another account', ROLE, 'sts.AssumeRole'],
])('the zones of %s are asked for as whoever may see them', async (_name, role, call) => {
  const { listPublicZones } = await openInitWorld('eu-west-1', role);
  await listPublicZones().catch(() => undefined);
  expect(aws.calls[0]).toBe(call);
});
