import type { Chart, Plugin } from 'chart.js';
import { t } from '../../localize';
import { joinedMoments } from '../../../src/domain/joinedMoments';
import { restartText } from '../../../src/protocol/interruptionText';
import type { ChartTheme } from '../chartTheme';
import type { Band, LaneContent } from '../laneContent';
import { layout } from '../timeChartOptions';

/** What the lane of one chart shows; without labels only the glyphs of restarts remain. */
export interface Lane {
  readonly content: LaneContent;
  readonly labels: boolean;
  readonly theme: ChartTheme;
  /** The outline of the restart glyph in a 16 x 16 box. */
  readonly restartGlyph: string;
  /** That of a session mark. */
  readonly markGlyph: string;
}

const glyphSize = 12;
const fontSize = 11;
/** Pixels between the lines of two glyphs that are told apart. */
const apart = glyphSize + 4;
/** Pixels of the line of a session, and from it to the next. */
const sessionHeight = 2;
const sessionPitch = 4;
/** Pixels around a label that stands in a hatch. */
const labelRoom = 8;

/** Draws what happened to collecting: hatched bands and sessions over the plot, and moments in the lane above it. */
export function lanePlugin(lane: () => Lane): Plugin<'bar' | 'line'> {
  return {
    id: 'lane',
    afterDatasetsDraw: (chart) => {
      const current = lane();
      chart.ctx.save();
      for (const band of current.content.bands) drawBand(chart, band, current.theme);
      drawSessions(chart, current);
      drawMoments(chart, current);
      if (current.labels) drawBandLabels(chart, current);
      chart.ctx.restore();
    },
  };
}

function drawBand(chart: Chart, band: Band, theme: ChartTheme): void {
  const { ctx, chartArea } = chart;
  const [left, right] = edges(chart, band);
  const height = chartArea.bottom - chartArea.top;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, chartArea.top, right - left, height);
  ctx.clip();
  ctx.fillStyle = theme.veil;
  ctx.fillRect(left, chartArea.top, right - left, height);
  ctx.strokeStyle = band.isQuiet ? theme.grid : theme.hatch;
  ctx.lineWidth = 1;
  ctx.setLineDash([]);
  ctx.beginPath();
  for (let x = left - height; x < right; x += band.isQuiet ? 7 : 5) {
    ctx.moveTo(x, chartArea.bottom);
    ctx.lineTo(x + height, chartArea.top);
  }
  ctx.stroke();
  ctx.restore();
  ctx.strokeStyle = band.isQuiet ? theme.axis : theme.secondary;
  ctx.lineWidth = 1;
  ctx.setLineDash([]);
  for (const x of [left, right]) {
    if (x <= chartArea.left + 1 || x >= chartArea.right - 1) continue;
    line(ctx, Math.round(x) + 0.5, chartArea.top, chartArea.bottom);
  }
}

/** A line along the plot's upper edge from the start of each session to its end; of those that overlap each has its own. */
function drawSessions(chart: Chart, { content, theme }: Lane): void {
  const { ctx, chartArea } = chart;
  ctx.fillStyle = theme.secondary;
  const ends: number[] = [];
  for (const { at, to } of content.marks) {
    if (to === null) continue;
    const free = ends.findIndex((end) => end <= at);
    const row = free === -1 ? ends.length : free;
    ends[row] = to;
    const [left, right] = [xOf(chart, at), xOf(chart, to)];
    ctx.fillRect(
      left,
      chartArea.top + row * sessionPitch,
      Math.max(1, right - left),
      sessionHeight,
    );
  }
}

/** A moment of the lane: a restart of the server, or what the user named, from its start on. */
interface Moment {
  readonly x: number;
  readonly glyph: string;
  readonly label: string;
}

function momentsOf(chart: Chart, { content, restartGlyph, markGlyph }: Lane): Moment[] {
  const restarts = content.restarts.map((at) => xOf(chart, at)).sort((a, b) => a - b);
  return [
    ...joinedMoments(restarts, apart).map(({ x, count }) => ({
      x,
      glyph: restartGlyph,
      label: restartText(count, t),
    })),
    ...content.marks.map(({ at, name }) => ({ x: xOf(chart, at), glyph: markGlyph, label: name })),
  ].sort((a, b) => a.x - b.x);
}

