import { problemsOf, withValue } from './base.ts';

type Row = readonly [sentence: string, value: string, message: string, instead: string];

/** Every row breaks one value of a right file, so exactly one problem is expected, on its line. */
const refuses = (path: string, rows: readonly Row[]): void =>
  test.each(rows)(`${path}: %s`, (_sentence, value, message, instead) => {
    const { text, line } = withValue(path.split('.').at(-1) ?? '', value);
    const problems = problemsOf(text);
    expect(problems).toMatchObject([{ file: 'sites.yml', line }]);
    expect(problems[0]?.path.replace(/\[1\]$/, '')).toBe(path);
    expect(problems[0]?.message).toContain(message);
    expect(problems[0]?.instead).toContain(instead);
  });

const PUBLIC = 'write the public address';

refuses('sites[0].primary.address', [
  ['private', '10.0.0.5', '10.0.0.5 is a private address, which Route 53', PUBLIC],
  ['private, last of its network', '172.31.255.255', 'a private address', PUBLIC],
  ['private, at home', '192.168.1.1', 'a private address', PUBLIC],
  ['private, IPv6', 'fd00::1', 'a private address', PUBLIC],
  ['loopback', '127.0.0.1', 'a loopback address', PUBLIC],
  ['loopback, IPv6', '::1', 'a loopback address', PUBLIC],
  ['link-local', '169.254.169.254', 'a link-local address', PUBLIC],
  ['link-local, IPv6', 'fe80::1', 'a link-local address', PUBLIC],
  ['link-local with a zone', 'fe80::1%eth0', 'a link-local address with a zone', PUBLIC],
  ['multicast', '224.0.0.1', 'a multicast address', PUBLIC],
  ['multicast, IPv6', 'ff02::1', 'a multicast address', PUBLIC],
  ['unspecified', '0.0.0.0', 'the unspecified address', PUBLIC],
  ['unspecified, IPv6', '"::"', 'the unspecified address', PUBLIC],
  ['behind a carrier', '100.64.0.1', 'a shared address', PUBLIC],
  ['reserved', '255.255.255.255', 'a reserved address', PUBLIC],
  ['IPv4 in IPv6 form', '::ffff:203.0.113.10', 'in IPv6 form', 'write 203.0.113.10'],
  ['a domain name', 'www.example.com', 'after a failover it would lead to', 'the IP address'],
  ['a load balancer', 'a-1.eu-west-2.elb.amazonaws.com', "balancer's name", '`loadBalancer`'],
  ['with a port', '203.0.113.10:8080', 'more than an IP address', 'write 203.0.113.10,'],
  ['a URL', 'http://203.0.113.10/up', 'more than an IP address', 'write 203.0.113.10,'],
  ['a typo', '203.0.113.1000', '203.0.113.1000 is not an IP address', '203.0.113.10'],
  ['a number', '203', '203 is not an IP address or a list', '203.0.113.10'],
  ['private in a list', '[203.0.113.10, 10.0.0.5]', 'a private address', PUBLIC],
  ['twice', '["2001:db8::1", "2001:0DB8:0::1"]', '2001:db8::1 is in the list twice', 'keep one'],
  ['an empty list', '[]', 'a list is not an IP address or a list of at most 10', '203.0.113.10'],
  ['nothing', '', 'has no value', '203.0.113.10'],
]);

refuses('sites[0].primary.protocol', [
  ['misspelt', 'htps', 'htps is not one of http, https, tcp', 'write https'],
  ['another one', 'gopher', 'gopher is not one of', 'write for example http'],
]);

refuses('sites[0].primary.port', [
  ['zero', '0', '0 is not a whole number from 1 to 65535', '80'],
  ['beyond the last', '65536', '65536 is not a whole number', '80'],
  ['in quotes', '"80"', '"80" is not a whole number', '80'],
  ['half a port', '80.5', '80.5 is not a whole number', '80'],
]);

refuses('sites[0].primary.path', [
  ['without its slash', 'health', 'does not begin with a slash', 'write /health'],
  ['a URL', 'http://www.example.com/up?x=1', 'is not a path', 'what follows its host'],
  ['with a space', '/my health', '"/my health" is not a path', '/health'],
]);

