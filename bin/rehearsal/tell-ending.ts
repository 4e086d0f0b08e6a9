import type { Script } from '../../lib/core/rehearsal-script.ts';
import { drillPage } from '../../lib/render/drill/drill-page.ts';
import { drillReportText } from '../../lib/render/drill/drill-report.ts';
import { reportText } from '../../lib/render/rehearsal/rehearsal.ts';
import type { Terminal } from '../terminal.ts';
import type { Ending } from './acts.ts';
import { writePage } from './page-file.ts';

type Where = { readonly terminal: Terminal; readonly html: string | null; readonly json: boolean };

/** Tells what was seen: a table and words, or one line of JSON; and keeps the drill's page where wanted. */
export async function tellEnding(
  { report, drill }: Ending,
  script: Script,
  { terminal, html, json }: Where,
): Promise<void> {
  const { line, paint } = terminal;
  if (json) process.stdout.write(`${JSON.stringify(report)}\n`);
  if (drill !== null) {
    line(`\n${paint('strong', "The drill's own report")}\n\n${drillReportText(drill)}`);
  }
  line(`\n${reportText(report, script, paint)}`);
  if (drill === null) return;
  if (html !== null) await writePage(html, drillPage(drill));
  line(
    html === null
      ? `\nFor its report as a page: npm start -- --script ${script.name} --html report.html`
      : `\nThe drill's report as a page: ${html}`,
  );
}
