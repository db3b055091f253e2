import { Chart } from 'chart.js';
import type { ChartConfiguration, ChartDataset } from 'chart.js';
import { drawPoint } from 'chart.js/helpers';
import { element } from '../elements/dom';
import type { ChartTheme } from './chartTheme';
import { markOf } from './plugins/lineMarksPlugin';

/** A chart as a picture that stands alone. */
export interface Picture {
  readonly title: string;
  readonly note: string;
  /** What it is of: server, range and so on. */
  readonly facts: readonly string[];
  /** The series that are drawn, in the order of the datasets; undefined for those that are not. */
  readonly legend: readonly ({ readonly name: string; readonly value: string } | undefined)[];
  readonly configuration: ChartConfiguration;
  readonly theme: ChartTheme;
}

const productName = 'MockForge Analytics';

/** Pixels as they are drawn; the picture has twice as many, whatever the screen has. */
const width = 960;
const plotHeight = 270;
const padding = 16;
const titleLine = 28;
const textLine = 18;
const legendLine = 22;
const footer = 26;
const keyWidth = 16;
const between = 18;
const scale = 2;

/** Draws title, facts, legend, chart and the name of the product on the theme's ground. */
export function drawPicture(picture: Picture): HTMLCanvasElement {
  const { theme } = picture;
  const canvas = element('canvas');
  const ctx = contextOf(canvas);
  const facts = lines(ctx, picture.facts.map(oneText), textFont(theme));
  const legend = lines(ctx, legendItems(picture), textFont(theme));
  const top = padding / 2 + titleLine + facts.length * textLine + legend.length * legendLine + 4;
  canvas.width = width * scale;
  canvas.height = (top + plotHeight + footer) * scale;
  ctx.scale(scale, scale);
  ctx.fillStyle = theme.ground;
  ctx.fillRect(0, 0, width, top + plotHeight + footer);
  ctx.textBaseline = 'middle';
  drawTitle(ctx, picture);
  let middle = padding / 2 + titleLine + textLine / 2;
  for (const line of facts) {
    drawLine(ctx, line, middle, theme);
    middle += textLine;
  }
  middle += (legendLine - textLine) / 2 + 2;
  for (const line of legend) {
    drawLine(ctx, line, middle, theme);
    middle += legendLine;
  }
  drawChart(ctx, picture, top);
  ctx.font = `11px ${theme.fontFamily}`;
  ctx.fillStyle = theme.secondary;
  ctx.textAlign = 'right';
  ctx.fillText(productName, width - padding, top + plotHeight + footer / 2);
  return canvas;
}

/** A text of a line, before it the key of a series where it is one, and behind it in stronger type a value. */
interface Item {
  readonly text: string;
  readonly value: string;
  readonly drawKey: ((ctx: CanvasRenderingContext2D, x: number, middle: number) => void) | null;
}

function oneText(text: string): Item {
  return { text, value: '', drawKey: null };
}

function legendItems({ legend, configuration }: Picture): readonly Item[] {
  return legend.flatMap((series, i) => {
    const dataset = configuration.data.datasets[i];
    if (!series || !dataset) return [];
    const isBar = 'type' in configuration && configuration.type === 'bar';
    const drawKey = isBar ? squareKey(dataset) : lineKey(dataset);
    return [{ text: series.name, value: series.value, drawKey }];
  });
}

/** The items in as many lines as they need. */
function lines(
  ctx: CanvasRenderingContext2D,
  items: readonly Item[],
  font: string,
): readonly (readonly Item[])[] {
  const all: Item[][] = [];
  let left = Infinity;
  ctx.font = font;
  for (const item of items) {
    const own = itemWidth(ctx, item);
    if (left + own > width - padding) {
      all.push([]);
      left = padding;
    }
    all.at(-1)?.push(item);
    left += own + between;
  }
  return all;
}

