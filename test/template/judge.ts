import type { Complaint, Tool } from './complaints.ts';

/** A complaint that stands on purpose. */
export type Accepted = {
  readonly tool: Tool;
  readonly rule: string;
  /** Logical ids; a star at the end stands for the rest of one. */
  readonly resources: readonly string[];
  readonly why: string;
};

/** What keeps the template from being good: a line each, none when it is. */
export function judge(
  complaints: readonly Complaint[],
  accepted: readonly Accepted[],
): readonly string[] {
  const failures = complaints.filter(
    (complaint) => !accepted.some((one) => one.resources.some((id) => covers(one, id, complaint))),
  );
  return [...failures.map(failureLine), ...accepted.flatMap((one) => unusedLines(one, complaints))];
}

const covers = ({ tool, rule }: Accepted, id: string, complaint: Complaint): boolean =>
  tool === complaint.tool &&
  rule === complaint.rule &&
  (id.endsWith('*') ? complaint.resource.startsWith(id.slice(0, -1)) : complaint.resource === id);

const failureLine = ({ tool, rule, resource, what }: Complaint): string =>
  `${tool} ${rule} ${resource === '' ? 'template' : resource}: ${what}`;

/** An exception that nothing needs any more would let the next mistake through. */
const unusedLines = (accepted: Accepted, complaints: readonly Complaint[]): readonly string[] =>
  accepted.resources
    .filter((id) => !complaints.some((complaint) => covers(accepted, id, complaint)))
    .map(
      (id) =>
        `${accepted.tool} ${accepted.rule} ${id}: accepted, but nothing complains of it; take it off the list`,
    );
