import { EXPECT_ANY } from '../../../core/probing/expect.ts';
import { epochMs } from '../../../core/time.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS, type Setting } from './setting.ts';

/** Where the examples take place when they are only looked at: on addresses that documentation may use (RFC 5737). */
export const EXAMPLE: Setting = {
  stack: 'understudy-prod',
  now: epochMs(Date.UTC(2026, 10, 22, 3, 4, 5)),
  site: {
    name: 'www.example.com',
    hostedZone: 'example.com',
    zoneRoleArn: null,
    primary: {
      where: { kind: 'addresses', addresses: ['203.0.113.10', '203.0.113.11'] },
      protocol: 'http',
      port: 80,
      path: '/health',
      expect: { ...EXPECT_ANY, slowAfterMs: SECOND_MS },
      healthCheckIds: [],
    },
    secondary: {
      bucket: 'www.example.com',
      isExisting: false,
      region: 'eu-west-1',
      content: './site',
      marker: null,
      front: { kind: 'website' },
    },
    policy: {
      mode: 'automatic',
      intervalMs: 5 * SECOND_MS,
      freshEvery: 12,
      failureThreshold: 3,
      successThreshold: 2,
      failback: 'manual',
      stableForMs: 5 * MINUTE_MS,
      cooldownMs: 10 * MINUTE_MS,
      flipsPerDayMax: 4,
      armAfter: 5,
      bothUnhealthy: 'stay',
      drill: {
        everyMs: 90 * DAY_MS,
        window: null,
        stayMs: MINUTE_MS,
        withinMs: 3 * MINUTE_MS,
      },
      maintenance: [],
    },
  },
};
