import { bringCertificates, dropCertificates } from '../../../lib/app/deploying/certificates.ts';
import {
  bringRoute53Alarms,
  dropRoute53Alarms,
} from '../../../lib/app/deploying/route53-alarms.ts';
import type { SideStackWait, SideTemplate } from '../../../lib/app/deploying/side-stack.ts';

const templateOf = (...names: readonly string[]): SideTemplate => ({
  Resources: Object.fromEntries(names.map((name) => [name, { Type: 'certificate' }])),
  Outputs: Object.fromEntries(names.map((name) => [name, { Value: name }])),
});

/** A stack whose changes take so many looks; it begins with a status, and a change ends in another. */
function sideStack({
  status = null as string | null,
  template = templateOf(),
  looks = 2,
  endsAs = null as string | null,
  failure = null as string | null,
} = {}) {
  let state = status;
  let pending = status?.endsWith('_IN_PROGRESS') ? looks : 0;
  let settlesAs: string | null = pending > 0 ? (endsAs ?? 'CREATE_COMPLETE') : status;
  let held = template;
  let elapsedMs = 0;
  const done: string[] = [];
  const begin = (doing: string, end: string | null) => {
    state = doing;
    settlesAs = end;
    pending = looks;
  };
  const deps: SideStackWait = {
    stack: {
      read: async () => {
        if (pending > 0) pending -= 1;
        else state = settlesAs;
        if (state === null) return null;
        const outputs = Object.keys(held.Outputs).map((name) => [name, `arn of ${name}`] as const);
        return { status: state, outputs: new Map(outputs) };
      },
      readTemplate: async () => held,
      create: async (wanted) => {
        done.push(`create ${Object.keys(wanted.Resources)}`);
        held = wanted;
        begin('CREATE_IN_PROGRESS', endsAs ?? 'CREATE_COMPLETE');
      },
      update: async (wanted) => {
        done.push(`update ${Object.keys(wanted.Resources)}`);
        held = wanted;
        begin('UPDATE_IN_PROGRESS', endsAs ?? 'UPDATE_COMPLETE');
      },
      remove: async () => {
        done.push('remove');
        begin('DELETE_IN_PROGRESS', endsAs === 'DELETE_FAILED' ? endsAs : null);
      },
      readFailure: async () => failure,
    },
    monotonicMs: () => elapsedMs,
    sleep: async (durationMs) => {
      elapsedMs += durationMs;
    },
    onWait: () => done.push('wait'),
  };
  return { deps, done, elapsedMs: () => elapsedMs };
}

test('the first certificates are made, waited for, and answered with', async () => {
  const { deps, done } = sideStack();
  const arns = await bringCertificates(deps, templateOf('Www', 'Shop'));
  expect([...arns]).toEqual([
    ['Www', 'arn of Www'],
    ['Shop', 'arn of Shop'],
  ]);
  expect(done).toEqual(['create Www,Shop', 'wait']);
});

test('one more keeps those that a distribution still has in hand; afterwards they go', async () => {
  const { deps, done } = sideStack({ status: 'CREATE_COMPLETE', template: templateOf('Old') });
  await bringCertificates(deps, templateOf('New'));
  await dropCertificates(deps, templateOf('New'));
  expect(done).toEqual(['update Old,New', 'wait', 'update New', 'wait']);
});

test('with the last certificate its stack goes', async () => {
  const { deps, done } = sideStack({ status: 'UPDATE_COMPLETE', template: templateOf('Old') });
  await dropCertificates(deps, templateOf());
  expect(done).toEqual(['remove', 'wait']);
});

test('where there is no stack there is nothing to drop', async () => {
  const { deps, done } = sideStack();
  await dropCertificates(deps, templateOf());
  expect(done).toEqual([]);
});

test('what a deployment that was broken off began is waited for first', async () => {
  const { deps, done } = sideStack({
    status: 'CREATE_IN_PROGRESS',
    template: templateOf('Www'),
    looks: 4,
  });
  await bringCertificates(deps, templateOf('Www'));
  expect(done).toEqual(['wait', 'update Www', 'wait']);
});

test('a stack that was never made is deleted and made again', async () => {
  const { deps, done } = sideStack({ status: 'ROLLBACK_COMPLETE' });
  await bringCertificates(deps, templateOf('Www'));
  expect(done).toEqual(['remove', 'wait', 'create Www', 'wait']);
});

test.each([
  ['in the words of AWS', 'CAA record forbids it', 'CAA record forbids it'],
  ['by its status where AWS says nothing', null, 'ROLLBACK_COMPLETE'],
])('certificates that could not be made are told %s', async (_name, failure, words) => {
  const { deps } = sideStack({ endsAs: 'ROLLBACK_COMPLETE', failure });
  await expect(bringCertificates(deps, templateOf('Www'))).rejects.toThrow(
    `the certificates in us-east-1 could not be made: ${words}`,
  );
});

test('nobody waits for ever for a zone that the registrar does not know', async () => {
  const { deps, elapsedMs } = sideStack({ looks: 10_000 });
  await expect(bringCertificates(deps, templateOf('Www'))).rejects.toThrow(
    /still CREATE_IN_PROGRESS after 20 minutes.* the registrar /,
  );
  expect(elapsedMs()).toBe(20 * 60_000);
});

test('a stack that cannot be deleted is told of', async () => {
  const { deps } = sideStack({
    status: 'CREATE_COMPLETE',
    endsAs: 'DELETE_FAILED',
    failure: 'the certificate is in use',
  });
  await expect(dropCertificates(deps, templateOf())).rejects.toThrow(
    'the stack of the certificates in us-east-1 was not deleted: the certificate is in use',
  );
});

test('alarms that are not wanted any more go with the same change that makes the new ones', async () => {
  const { deps, done } = sideStack({ status: 'CREATE_COMPLETE', template: templateOf('Old') });
  const outputs = await bringRoute53Alarms(deps, templateOf('New'));
  expect(done).toEqual(['update New', 'wait']);
  expect([...outputs.keys()]).toEqual(['New']);
});

test('without any their stack goes as a whole', async () => {
  const { deps, done } = sideStack({ status: 'CREATE_COMPLETE', template: templateOf('Old') });
  await dropRoute53Alarms(deps);
  expect(done).toEqual(['remove', 'wait']);
});

test('alarms that could not be made are told as alarms', async () => {
  const { deps } = sideStack({ endsAs: 'ROLLBACK_COMPLETE', failure: 'the limit is reached' });
  await expect(bringRoute53Alarms(deps, templateOf('Www'))).rejects.toThrow(
    "the alarms on Route 53's metric in us-east-1 could not be made: the limit is reached",
  );
});
