import { type ParsedConfig, parseConfig } from '../../lib/config/parse.ts';
import type { Problem } from '../../lib/config/problem.ts';

/** A config without a problem or a warning, one field a line, so that a test can break one line of it. */
export const BASE = `alerts:
  email: [ops@example.com]
  slack: { webhookParameter: /understudy/slack-webhook }
sites:
  - name: www.example.com
    hostedZone: example.com
    primary:
      address: 203.0.113.10
      protocol: http
      port: 80
      path: /health
      expect: { status: 200-399, contains: ok, within: 2s }
    secondary:
      bucket: www.example.com
      region: eu-west-1
      content: ./site
      marker: understudy-fallback
    policy:
      interval: 5s
      failureThreshold: 3
      cooldown: 10m
`;

/** BASE with one line replaced, counted from 1. */
export const withLine = (line: number, replacement: string): string =>
  BASE.split('\n')
    .with(line - 1, replacement)
    .join('\n');

/** BASE with another value for one key, and the line that this key is on. */
export function withValue(key: string, value: string): { text: string; line: number } {
  const found = new RegExp(`(?<=\\b${key}: )(\\[[^\\]]*\\]|[^,}\\n]*[^,} \\n])`).exec(BASE);
  if (found === null) throw new Error(`there is no ${key} in BASE`);
  const text = BASE.slice(0, found.index) + value + BASE.slice(found.index + found[0].length);
  return { text, line: BASE.slice(0, found.index).split('\n').length };
}

/** What a text is refused for; nothing when it is accepted. */
export function problemsOf(text: string): readonly Problem[] {
  const parsed: ParsedConfig = parseConfig(text, 'sites.yml');
  return parsed.ok ? [] : parsed.problems;
}
