/** Colours of the page of a drill, by what they are for; `on-` is the text that stands on one. */
export const LIGHT = {
  ground: '#f6f4ef',
  card: '#ffffff',
  line: '#e3ded3',
  ink: '#1f2a30',
  soft: '#52606a',
  primary: '#1f6f74',
  'on-primary': '#ffffff',
  secondary: '#b4541a',
  'on-secondary': '#ffffff',
  moving: '#efebe1',
  stripe: '#e0d9c9',
  'on-moving': '#1f2a30',
  broken: '#a3302a',
  'on-broken': '#ffffff',
  good: '#24693a',
  warn: '#8a5600',
  bad: '#a3302a',
  detect: '#566b93',
  caches: '#94855c',
} as const;

export const DARK: Readonly<Record<keyof typeof LIGHT, string>> = {
  ground: '#12181c',
  card: '#1a2227',
  line: '#2f3b42',
  ink: '#eef1ef',
  soft: '#afbac0',
  primary: '#6cc0ba',
  'on-primary': '#0c1d1c',
  secondary: '#f0a565',
  'on-secondary': '#2a1605',
  moving: '#2b363c',
  stripe: '#3a484f',
  'on-moving': '#eef1ef',
  broken: '#f08a80',
  'on-broken': '#2b0b08',
  good: '#82d39a',
  warn: '#f0c36a',
  bad: '#f5968c',
  detect: '#8fa5d2',
  caches: '#b5a67c',
};

const variables = (colours: Readonly<Record<string, string>>): string =>
  Object.entries(colours)
    .map(([name, value]) => `--${name}: ${value};`)
    .join(' ');

