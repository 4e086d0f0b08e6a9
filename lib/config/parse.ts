import type { Config } from '../core/site.ts';
import { type PlacedComplaint, pathText } from './complaint.ts';
import { draftOf } from './draft.ts';
import { withoutEchoes } from './echoes.ts';
import { complaintsOf } from './issues.ts';
import type { Problem } from './problem.ts';
import { rulesBroken } from './rules.ts';
import { fileSchema } from './schema.ts';
import { toConfig } from './to-config.ts';
import { warningsOf } from './warnings.ts';
import { readYaml, type YamlSource } from './yaml-source.ts';

export type ParsedConfig =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads the text of sites.yml: a config with all defaults filled in, or every problem at once. */
export function parseConfig(text: string, fileName: string): ParsedConfig {
  const oversize = oversizeProblem(text, fileName);
  if (oversize !== null) return { ok: false, problems: [oversize] };
  const source = readYaml(text);
  const syntax = source.complaints.map(
    ({ offset, message, instead }): Problem => ({
      file: fileName,
      ...source.placeOf(offset),
      path: '',
      message,
      instead,
    }),
  );
  if (!source.isReadable) return { ok: false, problems: inOrder(syntax) };
  const parsed = fileSchema.safeParse(source.value);
  const draft = draftOf(source.value);
  const complaints = withoutEchoes(
    [...complaintsOf(parsed.error?.issues ?? []), ...rulesBroken(draft)],
    source.value,
  );
  const problems = inOrder([...syntax, ...placed(complaints, source, fileName)]);
  if (!parsed.success || problems.length > 0) return { ok: false, problems };
  const warnings = inOrder(placed(warningsOf(draft), source, fileName));
  return { ok: true, config: toConfig(parsed.data), warnings };
}

const TEXT_CHARACTERS_MAX = 256 * 1024;
const PROBLEMS_MAX = 100;

function oversizeProblem(text: string, file: string): Problem | null {
  if (text.length <= TEXT_CHARACTERS_MAX) return null;
  const message = `the file has ${text.length} characters, and ${TEXT_CHARACTERS_MAX} are allowed`;
  return { file, line: 1, column: 1, path: '', message, instead: 'split it into several stacks' };
}

const placed = (
  complaints: readonly PlacedComplaint[],
  source: YamlSource,
  file: string,
): Problem[] =>
  complaints.map(({ path, at, message, instead }) => ({
    file,
    ...source.locate(path, at),
    path: pathText(path),
    message: path.length === 0 ? `the file ${message}` : message,
    instead,
  }));

/** As one reads the file, and no more than a person will. */
const inOrder = (problems: readonly Problem[]): Problem[] =>
  problems.toSorted((a, b) => a.line - b.line || a.column - b.column).slice(0, PROBLEMS_MAX);
