import type { Rto } from '../../core/drill.ts';
import { type Html, html, NOTHING, tenths, unbroken } from './drill-html.ts';
import { amount, NOT_OBSERVED } from './drill-moments.ts';
import { moveVerdict, type RtoPart, rtoParts, rtoSums } from './drill-rto.ts';

/** How long visitors of a dead primary wait: expected against measured, as bars and as a table. */
export function rtoSection(rto: Rto): Html {
  const parts = rtoParts(rto);
  const sums = rtoSums(rto);
  return html`<section><h2>Recovery time</h2>
<p class="note">How long visitors of a dead primary wait for the secondary. ${unbroken(moveVerdict(rto))}</p>
${bars(parts, sums)}
<table><thead><tr><th scope="col">Part</th><th scope="col" class="number">Expected</th><th scope="col" class="number">This drill</th></tr></thead>
<tbody>${parts.map(row)}</tbody>
<tfoot><tr><th scope="row">sum</th><td class="number">${unbroken(amount(sums.expectedMs))}</td>${measured(sums.measuredMs)}</tr></tfoot></table></section>`;
}

function bars(parts: readonly RtoPart[], sums: ReturnType<typeof rtoSums>): Html {
  const longestMs = Math.max(sums.expectedMs, sums.measuredMs ?? 0, 1);
  return html`<div class="stack">
<span class="name">Expected</span>${bar(parts, (part) => part.expectedMs, longestMs, 'expected')}
<span class="name">This drill</span>${sums.measuredMs === null ? html`<span class="name">${NOT_OBSERVED}</span>` : bar(parts, (part) => part.measuredMs, longestMs, 'drill')}
</div>`;
}

function bar(
  parts: readonly RtoPart[],
  msOf: (part: RtoPart) => number | null,
  longestMs: number,
  id: string,
): Html {
  let from = 0;
  const pieces = parts.map((part) => {
    const width = ((msOf(part) ?? 0) / longestMs) * 1000;
    const x = from;
    from += width;
    return width <= 0
      ? NOTHING
      : html`<rect class="${part.name}" x="${tenths(x)}" width="${tenths(width)}" height="20"/>`;
  });
  const words = parts.map((part) => `${part.name} ${amountOr(msOf(part))}`).join(', ');
  return html`<svg viewBox="0 0 1000 20" preserveAspectRatio="none" role="img" aria-labelledby="rto-${id}"><title id="rto-${id}">${words}</title>${pieces}</svg>`;
}

const row = ({ name, source, expectedMs, measuredMs }: RtoPart): Html =>
  html`<tr><th scope="row"><svg class="swatch" viewBox="0 0 12 12" aria-hidden="true"><rect class="${name}" width="12" height="12" rx="2"/></svg><b>${name}</b> <small>${source}</small></th><td class="number">${unbroken(amount(expectedMs))}</td>${measured(measuredMs)}</tr>`;

const measured = (ms: number | null): Html =>
  html`<td class="number${ms === null ? ' missing' : ''}">${unbroken(amountOr(ms))}</td>`;

const amountOr = (ms: number | null): string => (ms === null ? NOT_OBSERVED : amount(ms));
