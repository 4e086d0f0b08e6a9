import {
  bringSideStack,
  dropSideStack,
  type SideStackWait,
  type SideStackWords,
  type SideTemplate,
} from './side-stack.ts';

/**
 * Brings the certificates that the sites need and answers with their ARNs, by the names of the outputs. The
 * ones that nobody needs any more stay until `dropCertificates`: a distribution still has them in hand, and
 * a certificate in use cannot be deleted.
 */
export const bringCertificates = (
  wait: SideStackWait,
  wanted: SideTemplate,
): Promise<ReadonlyMap<string, string>> =>
  bringSideStack({ ...wait, words: CERTIFICATES }, wanted, together);

/** Afterwards: the ones that no site needs any more, and the stack with the last of them. */
export const dropCertificates = (wait: SideStackWait, wanted: SideTemplate): Promise<void> =>
  dropSideStack({ ...wait, words: CERTIFICATES }, wanted);

const CERTIFICATES: SideStackWords = {
  what: 'the certificates in us-east-1',
  hint: 'ACM waits to see its records in the public DNS: is the hosted zone the one that the registrar of the domain names, and does no CAA record keep Amazon out?',
};

const together = (old: SideTemplate, wanted: SideTemplate): SideTemplate => ({
  ...wanted,
  Resources: { ...old.Resources, ...wanted.Resources },
  Outputs: { ...old.Outputs, ...wanted.Outputs },
});
