import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { drillPage } from '../../lib/render/drill/drill-page.ts';
import { REPORTS } from '../render/drill/drill-reports.ts';
import { type Chromium, findChromium, startChromium, type Tab } from './chromium.ts';
import { readPng } from './png.ts';
import { type Screen, showOn } from './screen.ts';

const path = findChromium();

const DESK: Screen = { width: 1200, height: 900, scheme: 'light' };
const PHONE: Screen = { width: 360, height: 740, scheme: 'light' };
const SCREENS: readonly Screen[] = [
  DESK,
  { ...DESK, scheme: 'dark' },
  PHONE,
  { ...PHONE, scheme: 'dark' },
];
const WIDTHS = [1200, 800, 360, 320];

/** What sticks out of the page or of its card, in the words of the element. */
const STICKING_OUT = `[...document.querySelectorAll('main *')]
  .filter((element) => element.getClientRects().length > 0 && !element.closest('svg'))
  .filter((element) => {
    const card = element.parentElement.closest('section, .figures, pre') ?? document.documentElement;
    return element.getBoundingClientRect().right > card.getBoundingClientRect().right + 0.5;
  })
  .map((element) => element.outerHTML.slice(0, 90))`;

/**
 * Texts of the timeline that lie on one another, as they were really drawn. A line has room for
 * accents above and below, which ours have none of.
 */
const COLLISIONS = `(() => {
  const inked = ({ left, right, top, bottom, height }) =>
    ({ left, right, top: top + 0.15 * height, bottom: bottom - 0.15 * height });
  const texts = [...document.querySelectorAll('svg.chart text')]
    .filter((text) => text.getBoundingClientRect().width > 0)
    .map((text) => ({ text: text.textContent, box: inked(text.getBoundingClientRect()) }));
  const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
  return texts.flatMap((a, index) =>
    texts.slice(index + 1).filter((b) => !apart(a.box, b.box)).map((b) => a.text + ' on ' + b.text));
})()`;

const SMALLEST_TEXT = `Math.min(...[...document.querySelectorAll('svg.chart text')]
  .filter((text) => text.getBoundingClientRect().width > 0)
  .map((text) => text.getAttribute('font-size') * text.getScreenCTM().a))`;

const SKIPPED = 'SKIPPED: no chromium in PATH, so no browser has seen the page of a drill';

if (path === null) {
  // Jest does not name what it skips.
  process.stderr.write(`${SKIPPED}\n`);
  test.skip(SKIPPED, () => undefined);
} else {
  describe('the page of a drill in a browser', () => {
    let folder: string;
    let chromium: Chromium;
    let tab: Tab;
    const urlOf = (name: string) => pathToFileURL(join(folder, `${name}.html`)).href;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'understudy-drill-page-'));
      chromium = await startChromium(path);
      tab = await chromium.openTab();
      for (const [name, report] of Object.entries(REPORTS))
        await writeFile(join(folder, `${name}.html`), drillPage(report));
    }, 30_000);

    afterAll(async () => {
      await chromium?.close();
      await rm(folder, { recursive: true, force: true });
    }, 15_000);

    const show = (screen: Screen, name: string) => showOn(tab, screen, urlOf(name));

    describe.each(WIDTHS)('%i pixels wide', (width) => {
      test.each(Object.keys(REPORTS))('%s fits, and its labels stand apart', async (name) => {
        await show({ ...PHONE, width }, name);
        const scrollWidth = await tab.evaluate<number>('document.documentElement.scrollWidth');
        expect(scrollWidth).toBeLessThanOrEqual(width);
        expect(await tab.evaluate(STICKING_OUT)).toEqual([]);
        expect(await tab.evaluate(COLLISIONS)).toEqual([]);
      });

      test('the texts of the timeline can be read', async () => {
        await show({ ...PHONE, width }, 'PASSED');
        expect(await tab.evaluate<number>(SMALLEST_TEXT)).toBeGreaterThanOrEqual(10);
      });
    });

    test.each(SCREENS)('$width pixels wide, $scheme: not blank', async (screen) => {
      await show(screen, 'PASSED');
      const { data } = await tab.send<{ data: string }>('Page.captureScreenshot');
      const picture = readPng(Buffer.from(data, 'base64'));
      expect(picture).toMatchObject({ width: screen.width, height: screen.height });
      expect(picture.colours).toBeGreaterThan(50);
      if (screen.scheme === 'dark') expect(picture.cornerBrightness).toBeLessThan(60);
      else expect(picture.cornerBrightness).toBeGreaterThan(220);
    });

    test('paper is light in the dark too, and a drill that passed takes one sheet of A4', async () => {
      await show({ ...DESK, scheme: 'dark' }, 'PASSED');
      const { data } = await tab.send<{ data: string }>('Page.printToPDF', {
        preferCSSPageSize: true,
      });
      const pdf = Buffer.from(data, 'base64').toString('latin1');
      expect(pdf.match(/\/Type ?\/Page\b/g)).toHaveLength(1);
      const [, width, height] = /\/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf) ?? [];
      expect([Number(width), Number(height)].map(Math.round)).toEqual([595, 842]);
      await tab.send('Emulation.setEmulatedMedia', {
        media: 'print',
        features: [{ name: 'prefers-color-scheme', value: 'dark' }],
      });
      expect(await tab.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(
        'rgb(255, 255, 255)',
      );
      expect(await tab.evaluate('getComputedStyle(document.body).color')).toBe('rgb(31, 42, 48)');
    });

    test('nothing but the file itself was ever asked for', async () => {
      await show(DESK, 'NASTY_TEXTS');
      const files = Object.keys(REPORTS).map(urlOf);
      expect(tab.requested).toContain(urlOf('NASTY_TEXTS'));
      expect(tab.requested.filter((url) => !files.includes(url))).toEqual([]);
      expect(await tab.evaluate('document.scripts.length + document.images.length')).toBe(0);
    });
  });
}
