import type { DrillReport } from '../../core/drill.ts';
import { timeOfDay, utc } from '../duration.ts';
import type { Line } from '../layout.ts';
import { type Html, html, NOTHING, unbroken, verbatim } from './drill-html.ts';
import { amount, betweenMs, momentsOf, NOT_OBSERVED, originName } from './drill-moments.ts';
import { type DrillOutcome, drillOutcome } from './drill-outcome.ts';
import { outside } from './drill-outside.ts';
import { rtoSums } from './drill-rto.ts';
import { rtoSection } from './drill-rto-section.ts';
import { DRILL_STYLE } from './drill-style.ts';
import { timelineSection } from './drill-timeline.ts';

/** What a drill showed, as one page that needs nothing else: to read, to print and to keep. */
export function drillPage(report: DrillReport): string {
  const outcome = drillOutcome(report);
  const site = outside(report.site);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${outcome.title}: ${site}, ${utc(report.startedAt).slice(0, 10)}</title>
<style>${verbatim(DRILL_STYLE)}</style>
</head>
<body>
<main class="${report.outcome}">
<header>
<p class="site">Drill of <bdi>${site}</bdi> on ${utc(report.startedAt).slice(0, 10)}</p>
<h1>${SIGNS[report.outcome]}${outcome.title}</h1>
${outcome.detail === '' ? NOTHING : html`<p class="lead">${sentence(outcome.detail)}</p>`}
</header>
${figures(report)}
${advice(outcome)}
${timelineSection(report)}
${moments(report)}
${rtoSection(report.rto)}
${about(report)}
<footer>Made by Understudy, a health monitor and failover controller. All clock times are UTC.</footer>
</main>
</body>
</html>
`.markup;
}

const sign = (path: string): Html =>
  html`<svg viewBox="0 0 24 24" aria-hidden="true"><circle class="disc" cx="12" cy="12" r="12"/><path class="sign" d="${path}"/></svg>`;

const SIGNS = {
  passed: sign('M6.8 12.6l3.6 3.6 7-7.6'),
  failed: sign('M8 8l8 8M16 8l-8 8'),
  'became-failover': sign('M12 6v7M12 17.4v.1'),
} as const;

const sentence = (text: string): string => unbroken(text.charAt(0).toUpperCase() + text.slice(1));

function figures({ marks, rto }: DrillReport): Html {
  const sums = rtoSums(rto);
  const outMs = betweenMs(marks.flipped, marks.page);
  const backMs = betweenMs(marks.restoring, marks.restored);
  return html`<dl class="figures">
${figure('Secondary served', outMs === null ? null : amount(outMs), `after the flip; expected ${amount(rto.expected.moveMs)}`)}
${figure('Primary again', backMs === null ? null : amount(backMs), 'after the restore')}
${figure('Recovery time', sums.measuredMs === null ? null : amount(sums.measuredMs), `on a bad day; expected ${amount(sums.expectedMs)}`)}
</dl>`;
}

const figure = (name: string, value: string | null, note: string): Html =>
  html`<div><dt>${name}</dt><dd class="value${value === null ? ' missing' : ''}">${value ?? NOT_OBSERVED}</dd><dd class="note">${unbroken(note)}</dd></div>`;

const advice = ({ meaning, advice: lines }: DrillOutcome): Html =>
  meaning === null
    ? NOTHING
    : html`<section class="advice"><h2>What it means</h2><p>${meaning}</p>
<h2>What to do</h2>${lines.map(adviceLine)}</section>`;

const adviceLine = (line: Line): Html =>
  typeof line === 'string' ? html`<p>${line}</p>` : html`<pre><code>${line.command}</code></pre>`;

const moments = (report: DrillReport): Html => html`<section><h2>Moments</h2>
<table><thead><tr><th scope="col">Moment</th><th scope="col" class="number">After the ${originName(report)}</th><th scope="col" class="number">UTC</th></tr></thead>
<tbody>${momentsOf(report).map(({ name, meaning, at, afterMs }) =>
  at === null || afterMs === null
    ? html`<tr><th scope="row"><b>${name}</b> <small>${meaning}</small></th><td class="number missing" colspan="2">${NOT_OBSERVED}</td></tr>`
    : html`<tr><th scope="row"><b>${name}</b> <small>${meaning}</small></th><td class="number">${unbroken(amount(afterMs))}</td><td class="number">${timeOfDay(at)}</td></tr>`,
)}</tbody></table></section>`;

const about = ({ site, id, by, reason, startedAt, endedAt }: DrillReport): Html =>
  html`<section><h2>Who ran it, and why</h2><dl class="about">${[
    ['Site', site],
    ['By', by],
    ['Reason', reason],
    ['Started', utc(startedAt)],
    ['Ended', utc(endedAt)],
    ['Drill', id],
  ].map(
    ([name = '', value = '']) => html`<dt>${name}</dt><dd><bdi>${outside(value)}</bdi></dd>`,
  )}</dl></section>`;
