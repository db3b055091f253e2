/** How a status class is hatched in high contrast: normal traffic is filled, errors are told apart by pattern. */
export type Hatch = 'vertical' | 'diagonal' | 'cross';

const size = 6;

/** A repeating hatch of a colour on a ground, for a canvas; the colour itself where patterns are not to be had. */
export function hatchPattern(kind: Hatch, color: string, ground: string): CanvasPattern | string {
  const tile = document.createElement('canvas');
  const ratio = Math.ceil(window.devicePixelRatio);
  tile.width = tile.height = size * ratio;
  const ctx = tile.getContext('2d');
  if (!ctx) return color;
  ctx.scale(ratio, ratio);
  ctx.fillStyle = ground;
  ctx.fillRect(0, 0, size, size);
  ctx.strokeStyle = color;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  for (const [x1, y1, x2, y2] of strokes[kind]) {
    ctx.moveTo(x1, y1);
    ctx.lineTo(x2, y2);
  }
  ctx.stroke();
  const pattern = ctx.createPattern(tile, 'repeat');
  pattern?.setTransform(new DOMMatrix().scale(1 / ratio));
  return pattern ?? color;
}

type Stroke = readonly [x1: number, y1: number, x2: number, y2: number];

/** Diagonals are drawn three times over so that they meet at the tile's corners. */
const diagonal: readonly Stroke[] = [
  [-1, 1, 1, -1],
  [0, size, size, 0],
  [size - 1, size + 1, size + 1, size - 1],
];

const strokes: Readonly<Record<Hatch, readonly Stroke[]>> = {
  vertical: [[size / 2, 0, size / 2, size]],
  diagonal,
  cross: [
    ...diagonal,
    [0, 0, size, size],
    [-1, size - 1, 1, size + 1],
    [size - 1, -1, size + 1, 1],
  ],
};
