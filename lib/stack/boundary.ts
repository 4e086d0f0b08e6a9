import type { Resources } from './template.ts';

/** Every role under the account's permissions boundary, so that nobody can forget it on one. */
export const bounded = (resources: Resources, boundaryArn: string | null): Resources =>
  boundaryArn === null
    ? resources
    : Object.fromEntries(
        Object.entries(resources).map(([id, { Properties, ...resource }]) => [
          id,
          resource.Type === 'AWS::IAM::Role'
            ? { ...resource, Properties: { ...Properties, PermissionsBoundary: boundaryArn } }
            : { ...resource, Properties },
        ]),
      );
