/**
 * One spelling for each load balancer. The console writes `dualstack.` before its name in an alias: it
 * is the same load balancer, which then has AAAA answers, too
 * (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-alias.html).
 */
export const plainLoadBalancerName = (dnsName: string): string =>
  dnsName
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^dualstack\./, '');
