/**
 * What ministack 1.5.33 cannot do with the template, and what stands in for it. Only the tests load this;
 * the packaged template stays as it is, and other checks look at that one.
 *
 * - AWS::Route53::HealthCheck is unknown to its CloudFormation. A custom resource makes the check, so that
 *   the emulator's own engine still decides what an update touches and what a removal leaves.
 * - Its IAM does not know the condition key cloudwatch:namespace, and would refuse every metric: without
 *   the condition.
 * - Its IAM holds DescribeAlarms against `*`, whichever alarms are named: with `*`.
 */
type Resource = { Type: string; Properties?: Record<string, unknown> };
type Statement = { Action: string | readonly string[]; Resource: unknown; Condition?: unknown };
type Policy = { readonly PolicyDocument: { readonly Statement: readonly Statement[] } };

/** As much of the framework as is needed here. */
type Framework = {
  readonly service: {
    readonly provider: {
      readonly compiledCloudFormationTemplate: { readonly Resources: Record<string, Resource> };
    };
  };
};

export class EmulatorPlugin {
  readonly hooks: Readonly<Record<string, () => void>>;

  constructor({ service }: Framework) {
    this.hooks = {
      // The template is packaged by then, and not yet uploaded.
      'before:deploy:deploy': () => {
        const { Resources } = service.provider.compiledCloudFormationTemplate;
        for (const resource of Object.values(Resources)) substitute(resource);
      },
    };
  }
}

function substitute(resource: Resource): void {
  if (resource.Type === 'AWS::Route53::HealthCheck') {
    const ServiceToken = process.env.UNDERSTUDY_HEALTH_CHECK_FUNCTION;
    resource.Type = 'Custom::HealthCheck';
    resource.Properties = { ...resource.Properties, ServiceToken };
  }
  if (resource.Type !== 'AWS::IAM::Role') return;
  const policies = (resource.Properties?.Policies ?? []) as readonly Policy[];
  for (const statement of policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement))
    widen(statement);
}

function widen(statement: Statement): void {
  if (statement.Action.includes('cloudwatch:PutMetricData')) delete statement.Condition;
  if (statement.Action.includes('cloudwatch:DescribeAlarms')) statement.Resource = '*';
}
