/**
 * `npm run test:template`: packages a stack with each kind of site and has it judged by cfn-lint and
 * checkov. Where they are not installed it says so and is skipped; with UNDERSTUDY_CI that is an error.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, relative, resolve } from 'node:path';
import { parseConfig } from '../../lib/config/parse.ts';
import { partitionOf } from '../../lib/core/partition.ts';
import { ROUTE53_METRICS_REGION } from '../../lib/core/route53-alarm.ts';
import { CERTIFICATES_REGION, certificatesTemplate } from '../../lib/stack/certificates.ts';
import { siteCheckId } from '../../lib/stack/health-checks.ts';
import { route53AlarmsTemplate } from '../../lib/stack/route53-alarms.ts';
import { ACCEPTED } from './accepted.ts';
import {
  type Complaint,
  cfnLintComplaints,
  checkovComplaints,
  NoVerdictError,
  type Tool,
} from './complaints.ts';
import { judge } from './judge.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const PLAIN_SITES = 'test/template/sites.yml';
const HTTPS_SITES = 'test/template/https-sites.yml';
const RUN_MS_MAX = 120_000;
const PRINTED_BYTES_MAX = 64 * 1024 * 1024;

/** One region of each partition: nothing in the stack may be tied to one of them. */
const REGIONS = ['eu-west-1', 'us-gov-west-1', 'cn-north-1'];

/** A template and where it is to stand. */
type Template = { readonly file: string; readonly regions: readonly string[] };

const TOOLS: readonly Tool[] = ['cfn-lint', 'checkov'];

/** The folder of UNDERSTUDY_TEMPLATE_TOOLS comes before those of PATH. */
function programOnPath(program: string): string | null {
  const folders = [
    process.env.UNDERSTUDY_TEMPLATE_TOOLS ?? '',
    ...(process.env.PATH ?? '').split(delimiter),
  ].filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path)) ?? null;
}

/** Runs a program with nothing of this machine's AWS, and of its settings; answers with what it printed. */
function run(program: string, args: readonly string[], cwd: string, home: string) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    env: { PATH: [dirname(process.execPath), process.env.PATH].join(delimiter), HOME: home },
    encoding: 'utf8',
    timeout: RUN_MS_MAX,
    maxBuffer: PRINTED_BYTES_MAX,
  });
  if (error !== undefined) throw new NoVerdictError(`${program}: ${error.message}`);
  return { status, stdout, stderr };
}

function packagedTemplate(folder: string, sitesFile: string): string {
  const { status, stdout, stderr } = run(
    process.execPath,
    [
      join(ROOT, 'node_modules/serverless/bin/serverless.js'),
      'package',
      ...['--package', join(folder, 'package')],
      ...['--param', `sitesFile=${sitesFile}`],
      ...['--param', `workFolder=${relative(ROOT, join(folder, 'work'))}`],
    ],
    ROOT,
    folder,
  );
  if (status !== 0) throw new NoVerdictError(`sls package failed:\n${stdout}${stderr}`);
  return join(folder, 'package/cloudformation-template-update-stack.json');
}

/** The stacks beside it, as a deployment makes them: only there the ids of zones and health checks are known. */
function sideFiles(folder: string): readonly Template[] {
  const parsed = parseConfig(readFileSync(join(ROOT, HTTPS_SITES), 'utf8'), HTTPS_SITES);
  if (!parsed.ok) throw new NoVerdictError(JSON.stringify(parsed.problems));
  const { config } = parsed;
  const zoneIds = new Map(config.sites.map(({ hostedZone }) => [hostedZone, 'Z111111QQQQQQQ']));
  const outputs = new Map(config.sites.map(({ name }) => [siteCheckId(name), HEALTH_CHECK_ID]));
  const of = { stack: 'understudy-prod', region: 'eu-west-1', outputs };
  const write = (name: string, template: object): string => {
    const file = join(folder, name);
    writeFileSync(file, JSON.stringify(template));
    return file;
  };
  return [
    {
      file: write('certificates.json', certificatesTemplate(config, zoneIds)),
      regions: [CERTIFICATES_REGION],
    },
    {
      file: write('route53-alarms.json', route53AlarmsTemplate(config, of)),
      regions: [ROUTE53_METRICS_REGION],
    },
  ];
}

const HEALTH_CHECK_ID = '11111111-2222-3333-4444-555555555555';

/** Both end with a code of their own when they complain, so what they print is what counts. */
function complaintsOf(
  tool: Tool,
  { file, regions }: Template,
  folder: string,
): readonly Complaint[] {
  const program = programOnPath(tool) ?? tool;
  if (tool === 'cfn-lint') {
    const args = ['--format', 'json', '--regions', ...regions, '--template', file];
    return cfnLintComplaints(run(program, args, folder, folder).stdout);
  }
  const args = ['--framework', 'cloudformation', '--skip-download', '--output', 'json'];
  return checkovComplaints(run(program, [...args, '--file', file], folder, folder).stdout);
}

/** The lines that say what is wrong. */
function check(): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-template-'));
  try {
    const templates: readonly Template[] = [
      { file: packagedTemplate(folder, PLAIN_SITES), regions: REGIONS },
      // CloudFront is in one partition only, and sites.yml with it is refused in the others.
      {
        file: packagedTemplate(join(folder, 'https'), HTTPS_SITES),
        regions: REGIONS.filter((region) => partitionOf(region) === 'aws'),
      },
      ...sideFiles(folder),
    ];
    const complaints = templates.flatMap((template) =>
      TOOLS.flatMap((tool) => complaintsOf(tool, template, folder)),
    );
    return judge(complaints, ACCEPTED);
  } catch (error) {
    if (error instanceof NoVerdictError) return [error.message];
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function main(): number {
  const missing = TOOLS.filter((tool) => programOnPath(tool) === null);
  if (missing.length > 0) {
    process.stdout.write(
      `not installed: ${missing.join(', ')}; pip install -r test/template/requirements.txt\nThe template is not judged.\n`,
    );
    return process.env.CI || process.env.UNDERSTUDY_CI ? 1 : 0;
  }
  const wrong = check();
  for (const line of wrong) process.stdout.write(`${line}\n`);
  const verdict =
    wrong.length > 0
      ? `${wrong.length} to mend: the template, or the list in test/template/accepted.ts`
      : `${TOOLS.join(' and ')} find nothing but the ${ACCEPTED.length} rules that are accepted`;
  process.stdout.write(`${verdict}\n`);
  return wrong.length > 0 ? 1 : 0;
}

process.exitCode = main();
