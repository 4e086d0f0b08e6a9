import { makeExpect } from '../../functions/aws/expected.ts';
import { NOBODY_IS_TOLD } from '../../lib/core/alerts/alerts.ts';
import { CONTENT, SITE } from '../fixtures/snapshot.ts';

const CONFIG = {
  sites: [SITE],
  alerts: NOBODY_IS_TOLD,
};

test.each([
  ['the files of the folder', async () => CONTENT, { ok: true, value: CONTENT }],
  ['nothing, where they are too many to carry along', async () => null, null],
  [
    'why not, when the folder cannot be read',
    () => Promise.reject(new Error('there is no content folder site')),
    { ok: false, why: 'there is no content folder site' },
  ],
])('what should be in the bucket is %s', async (_name, contentOf, content) => {
  const expected = await makeExpect(CONFIG, 'switch.s3.eu-west-1.amazonaws.com', contentOf)(SITE);
  expect(expected).toMatchObject({
    siteNames: ['www.example.com'],
    switchDomain: 'switch.s3.eu-west-1.amazonaws.com',
    content,
  });
  expect(expected.configDigest).toMatch(/^[0-9a-f]{16}$/);
});
