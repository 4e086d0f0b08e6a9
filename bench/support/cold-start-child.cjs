// A new execution environment: loads a bundle and invokes its handler up to the first request that the
// handler sends, then tells the times and ends. Not TypeScript, since what strips types takes memory.
const { subscribe } = require('node:diagnostics_channel');

const [, , bundle = '', event = '{}'] = process.argv;
const context = { getRemainingTimeInMillis: () => 120_000, awsRequestId: 'bench' };

const begun = performance.now();
const { handler } = require(bundle);
const importMs = performance.now() - begun;
const restMiB = process.memoryUsage.rss() / 1024 / 1024;

subscribe('http.client.request.start', ({ request }) => {
  const firstCallMs = performance.now() - begun;
  const target = request.getHeader('x-amz-target');
  process.stdout.write(JSON.stringify({ importMs, firstCallMs, restMiB, target }));
  process.exit(0);
});
handler(JSON.parse(event), context);
