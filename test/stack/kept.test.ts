import { keptOnRemoval } from '../../lib/stack/kept.ts';
import { BEHIND_LOAD_BALANCER, CONFIG, siteNamed } from './sites.ts';

const PLACE = { stack: 'understudy-prod', account: '123456789012', region: 'eu-west-1' };

test('buckets, state table and health checks outlive the stack, by the names that people see', () => {
  const sites = [siteNamed('www.example.com'), siteNamed('shop.example.com', BEHIND_LOAD_BALANCER)];
  expect(keptOnRemoval({ ...CONFIG, sites }, PLACE)).toEqual([
    { kind: 'state table', name: 'understudy-prod-state' },
    { kind: 'bucket', name: 'understudy-prod-switch-123456789012-eu-west-1' },
    { kind: 'bucket', name: 'www.example.com' },
    { kind: 'bucket', name: 'shop.example.com' },
    { kind: 'health check', name: 'www.example.com endpoint 203.0.113.10' },
    { kind: 'health check', name: 'www.example.com switch' },
    { kind: 'health check', name: 'www.example.com site' },
    { kind: 'health check', name: 'shop.example.com switch' },
  ]);
});
