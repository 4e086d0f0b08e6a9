import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SideTemplate } from '../../lib/app/deploying/side-stack.ts';
import type { Subscription } from '../../lib/core/verify/snapshot.ts';
import {
  type Alarmed,
  Route53AlarmsPlugin,
  type Route53AlarmsWorld,
} from '../../serverless/route53-alarms-plugin.ts';
import { outputsOf, PROVIDER, sitesFolder, siteYaml } from './sites-folder.ts';

const NAME = 'www.example.com';
const STACK = 'understudy-prod-eu-west-1-route53-alarms';
const OPEN = `open ${STACK} in us-east-1 {"team":"web"}`;
const ALARM = 'Route53AlarmForwwwDotexampleDotcom';
const OWN = `Route53AlertTopic,Route53AlertTopicPolicy,EmailSubscriptionForopsAtexampleDotcom,${ALARM}`;
const CHECK = outputsOf({ [NAME]: null });
const WITH_ALARMS: ReadonlyMap<string, string> = new Map([...CHECK, ['Route53Alarms', STACK]]);
const CONFIRMED = { protocol: 'email', endpoint: 'ops@example.com', isConfirmed: true };

const folder = sitesFolder();
afterAll(folder.remove);

type Scene = {
  readonly isWanted: boolean;
  /** Of the deployed stack, before. */
  readonly before?: ReadonlyMap<string, string>;
  readonly readers?: readonly Subscription[];
  readonly region?: string;
  readonly cannot?: string;
};

/** The plugin over a stack of alarms, with everything that was done and said, and the template as it stands. */
function plugin({ isWanted, before = CHECK, readers, region = 'eu-west-1', cannot }: Scene) {
  const alerts = `alerts: { email: ops@example.com, route53: ${isWanted} }`;
  writeFileSync(
    join(folder.path, 'sites.yml'),
    `${alerts}\nsites:${siteYaml(NAME).replace('eu-west-1', region)}`,
  );
  const done: string[] = [];
  let held: SideTemplate | null = before.has('Route53Alarms')
    ? { Resources: {}, Outputs: {} }
    : null;
  let outputs = before;
  const change = (how: string) => async (template: SideTemplate | null) => {
    if (cannot !== undefined) throw new Error(cannot);
    done.push(template === null ? how : `${how} ${Object.keys(template.Resources)}`);
    held = template;
  };
  const world: Route53AlarmsWorld = {
    readOutputs: async () => outputs,
    openStack: async (_provider, place, tags) => {
      done.push(`open ${place.name} in ${place.region} ${JSON.stringify(tags)}`);
      return {
        stack: {
          read: async () =>
            held === null
              ? null
              : {
                  status: 'UPDATE_COMPLETE',
                  outputs: new Map(Object.keys(held.Outputs).map((id) => [id, `arn of ${id}`])),
                },
          readTemplate: async () => held ?? { Resources: {}, Outputs: {} },
          create: change('create'),
          update: change('update'),
          remove: () => change('remove')(null),
          readFailure: async () => null,
        },
        close: () => void done.push('closed'),
      };
    },
    readSubscriptions: async (_provider, topic) => {
      done.push(`read ${topic}`);
      return readers ?? [CONFIRMED];
    },
    setExitCode: (code) => void done.push(`exit ${code}`),
    monotonicMs: () => 0,
    sleep: async () => undefined,
  };
  const framework: Alarmed = {
    serviceDir: folder.path,
    service: { provider: { stackName: 'understudy-prod', stackTags: { team: 'web' } } },
    getProvider: () => ({ ...PROVIDER, getRegion: () => region }),
  };
  const say = (text: string) => void done.push(text);
  const writers = { log: { notice: say, error: say } };
  const { hooks } = new Route53AlarmsPlugin(framework, {}, writers, world);
  const deploy = async () => {
    await hooks['before:deploy:deploy']();
    outputs = isWanted ? WITH_ALARMS : CHECK;
    done.push('deployed');
    await hooks['after:deploy:deploy']();
  };
  const remove = async () => {
    await hooks['before:remove:remove']();
    outputs = new Map();
    done.push('removed');
    await hooks['after:remove:remove']();
  };
  return { deploy, remove, done };
}

test('the alarms are made once the stack has the checks that they are on', async () => {
  const { deploy, done } = plugin({ isWanted: true, before: new Map() });
  await deploy();
  expect(done).toEqual([
    'deployed',
    OPEN,
    `create ${OWN}`,
    'closed',
    'read arn of Route53AlertTopic',
  ]);
});

test('each deployment brings them up to date', async () => {
  const { deploy, done } = plugin({ isWanted: true, before: WITH_ALARMS });
  await deploy();
  expect(done).toContain(`update ${OWN}`);
});

test('for as long as somebody has not confirmed, each deployment says so', async () => {
  const readers = [{ ...CONFIRMED, isConfirmed: false }];
  const { deploy, done } = plugin({ isWanted: true, readers });
  await deploy();
  expect(done.at(-1)).toMatch(/^Next: confirm the second subscription mail .*ops@example\.com\.$/);
});

test('where the stack itself stands there, its own topic is told, and looked after elsewhere', async () => {
  const { deploy, done } = plugin({ isWanted: true, region: 'us-east-1' });
  await deploy();
  expect(done.slice(2)).toEqual([`create ${ALARM}`, 'closed']);
});

test('once sites.yml does not want them any more they go, with their topic', async () => {
  const { deploy, done } = plugin({ isWanted: false, before: WITH_ALARMS });
  await deploy();
  expect(done).toEqual(['deployed', OPEN, 'remove', 'closed']);
});

test('a stack that has none and wants none does not touch the other region', async () => {
  const { deploy, remove, done } = plugin({ isWanted: false });
  await deploy();
  await remove();
  expect(done).toEqual(['deployed', 'removed']);
});

test('a removal takes them along, the last of all', async () => {
  const { remove, done } = plugin({ isWanted: true, before: WITH_ALARMS });
  await remove();
  expect(done).toEqual(['removed', OPEN, 'remove', 'closed']);
});

test('alarms that cannot be made leave the deployment as it is, and are told', async () => {
  const { deploy, done } = plugin({ isWanted: true, cannot: 'CreateStack was denied' });
  await deploy();
  expect(done.slice(-3)).toEqual([
    'CreateStack was denied',
    "The stack is deployed, but Route 53's alarms are not as sites.yml has them; deploy again.",
    'exit 1',
  ]);
});

test('those that cannot be taken away are told with how to do it', async () => {
  const { remove, done } = plugin({
    isWanted: true,
    before: WITH_ALARMS,
    cannot: 'DeleteStack was denied',
  });
  await remove();
  expect(done.slice(-3)).toEqual([
    'DeleteStack was denied',
    `Route 53's alarms of this stack stay until you delete them: aws cloudformation delete-stack --region us-east-1 --stack-name ${STACK}`,
    'exit 1',
  ]);
});
