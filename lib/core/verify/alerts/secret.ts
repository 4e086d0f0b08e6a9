import { fail, type Judgement, pass, unknown } from '../check.ts';
import type { Look } from '../finding.ts';
import type { Parameter } from '../snapshot.ts';

/** A secret of sites.yml, by the name of its parameter, and what a person puts there. */
type Secret = {
  readonly name: string;
  /** As in `a new webhook in Slack`. */
  readonly what: string;
  /** What stands for it in a command, such as WEBHOOK-URL. */
  readonly placeholder: string;
};

/** Whether a secret is there and kept as one. What it holds is not looked at. */
export function judgeSecret(
  look: Look<Parameter | null>,
  { name, what, placeholder }: Secret,
): Judgement {
  const put = `aws ssm put-parameter --name ${name} --type SecureString --value ${placeholder}`;
  if (!look.ok)
    return unknown(
      `parameter ${name} could not be read: ${look.why}`,
      `Allow ssm:GetParameter on ${name} to whoever verifies; the functions get it when they are deployed.`,
    );
  if (look.value === null) return fail(`there is no parameter ${name}`, put);
  return look.value.isSecret
    ? pass(`parameter ${name} is a SecureString`)
    : fail(
        `parameter ${name} is not a SecureString`,
        `Make ${what}, since this one was stored in the clear, then: aws ssm delete-parameter --name ${name} && ${put}`,
      );
}