function drawMoments(chart: Chart, lane: Lane): void {
  const { ctx, chartArea } = chart;
  const { labels, theme } = lane;
  const moments = momentsOf(chart, lane);
  let free = -Infinity;
  for (const [i, { x, glyph, label }] of moments.entries()) {
    ctx.strokeStyle = theme.text;
    ctx.lineWidth = 1;
    ctx.setLineDash([2, 2]);
    line(ctx, Math.round(x) + 0.5, chartArea.top, chartArea.bottom);
    ctx.setLineDash([]);
    // Two glyphs upon each other would be none.
    if (x >= free) {
      drawGlyph(ctx, glyph, x - glyphSize / 2, chartArea.top - layout.lane / 2, theme.text);
      free = x + glyphSize;
    }
    const room = (moments[i + 1]?.x ?? chartArea.right + layout.right) - x;
    setFont(ctx, theme);
    if (labels && room > ctx.measureText(label).width + 28) {
      ctx.textAlign = 'left';
      ctx.fillText(label, x + 10, chartArea.top - layout.lane / 2);
    }
  }
}

/**
 * A quiet band's label stands in it where it fits; else a label stands left of a restart inside its band, else over
 * its beginning, and where it would meet another, it goes.
 */
function drawBandLabels(chart: Chart, lane: Lane): void {
  const { ctx, chartArea } = chart;
  const { content, theme } = lane;
  const restarts = momentsOf(chart, lane).map(({ x }) => x);
  setFont(ctx, theme);
  let taken = 0;
  for (const band of content.bands) {
    const [left, right] = edges(chart, band);
    const width = ctx.measureText(band.label).width;
    if (band.isQuiet && width + 2 * labelRoom < right - left) {
      drawInside(chart, band.label, (left + right - width) / 2, width, theme);
      continue;
    }
    const inside = restarts.find((x) => x >= left - 8 && x <= right + 8);
    const start =
      inside === undefined ? Math.min(left + 3, chartArea.right - width) : inside - 12 - width;
    const collides = restarts.some((x) => x !== inside && x + 60 > start && x - 8 < start + width);
    if (start < taken || collides) continue;
    ctx.textAlign = 'left';
    ctx.fillText(band.label, start, chartArea.top - layout.lane / 2);
    taken = start + width + 8;
  }
}

function drawInside(
  { ctx, chartArea }: Chart,
  label: string,
  left: number,
  width: number,
  theme: ChartTheme,
): void {
  const middle = (chartArea.top + chartArea.bottom) / 2;
  ctx.fillStyle = theme.ground;
  ctx.fillRect(left - labelRoom, middle - fontSize, width + 2 * labelRoom, 2 * fontSize);
  ctx.fillStyle = theme.secondary;
  ctx.textAlign = 'left';
  ctx.fillText(label, left, middle);
}

function setFont(ctx: CanvasRenderingContext2D, theme: ChartTheme): void {
  ctx.font = `${fontSize.toString()}px ${theme.fontFamily}`;
  ctx.fillStyle = theme.secondary;
  ctx.textBaseline = 'middle';
}

function drawGlyph(
  ctx: CanvasRenderingContext2D,
  path: string,
  left: number,
  middle: number,
  color: string,
): void {
  ctx.save();
  ctx.translate(Math.round(left), middle - glyphSize / 2);
  ctx.scale(glyphSize / 16, glyphSize / 16);
  ctx.fillStyle = color;
  ctx.fill(new Path2D(path));
  ctx.restore();
}

function edges(chart: Chart, band: Band): readonly [left: number, right: number] {
  return [xOf(chart, band.from), xOf(chart, band.to)];
}

function xOf(chart: Chart, at: number): number {
  return chart.scales['x']?.getPixelForValue(at) ?? 0;
}

function line(ctx: CanvasRenderingContext2D, x: number, top: number, bottom: number): void {
  ctx.beginPath();
  ctx.moveTo(x, top);
  ctx.lineTo(x, bottom);
  ctx.stroke();
}