refuses('sites[0].primary.expect.status', [
  ['no status', '700', '700 is not a whole number from 100 to 599', '200'],
  ['from high to low', '399-200', 'the range 399-200 is empty', 'write 200-399'],
  ['broken in a list', '[200, fine]', 'fine is not a status code', '200-399'],
  ['a group', '{ from: 200 }', 'a group of keys is not a status code', '200-399'],
]);

refuses('sites[0].primary.expect.contains', [
  ['a number', '200', '200 is a number, not a text', 'in quotes: "200"'],
  ['a yes/no value', 'true', 'true is a yes/no value, not a text', 'in quotes: "true"'],
]);

refuses('sites[0].primary.expect.within', [
  ['too long', '31s', '31s is not a duration from 100ms to 30s', '2s'],
]);

refuses('sites[0].secondary.bucket', [
  ['not named like the site', 'my-bucket', 'not named like the site', 'write www.example.com, or'],
  ['a URL', 's3://www.example.com', 'is not the name of a bucket', 'or leave `bucket` out'],
]);

refuses('sites[0].secondary.region', [
  ['misspelt', 'eu-wst-1', 'eu-wst-1 is not an AWS region', 'write eu-west-1'],
  ['no region', 'mars', 'mars is not an AWS region', 'write for example eu-west-1'],
]);

refuses('sites[0].secondary.content', [
  ['not relative', '/var/www', '/var/www is not a folder relative', './site'],
]);

refuses('sites[0].secondary.marker', [
  ['two lines', '"a\\nb"', 'not a text of one line', 'understudy-fallback'],
]);

refuses('sites[0].policy.interval', [
  ['without a unit', '5', '5 has no unit', 'write 5s'],
  ['in words', '5 seconds', '"5 seconds" is not in', 'write 5s'],
  ['no duration', 'often', 'often is not a duration from 1s to 60s', '5s'],
  ['too short', '500ms', '500ms is not a duration from 1s to 60s', '5s'],
  ['too long', '2m', '2m is not a duration from 1s to 60s', '5s'],
]);

refuses('sites[0].policy.failureThreshold', [
  ['zero', '0', '0 is not a whole number from 1 to 10', '4'],
  ['more than anybody waits for', '11', '11 is not a whole number from 1 to 10', '4'],
]);

refuses('sites[0].hostedZone', [
  ['of another name', 'example.org', 'example.org cannot hold the records of www', 'example.com'],
  ['that only ends alike', 'ample.com', 'ample.com cannot hold', 'example.com'],
  ['an ID', 'Z0123456789ABC', "Z0123456789ABC is a zone's ID", 'domain name'],
]);

refuses('sites[0].name', [
  ['a URL', 'https://WWW.example.com/', 'is not a domain name', 'write www.example.com'],
  ['an IP address', '203.0.113.10', 'an IP address, not a domain name', 'www.example.com'],
  ['a wildcard', '"*.example.com"', 'stands for many names', 'one entry'],
  ['foreign letters', 'www.bücher.example', 'that DNS does not know', 'www.xn--bcher-kva.example'],
  ['no bucket name', 'xn--bcher-kva.example', 'begin with xn--', 'another name'],
  ['too long for a bucket', `${'a'.repeat(52)}.example.com`, 'it has 64 characters', 'another'],
]);

refuses('alerts.email', [
  ['not an address', 'ops@example', 'ops@example is not an e-mail address', 'ops@example.com'],
  ['with a name', 'Ops <ops@example.com>', 'more than an e-mail address', 'write ops@example.com'],
  ['twice', '[a@b.example, a@b.example]', 'a@b.example is in the list twice', 'keep one'],
]);

refuses('alerts.slack.webhookParameter', [
  ['the secret', 'https://hooks.slack.com/services/T/B/x', 'the webhook itself', 'SecureString'],
  ['without its slash', 'slack-webhook', 'not the name of an SSM parameter', '/understudy/slack'],
]);
