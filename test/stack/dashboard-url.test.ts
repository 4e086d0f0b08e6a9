import { dashboardUrl } from '../../lib/stack/dashboard-url.ts';

test.each([
  ['eu-west-1', 'https://eu-west-1.console.aws.amazon.com/'],
  ['cn-north-1', 'https://cn-north-1.console.amazonaws.cn/'],
  ['us-gov-west-1', 'https://us-gov-west-1.console.amazonaws-us-gov.com/'],
  ['eusc-de-east-1', 'https://eusc-de-east-1.console.amazonaws-eusc.eu/'],
])('the dashboard of a stack in %s is shown at %s', (region, host) => {
  const url = dashboardUrl({ stack: 'understudy-prod', region });
  expect(url).toBe(
    `${host}cloudwatch/home?region=${region}#dashboards:name=understudy-prod-${region}`,
  );
});
