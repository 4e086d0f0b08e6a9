import type { Tab } from './chromium.ts';

/** What a visitor looks at, and whether they like it dark. */
export type Screen = {
  readonly width: number;
  readonly height: number;
  readonly scheme: 'light' | 'dark';
};

/** Loads a page as it is on that screen; a narrow one is a phone. */
export async function showOn(
  tab: Tab,
  { width, height, scheme }: Screen,
  url: string,
): Promise<void> {
  await tab.send('Emulation.setDeviceMetricsOverride', {
    width,
    height,
    deviceScaleFactor: 1,
    mobile: width < 500,
  });
  await tab.send('Emulation.setEmulatedMedia', {
    media: '',
    features: [{ name: 'prefers-color-scheme', value: scheme }],
  });
  await tab.load(url);
}
