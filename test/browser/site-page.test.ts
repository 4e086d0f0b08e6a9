import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type Chromium,
  findChromium,
  startChromium,
  type Tab,
  withoutChromium,
} from './chromium.ts';
import { SEEN_TEXTS, type SeenText } from './contrast.ts';
import { readPng } from './png.ts';
import { type Screen, showOn } from './screen.ts';

const path = findChromium();

const PAGE = pathToFileURL(resolve(__dirname, '../../site/index.html')).href;

const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 800 };
const SCREENS: readonly Screen[] = [
  { ...PHONE, scheme: 'light' },
  { ...PHONE, scheme: 'dark' },
  { ...DESK, scheme: 'light' },
  { ...DESK, scheme: 'dark' },
];

/** WCAG 2.1, level AA: https://www.w3.org/TR/WCAG21/#contrast-minimum */
const CONTRAST_MIN = 4.5;

/** What reaches beyond the right edge of the screen, in the words of the element. */
const STICKING_OUT = `[...document.querySelectorAll('body *')]
  .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5)
  .map((element) => element.outerHTML.slice(0, 90))`;

const HEAD = `({
  lang: document.documentElement.lang,
  title: document.title,
  viewport: document.querySelector('meta[name=viewport]')?.content,
  robots: document.querySelector('meta[name=robots]')?.content,
  marker: document.querySelector('meta[name=understudy]')?.content,
  headings: [...document.querySelectorAll('h1')].map((heading) => heading.textContent),
})`;

if (path === null) withoutChromium('the default page');
else
  describe('the default page in a browser', () => {
    let chromium: Chromium;
    let tab: Tab;
    beforeAll(async () => {
      chromium = await startChromium(path);
    }, 30_000);
    beforeEach(async () => {
      tab = await chromium.openTab();
    });
    afterAll(() => chromium?.close(), 15_000);

    const show = (screen: Screen, url = PAGE) => showOn(tab, screen, url);
    const faint = async () =>
      (await tab.evaluate<readonly SeenText[]>(SEEN_TEXTS)).filter(
        ({ ratio }) => ratio < CONTRAST_MIN,
      );

    describe.each(SCREENS)('$width pixels wide, $scheme', (screen) => {
      test('it fits, and nothing has to be scrolled sideways', async () => {
        await show(screen);
        expect(await tab.evaluate('innerWidth')).toBe(screen.width);
        const scrollWidth = await tab.evaluate<number>('document.documentElement.scrollWidth');
        expect(scrollWidth).toBeLessThanOrEqual(screen.width);
        expect(await tab.evaluate(STICKING_OUT)).toEqual([]);
      });

      test('every text stands out from what is behind it', async () => {
        await show(screen);
        expect((await tab.evaluate<readonly SeenText[]>(SEEN_TEXTS)).length).toBeGreaterThan(4);
        expect(await faint()).toEqual([]);
      });

      test('it asks for nothing but itself and says nothing in the console', async () => {
        await show(screen);
        expect(tab.requested).toEqual([PAGE]);
        expect(tab.consoleTexts).toEqual([]);
      });

      test('it is light or dark as the visitor likes it, and not blank', async () => {
        await show(screen);
        const { data } = await tab.send<{ data: string }>('Page.captureScreenshot');
        const picture = readPng(Buffer.from(data, 'base64'));
        expect(picture).toMatchObject({ width: screen.width, height: screen.height });
        expect(picture.colours).toBeGreaterThan(50);
        if (screen.scheme === 'dark') expect(picture.cornerBrightness).toBeLessThan(60);
        else expect(picture.cornerBrightness).toBeGreaterThan(200);
      });
    });

    test('it says what it is: to browsers, to search engines and to Understudy', async () => {
      await show({ ...DESK, scheme: 'light' });
      expect(await tab.evaluate(HEAD)).toEqual({
        lang: 'en',
        title: 'We’ll be right back',
        viewport: 'width=device-width, initial-scale=1',
        robots: 'noindex',
        marker: 'understudy-fallback',
        headings: ['We’ll be right back'],
      });
    });

    test('with scripts off it shows the same', async () => {
      await show({ ...PHONE, scheme: 'light' });
      const text = await tab.evaluate<string>('document.body.innerText');
      await tab.send('Emulation.setScriptExecutionDisabled', { value: true });
      await tab.load(PAGE);
      expect(await tab.evaluate('document.body.innerText')).toBe(text);
      expect(text).toContain('Try again in a few minutes');
      expect(await tab.evaluate('document.scripts.length')).toBe(0);
    });

    describe('what these tests look with', () => {
      const html = (body: string) => `data:text/html,${encodeURIComponent(body)}`;
      const LIGHT: Screen = { ...PHONE, scheme: 'light' };

      test.each([
        ['grey on white', '<p style="color:#777">faint', ['faint']],
        ['a little darker grey on white', '<p style="color:#767676">clear', []],
        [
          'black on dark grey',
          '<div style="background:#444"><p style="color:#000">faint',
          ['faint'],
        ],
        ['half transparent', '<div style="opacity:.9"><p style="color:#000">faint', ['faint']],
        ['over a picture', '<p style="background:linear-gradient(red,blue)">faint', ['faint']],
        ['hidden', '<p style="color:#fff;display:none">nothing', []],
      ])('a text that is %s', async (_name, body, expected) => {
        await show(LIGHT, html(body));
        expect((await faint()).map(({ text }) => text)).toEqual(expected);
      });

      test('a request, a message and a broken script are noticed', async () => {
        const body =
          '<img src="http://192.0.2.1/a.png"><script>console.log("hello"); oops()</script>';
        await show(LIGHT, html(body));
        expect(tab.requested).toContain('http://192.0.2.1/a.png');
        expect(tab.consoleTexts.join()).toMatch(/hello.*oops is not defined/s);
      });
    });
  });
