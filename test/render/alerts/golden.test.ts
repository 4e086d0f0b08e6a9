import { mailsApproved, mailsNow } from './golden.ts';

const now = mailsNow();
const approved = mailsApproved();
const RENEW =
  'An alert is not what somebody has approved. If it is meant to be so: npm run alerts:golden, read the difference, commit it.';

test('every alert is approved, and none that is not sent any more', () => {
  expect({ RENEW, files: [...approved.keys()].sort() }).toEqual({
    RENEW,
    files: [...now.keys()].sort(),
  });
});

test.each([...now])('%s is word for word what was approved', (name, text) => {
  expect(`${RENEW}\n\n${text}`).toBe(`${RENEW}\n\n${approved.get(name)}`);
});
