// The Serverless Framework loads JavaScript only; Node reads the TypeScript behind it.
// biome-ignore lint/performance/noBarrelFile: see above
export { fromSites } from './from-sites.ts';
