import { type Estimate, estimate } from '../../lib/core/cost/estimate.ts';
import { PRICES, PRICES_READ_ON, PRICES_REGION } from '../../lib/core/cost/prices.ts';
import type { Config } from '../../lib/core/site.ts';
import { costText, formula } from '../../lib/render/cost.ts';
import { costTable } from '../../lib/render/cost-table.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../command.ts';
import { parseOptions, wholeNumber } from '../options.ts';
import { readSitesFile } from '../sites-file.ts';

export const cost: Command = {
  usage: 'npm start -- cost [--json] [--file sites.yml] [--sites 1,10,100]',
  summary:
    'estimate a month from sites.yml, with formulas; --sites: so many like its first, as a table',
  run: async (args) => {
    const { values } = parseOptions({
      args: [...args],
      options: {
        file: { type: 'string', default: 'sites.yml' },
        json: { type: 'boolean', default: false },
        sites: { type: 'string' },
      },
    });
    const { config } = await readSitesFile(values.file);
    const configs =
      values.sites === undefined
        ? [config]
        : countsIn(values.sites).map((count) => withSites(config, count));
    const estimates = configs.map((each) => estimate(each));
    const [first] = estimates;
    if (first === undefined) throw new UsageError('--sites must name at least one number');
    const text = values.sites === undefined ? costText(first) : costTable(estimates);
    process.stdout.write(values.json ? `${JSON.stringify(asJson(estimates))}\n` : `${text}\n`);
    return 0;
  },
};

const SITES_MAX = 1_000;

const countsIn = (text: string): readonly number[] =>
  text.split(',').map((part) => wholeNumber('--sites', part.trim(), { from: 1, to: SITES_MAX }));

/** So many sites like the first one. */
function withSites(config: Config, count: number): Config {
  const [first] = config.sites;
  if (first === undefined) return config;
  const names = Array.from(
    { length: count },
    (_none, index) => `s${index + 1}.${first.hostedZone}`,
  );
  return { ...config, sites: names.map((name) => ({ ...first, name })) };
}

const asJson = (estimates: readonly Estimate[]) => ({
  currency: 'USD',
  region: PRICES_REGION,
  pricesReadOn: PRICES_READ_ON,
  prices: PRICES,
  estimates: estimates.map(({ stack, sites, totals }) => ({
    totals,
    stack: stack.map(withFormula),
    sites: sites.map((site) => ({ ...site, lines: site.lines.map(withFormula) })),
  })),
});

const withFormula = (line: Estimate['stack'][number]) => ({ ...line, formula: formula(line) });
