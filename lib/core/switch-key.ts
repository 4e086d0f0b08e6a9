/** Every switch object lies under this prefix of the switch bucket. */
export const SWITCH_PREFIX = 'switch/';

/** The key of a site's switch object: present means fail over, absent means stay. */
export const switchKey = (site: string): string => `${SWITCH_PREFIX}${site}`;