function itemWidth(ctx: CanvasRenderingContext2D, { text, value, drawKey }: Item): number {
  const words = value === '' ? text : `${text} ${value}`;
  return ctx.measureText(words).width + (drawKey ? keyWidth + 5 : 0);
}

function drawLine(
  ctx: CanvasRenderingContext2D,
  items: readonly Item[],
  middle: number,
  theme: ChartTheme,
): void {
  let left = padding;
  for (const item of items) {
    const { text, value, drawKey } = item;
    const start = drawKey ? left + keyWidth + 5 : left;
    drawKey?.(ctx, left, middle);
    ctx.font = textFont(theme);
    ctx.textAlign = 'left';
    ctx.fillStyle = theme.secondary;
    // One that is longer than the picture becomes narrower.
    ctx.fillText(text, start, middle, width - padding - start);
    ctx.fillStyle = theme.text;
    if (value !== '') ctx.fillText(value, start + ctx.measureText(`${text} `).width, middle);
    left += itemWidth(ctx, item) + between;
  }
}

function drawTitle(ctx: CanvasRenderingContext2D, { title, note, theme }: Picture): void {
  const middle = padding / 2 + titleLine / 2;
  ctx.textAlign = 'left';
  ctx.font = `600 15px ${theme.fontFamily}`;
  ctx.fillStyle = theme.text;
  ctx.fillText(title, padding, middle);
  const left = padding + ctx.measureText(title).width + 10;
  ctx.font = textFont(theme);
  ctx.fillStyle = theme.secondary;
  ctx.fillText(note, left, middle);
}

/** A chart of its own, so that it has the picture's size and resolution, and neither crosshair nor selection. */
function drawChart(
  ctx: CanvasRenderingContext2D,
  { configuration, legend }: Picture,
  top: number,
): void {
  const canvas = element('canvas', { width: String(width), height: String(plotHeight) });
  for (const [i, dataset] of configuration.data.datasets.entries()) {
    dataset.hidden = legend[i] === undefined;
  }
  const options = { ...configuration.options, responsive: false, devicePixelRatio: scale };
  const chart = new Chart(canvas, { ...configuration, options });
  ctx.drawImage(canvas, 0, top, width, plotHeight);
  chart.destroy();
}

function squareKey(dataset: ChartDataset): NonNullable<Item['drawKey']> {
  const { backgroundColor, borderColor, borderWidth } = dataset;
  return (ctx, x, middle) => {
    ctx.fillStyle = backgroundColor as string | CanvasPattern;
    ctx.fillRect(x + 3, middle - 5, 10, 10);
    if (typeof borderWidth !== 'number' || borderWidth === 0) return;
    ctx.strokeStyle = borderColor as string;
    ctx.lineWidth = borderWidth;
    ctx.setLineDash([]);
    ctx.strokeRect(x + 3.5, middle - 4.5, 9, 9);
  };
}

function lineKey(dataset: ChartDataset): NonNullable<Item['drawKey']> {
  const { borderColor, borderWidth, borderDash = [] } = dataset as ChartDataset<'line'>;
  return (ctx, x, middle) => {
    ctx.strokeStyle = borderColor as string;
    ctx.lineWidth = borderWidth as number;
    ctx.setLineDash([...(borderDash as number[])]);
    ctx.beginPath();
    ctx.moveTo(x, middle);
    ctx.lineTo(x + keyWidth, middle);
    ctx.stroke();
    ctx.setLineDash([]);
    const mark = markOf(dataset);
    if (!mark) return;
    ctx.fillStyle = mark.color;
    const shape = { pointStyle: mark.pointStyle, radius: 3.5, rotation: 0, borderWidth: 0 };
    drawPoint(ctx, shape, x + keyWidth / 2, middle);
  };
}

function textFont({ fontFamily }: ChartTheme): string {
  return `12px ${fontFamily}`;
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const ctx = canvas.getContext('2d');
  if (!ctx) throw new Error('No drawing is possible here.');
  return ctx;
}
