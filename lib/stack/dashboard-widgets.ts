/** One widget as CloudWatch takes it, but for its place, which comes from its size and its turn. */
export type Widget = {
  readonly type: 'text' | 'metric' | 'log' | 'alarm';
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
};

export type PlacedWidget = Widget & { readonly x: number; readonly y: number };

/** One metric in a widget. */
export type Shown = {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly label: string;
  readonly stat: string;
};

/** The grid of a dashboard (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html). */
export const COLUMNS = 24;

const REGION = `\${AWS::Region}`;

/** From left to right and top to bottom; what does not fit beside the others begins a row. */
export function placed(widgets: readonly Widget[]): readonly PlacedWidget[] {
  let [x, y, rowHeight] = [0, 0, 0];
  return widgets.map((widget) => {
    if (x + widget.width > COLUMNS) [x, y, rowHeight] = [0, y + rowHeight, 0];
    const place = { ...widget, x, y };
    x += widget.width;
    rowHeight = Math.max(rowHeight, widget.height);
    return place;
  });
}

export const note = (markdown: string, height: number): Widget => ({
  type: 'text',
  width: COLUMNS,
  height,
  properties: { markdown, background: 'transparent' },
});

type Size = { readonly width: number; readonly height: number };

/** Metrics over time, or as numbers of their latest values. */
export const graph = (
  title: string,
  shown: readonly Shown[],
  { width, height }: Size,
  more: { readonly period?: number; readonly view?: 'timeSeries' | 'singleValue' } = {},
): Widget => ({
  type: 'metric',
  width,
  height,
  properties: {
    title,
    region: REGION,
    view: more.view ?? 'timeSeries',
    ...(more.view === 'singleValue' ? { sparkline: true } : { yAxis: { left: { min: 0 } } }),
    period: more.period ?? 60,
    metrics: shown.map(({ namespace, name, dimensions, label, stat }) => [
      namespace,
      name,
      ...Object.entries(dimensions).flat(),
      { label, stat },
    ]),
  },
});

/** What a query finds in a log. */
export const table = (
  title: string,
  logGroup: string,
  query: readonly string[],
  { width, height }: Size,
): Widget => ({
  type: 'log',
  width,
  height,
  properties: {
    title,
    region: REGION,
    view: 'table',
    query: [`SOURCE '${logGroup}'`, ...query].join(' | '),
  },
});

/** A widget shows up to a hundred alarms, by the page above. */
const ALARMS_MAX = 100;

/** By name, the ones that fire first. */
export const alarmStates = (title: string, names: readonly string[]): readonly Widget[] =>
  inGroups(names, ALARMS_MAX).map((group) => ({
    type: 'alarm',
    width: COLUMNS,
    height: 1 + Math.ceil(group.length / ALARMS_A_ROW),
    properties: { title, sortBy: 'stateUpdatedTimestamp', alarms: group.map(alarmArn) },
  }));

const ALARMS_A_ROW = 4;

const alarmArn = (name: string): string =>
  `arn:\${AWS::Partition}:cloudwatch:\${AWS::Region}:\${AWS::AccountId}:alarm:\${AWS::StackName}-${name}`;

export const inGroups = <T>(items: readonly T[], sizeMax: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / sizeMax) }, (_none, index) =>
    items.slice(index * sizeMax, (index + 1) * sizeMax),
  );
