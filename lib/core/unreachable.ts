/** Ends every `switch` over a union: a new member breaks the build here instead of the night. */
export function unreachable(value: never): never {
  throw new Error(`unexpected value ${JSON.stringify(value)}`);
}
