/** The tools that judge the template. */
export type Tool = 'cfn-lint' | 'checkov';

/** One rule that one resource does not keep. */
export type Complaint = {
  readonly tool: Tool;
  /** As the tool names it, such as CKV_AWS_18. */
  readonly rule: string;
  /** Logical id; empty where the whole template is meant. */
  readonly resource: string;
  readonly what: string;
};

/** The tool's answer is not one that says anything about the template. */
export class NoVerdictError extends Error {
  override readonly name = 'NoVerdictError';
}

type LintMatch = {
  readonly Rule: { readonly Id: string };
  readonly Location: { readonly Path: readonly (string | number)[] | null };
  readonly Message: string;
};

/** What `cfn-lint --format json` prints: errors, warnings and remarks alike. */
export function cfnLintComplaints(printed: string): readonly Complaint[] {
  const matches = parsed('cfn-lint', printed) as readonly LintMatch[];
  if (!Array.isArray(matches)) throw new NoVerdictError(`cfn-lint printed no list: ${printed}`);
  return matches.map(({ Rule, Location, Message }: LintMatch) => {
    const [section, id] = Location.Path ?? [];
    const resource = section === 'Resources' ? `${id}` : '';
    return { tool: 'cfn-lint', rule: Rule.Id, resource, what: Message };
  });
}

type Checked = {
  readonly check_id: string;
  readonly check_name: string;
  /** Type and logical id, with a dot between them. */
  readonly resource: string;
};
type Report = {
  readonly results?: {
    readonly passed_checks: readonly Checked[];
    readonly failed_checks: readonly Checked[];
    readonly skipped_checks: readonly Checked[];
    readonly parsing_errors: readonly string[];
  };
};

/** What `checkov --output json` prints. A check that a template skips is one that failed: the list is elsewhere. */
export function checkovComplaints(printed: string): readonly Complaint[] {
  const { results } = parsed('checkov', printed) as Report;
  if (results === undefined || results.passed_checks.length + results.failed_checks.length === 0)
    throw new NoVerdictError(`checkov judged nothing: ${printed.slice(0, PRINTED_MAX)}`);
  if (results.parsing_errors.length > 0)
    throw new NoVerdictError(`checkov could not read ${results.parsing_errors.join(', ')}`);
  return [...results.failed_checks, ...results.skipped_checks].map((check) => ({
    tool: 'checkov',
    rule: check.check_id,
    resource: check.resource.slice(check.resource.lastIndexOf('.') + 1),
    what: check.check_name,
  }));
}

const PRINTED_MAX = 500;

function parsed(tool: Tool, printed: string): unknown {
  try {
    return JSON.parse(printed);
  } catch (cause) {
    const said = printed.slice(0, PRINTED_MAX);
    throw new NoVerdictError(`${tool} printed no JSON: ${said}`, { cause });
  }
}
