import { answering, httpAnswer } from '../../support/servers.ts';
import { scripted } from '../fault.ts';

/** Listens on IPv6 alone. */
export const ipv6Only = scripted(
  answering(() => httpAnswer('ok')),
  { address: '::1' },
  { host: '::1' },
);
