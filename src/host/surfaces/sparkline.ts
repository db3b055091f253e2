/** Pixels. */
const size = { width: 240, height: 36 };
/** Steps that are drawn at most: a pixel and a gap each would be fewer. */
const mostBars = 120;

/** What is drawn of a step of time. */
export interface SparklinePoint {
  readonly requests: number;
  readonly errors: number;
  /** Seconds of it in which collecting knew what happened; 0 leaves it out. */
  readonly coveredSeconds: number;
}

/** The kind of the editor's theme. */
export type SparklineTheme = 'light' | 'dark' | 'highContrast' | 'highContrastLight';

/** Of all requests and of those that failed. A picture in a hover cannot ask the theme for its colors. */
const colors: Readonly<Record<SparklineTheme, readonly [all: string, failed: string]>> = {
  light: ['#1a73d1', '#d83a3a'],
  dark: ['#59a4f9', '#f14c4c'],
  highContrast: ['#59a4f9', '#ff6e6e'],
  highContrastLight: ['#0f4a85', '#b5200d'],
};

/** Requests over time as bars, with the failed ones from below, in an SVG of its own. */
export function sparklineSvg(points: readonly SparklinePoint[], theme: SparklineTheme): string {
  const steps = merged(points);
  const highest = Math.max(1, ...steps.map(({ requests }) => requests));
  const step = size.width / steps.length;
  const bars = (of: 'requests' | 'errors'): string =>
    steps
      .map((point, index) => {
        if (point.coveredSeconds === 0 || point[of] === 0) return '';
        // What is there is seen, however little it is.
        const height = Math.max(1, (point[of] / highest) * (size.height - 1));
        const [left, top] = [index * step, size.height - height];
        return `M${left.toFixed(1)} ${top.toFixed(1)}h${(step * 0.8).toFixed(1)}V${size.height}h-${(step * 0.8).toFixed(1)}z`;
      })
      .join('');
  const [all, failed] = colors[theme];
  const base = `M0 ${size.height - 0.5}H${size.width}`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}">` +
    `<path d="${base}" stroke="${all}" stroke-opacity="0.5"/>` +
    `<path d="${bars('requests')}" fill="${all}"/><path d="${bars('errors')}" fill="${failed}"/></svg>`
  );
}

/** So few steps that each can be seen: neighbours together. */
function merged(points: readonly SparklinePoint[]): readonly SparklinePoint[] {
  const each = Math.ceil(points.length / mostBars);
  if (each <= 1) return points;
  return Array.from({ length: Math.ceil(points.length / each) }, (_, index) => {
    const part = points.slice(index * each, (index + 1) * each);
    const sum = (of: keyof SparklinePoint): number =>
      part.reduce((total, point) => total + point[of], 0);
    return {
      requests: sum('requests'),
      errors: sum('errors'),
      coveredSeconds: sum('coveredSeconds'),
    };
  });
}
