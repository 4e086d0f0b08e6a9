import type { DrillReport } from '../../core/drill.ts';
import { type Html, html, NOTHING } from './drill-html.ts';
import { amount, momentsOf } from './drill-moments.ts';
import { courseOf, VISITORS_NAME } from './drill-spans.ts';
import { chartSvg } from './drill-svg.ts';
import { tallChart } from './drill-tall.ts';
import { wideChart } from './drill-wide.ts';

/** The timeline of a drill, drawn twice: the style sheet shows the one that fits. */
export function timelineSection(report: DrillReport): Html {
  const isDrawn = momentsOf(report).some(({ at }) => at !== null);
  return html`<section><h2>Who was served, and when</h2>
${isDrawn ? figure(report) : html`<p>No moment was observed, so there is nothing to draw: visitors got the primary.</p>`}
</section>`;
}

function figure(report: DrillReport): Html {
  const wide = wideChart(report);
  const words = { title: 'Timeline of the drill', desc: describe(report) };
  const missing = momentsOf(report).flatMap(({ at, name }) => (at === null ? [name] : []));
  const hints = [
    ...(wide.switched === null ? [] : ['The thick line is the time for which the switch stood.']),
    ...(wide.breaks.length === 0
      ? []
      : ['Where the axis is cut, a long wait is drawn shorter than it was.']),
    ...(missing.length === 0 ? [] : [`Not observed, and so not drawn: ${missing.join(', ')}.`]),
  ];
  return html`<figure>${chartSvg(wide, { id: 'wide', ...words })}${chartSvg(tallChart(report), { id: 'tall', ...words })}
${hints.length === 0 ? NOTHING : html`<figcaption class="hint">${hints.join(' ')}</figcaption>`}</figure>`;
}

/** The chart for those who cannot see it. */
function describe(report: DrillReport): string {
  const { spans, after } = courseOf(report);
  const parts = spans.map(
    ({ who, fromMs, toMs }) => `${VISITORS_NAME[who]} for ${amount(toMs - fromMs)}`,
  );
  return `What visitors get: ${['primary before the drill', ...parts, `then ${VISITORS_NAME[after]}`].join('; ')}.`;
}
