/** Ends what `setup.ts` started. */
// biome-ignore lint/style/noDefaultExport: Jest calls the default export of this file.
export default async function teardown(): Promise<void> {
  await Promise.all((globalThis.understudyEmulators ?? []).map(({ stop }) => stop()));
}
