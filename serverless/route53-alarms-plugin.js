// The Serverless Framework loads JavaScript only, and wants a default export; Node reads the TypeScript
// behind it.
// biome-ignore lint/performance/noBarrelFile: see above
// biome-ignore lint/style/noDefaultExport: see above
export { Route53AlarmsPlugin as default } from './route53-alarms-plugin.ts';
