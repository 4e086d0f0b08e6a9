import { distributionsIn } from '../../functions/aws/secondary-domains.ts';

const TEXT = 'www.example.com=d1.cloudfront.net shop.example.com=d2.cloudfront.net';

test.each([
  ['the first site', TEXT, 'www.example.com', 'd1.cloudfront.net'],
  ['the second site', TEXT, 'shop.example.com', 'd2.cloudfront.net'],
  ['a site that has none', TEXT, 'example.com', null],
  ['any site, where nobody has one', '', 'www.example.com', null],
  ['a site whose name is not known yet', 'www.example.com=', 'www.example.com', null],
  ['a site among line breaks', `\n${TEXT}\n `, 'shop.example.com', 'd2.cloudfront.net'],
])('the distribution of %s', async (_name, text, site, expected) => {
  expect(await distributionsIn(text)(site)).toBe(expected);
});