/** The style sheet of the page of a drill: nothing is loaded, and paper is always light. */
export const DRILL_STYLE = `
:root { color-scheme: light; ${variables(LIGHT)} }
@media screen and (prefers-color-scheme: dark) { :root { color-scheme: dark; ${variables(DARK)} } }
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 3.5rem 2.5rem 4rem; overflow-wrap: anywhere; }
h1, h2, p, dl, dd, figure, table, ul { margin: 0; }
header { margin-bottom: 2.25rem; }
.site { color: var(--soft); font-weight: 600; }
h1 { display: flex; align-items: center; gap: 0.75rem; margin: 0.5rem 0 0.75rem; font-size: clamp(1.875rem, 1.5rem + 1.9vw, 2.625rem); font-weight: 680; line-height: 1.15; letter-spacing: -0.02em; text-wrap: balance; }
h1 svg { flex: none; width: 0.95em; height: 0.95em; }
h1 .disc { fill: currentColor; }
h1 .sign { fill: none; stroke: var(--ground); stroke-width: 2.6; stroke-linecap: round; stroke-linejoin: round; }
.passed h1 svg { color: var(--good); } .failed h1 svg { color: var(--bad); } .became-failover h1 svg { color: var(--warn); }
.lead { max-width: 48rem; font-size: 1.1875rem; line-height: 1.5; text-wrap: balance; }
h2 { margin-bottom: 1rem; font-size: 1.125rem; font-weight: 650; letter-spacing: -0.005em; }
section, .figures { margin-top: 1.25rem; padding: 1.625rem 1.75rem 1.75rem; background: var(--card); border: 1px solid var(--line); border-radius: 0.875rem; }
.figures { display: grid; grid-template-columns: repeat(3, 1fr); padding: 0; overflow: hidden; }
.figures > div { padding: 1.375rem 1.75rem 1.5rem; }
.figures > div + div { border-left: 1px solid var(--line); }
.figures dt { color: var(--soft); font-weight: 600; }
.figures .value { margin: 0.125rem 0 0.25rem; font-size: 2.125rem; font-weight: 660; line-height: 1.2; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; }
.failed .value.missing { color: var(--bad); }
.figures .value.missing { font-size: 1.375rem; line-height: 1.85; letter-spacing: 0; }
.note, .hint { color: var(--soft); font-size: 0.9375rem; }
.hint { margin-top: 0.875rem; }
.advice { background-image: linear-gradient(to right, var(--bad) 5px, transparent 5px); }
.became-failover .advice { background-image: linear-gradient(to right, var(--warn) 5px, transparent 5px); }
.advice h2:not(:first-child) { margin-top: 1.5rem; }
.advice p { max-width: 44rem; }
.advice p + p, pre + p { margin-top: 0.75rem; }
pre { margin: 0.375rem 0 0; padding: 0.625rem 0.875rem; background: var(--ground); border: 1px solid var(--line); border-radius: 0.5rem; font: 0.875rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre-wrap; }
table { overflow-wrap: break-word; width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 0.625rem 0; border-top: 1px solid var(--line); text-align: left; vertical-align: baseline; }
thead th { padding-top: 0; border-top: 0; color: var(--soft); font-size: 0.9375rem; font-weight: 600; }
tbody th, tfoot th { font-weight: 600; }
th b { display: inline-block; min-width: 8.5rem; font-weight: inherit; }
th small { color: var(--soft); font-size: 0.9375rem; font-weight: 400; }
.number { padding-left: 1.25rem; text-align: right; white-space: nowrap; }
.missing { color: var(--soft); }
tfoot th, tfoot td { border-top: 2px solid var(--line); font-weight: 660; }
.about { display: grid; grid-template-columns: max-content 1fr; gap: 0.5rem 1.75rem; }
.about dt { color: var(--soft); font-weight: 600; }
footer { margin-top: 1.75rem; color: var(--soft); font-size: 0.9375rem; }
.chart { display: block; width: 100%; height: auto; overflow: visible; font-family: inherit; }
.chart.tall { display: none; max-width: 25rem; margin: 0 auto; }
.chart text { font-variant-numeric: tabular-nums; }
.on-strong, .on-primary, .on-secondary, .on-moving, .on-moving-back, .on-broken, .on-unknown { font-weight: 600; }
.on-strong, .on-unknown { fill: var(--ink); } .on-quiet { fill: var(--soft); }
.on-moving, .on-moving-back { fill: var(--on-moving); } .on-broken { fill: var(--on-broken); }
.on-primary { fill: var(--on-primary); } .on-secondary { fill: var(--on-secondary); }
.bars rect { stroke: var(--card); stroke-width: 2; }
.primary { fill: var(--primary); } .secondary { fill: var(--secondary); } .broken { fill: var(--broken); }
.bars .unknown { fill: var(--card); stroke: var(--soft); stroke-width: 1.5; stroke-dasharray: 4 4; }
.stripe-ground { fill: var(--moving); } .stripe { fill: var(--stripe); }
.track, .axis { stroke: var(--line); stroke-width: 2; } .tick { stroke: var(--soft); stroke-width: 1; }
.switched { fill: var(--soft); }
.leaders polyline { fill: none; stroke: var(--soft); stroke-width: 1; }
.dots circle { fill: var(--card); stroke: var(--ink); stroke-width: 2.5; }
.break { fill: var(--card); } .break-edge { fill: none; stroke: var(--soft); stroke-width: 1.5; }
.stack { display: grid; grid-template-columns: max-content 1fr; align-items: center; gap: 0.5rem 1rem; margin: 1rem 0 1.25rem; }
.stack svg { display: block; width: 100%; height: 1.375rem; }
.stack .name { color: var(--soft); font-size: 0.9375rem; }
.detect { fill: var(--detect); } .move { fill: var(--secondary); } .caches { fill: var(--caches); }
.swatch + b { min-width: 7.25rem; }
.swatch { display: inline-block; width: 0.75rem; height: 0.75rem; margin-right: 0.5rem; }
@media screen and (max-width: 54rem) {
  main { padding: 2rem 1rem 2.5rem; }
  header { margin-bottom: 1.5rem; }
  .lead { font-size: 1.0625rem; }
  section, .figures { margin-top: 1rem; padding: 1.25rem 1rem 1.375rem; }
  .figures { grid-template-columns: 1fr; padding: 0; }
  .figures > div { padding: 0.875rem 1rem 1rem; }
  .figures > div + div { border-top: 1px solid var(--line); border-left: 0; }
  .figures .value { font-size: 1.75rem; }
  .chart.wide { display: none; } .chart.tall { display: block; }
  .number { padding-left: 0.75rem; }
  .number { white-space: normal; }
  th b, .swatch + b { display: inline; }
  th small { display: block; }
  .about { grid-template-columns: 1fr; gap: 0; }
  .about dd + dt { margin-top: 0.75rem; }
}
@page { size: A4; margin: 14mm; }
@media print {
  :root { --ground: #ffffff; }
  html { font-size: 12px; }
  body { line-height: 1.4; }
  main { max-width: none; padding: 0; }
  header { margin-bottom: 1rem; }
  h1 { margin: 0.25rem 0 0.375rem; font-size: 2rem; }
  .lead { font-size: 1.125rem; }
  h2 { margin-bottom: 0.5rem; }
  section, .figures { margin-top: 0.75rem; break-inside: avoid; }
  section { padding: 0.75rem 1rem 0.875rem; }
  .figures > div { padding: 0.625rem 1rem 0.75rem; }
  .figures .value { margin: 0; font-size: 1.625rem; }
  .stack { margin: 0.5rem 0 0.75rem; gap: 0.25rem 1rem; }
  .stack svg { height: 1rem; }
  th, td { padding: 0.25rem 0; }
  .about { grid-template-columns: max-content 1fr max-content 1fr; gap: 0.25rem 1rem; }
  footer { margin-top: 0.75rem; }
}
`;
