import { isIP } from 'node:net';
import { canonicalAddress } from './addresses.ts';
import { type Complaint, complainAt, type PlacedComplaint } from './complaint.ts';
import type { Draft } from './draft.ts';
import { text } from './fields.ts';
import { DOMAIN_PATTERN, plainName } from './names.ts';
import { show } from './show.ts';
import { inText } from './wording.ts';

/** Two services of AWS that answer anyone. */
export const CONTROLS_DEFAULT = ['https://checkip.amazonaws.com/', 'https://sts.amazonaws.com/'];

/** A page of somebody else, spelt in one way. */
export const controlUrl = text(
  /^https?:\/\/[^\s/?#@\\]{1,253}([/?#]\S{0,500})?$/,
  {
    what: 'a web address that begins with https:// or http://',
    example: 'https://checkip.amazonaws.com/',
    mistake: inText(controlMistake),
  },
  (value) => controlMistake(value) ?? (URL.canParse(value) ? null : notAnAddress(value)),
).transform((value) => new URL(value).href);

function controlMistake(value: string): Complaint | null {
  if (/^[a-z][\w+.-]*:\/\/[^/?#]*@/i.test(value))
    return {
      message: `${show(value)} has a user name or a password, and this file is no place for secrets`,
      instead: 'choose a page that anyone may ask for',
    };
  if (/hooks\.slack\.com/i.test(value))
    return {
      message: `${show(value)} is a webhook, and this file is no place for secrets`,
      instead: 'choose a page that anyone may ask for',
    };
  const isBareName = DOMAIN_PATTERN.test(value) && show(value) === value;
  return isBareName
    ? { message: `${value} does not begin with https://`, instead: `write https://${value}/` }
    : null;
}

const notAnAddress = (value: string): Complaint => ({
  message: `${show(value)} is not a web address`,
  instead: 'write for example https://checkip.amazonaws.com/',
});

/** A control that fails together with a site would make every outage look like a blind monitor. */
export const controlsThatAreSites = ({ monitor, sites }: Draft): PlacedComplaint[] => {
  const watched = new Set(
    sites.flatMap(({ name, primary }) => [
      ...(name === undefined ? [] : [name]),
      ...(primary.address ?? []),
      ...(primary.loadBalancer === undefined ? [] : [primary.loadBalancer]),
    ]),
  );
  return (monitor.controls ?? []).flatMap((control, index) =>
    watched.has(hostOf(control))
      ? [
          complainAt(
            ['monitor', 'controls', index],
            `${hostOf(control)} is watched as a site, and a site cannot be its own control`,
            "write a page of somebody else's, such as https://checkip.amazonaws.com/",
          ),
        ]
      : [],
  );
};

/** When the only control has a bad day, so has the judgement of every site. */
export const controlsShareHost = ({ monitor }: Draft): PlacedComplaint[] =>
  monitor.controls !== undefined && new Set(monitor.controls.map(hostOf)).size === 1
    ? [
        complainAt(
          ['monitor', 'controls'],
          'all controls are on one host, so when it fails together with a site, the monitor takes itself for blind and does nothing',
          'add a page of another owner',
        ),
      ]
    : [];

function hostOf(control: string): string {
  const host = plainName(new URL(control).hostname.replace(/^\[(.*)\]$/, '$1'));
  return isIP(host) === 0 ? host : canonicalAddress(host);
}
