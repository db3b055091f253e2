import { equal, match, ok } from 'node:assert/strict';
import { sparklineSvg, type SparklinePoint } from '../../../../src/host/surfaces/sparkline';

function point(requests: number, errors = 0, coveredSeconds = 3600): SparklinePoint {
  return { requests, errors, coveredSeconds };
}

/** The heights of the bars of all requests, or of the failed ones, in pixels. */
function heights(svg: string, color: string): number[] {
  const path = new RegExp(`<path d="([^"]*)" fill="${color}"`).exec(svg)?.[1] ?? '';
  return [...path.matchAll(/M[\d.]+ ([\d.]+)h/g)].map(([, top]) => 36 - Number(top));
}

describe('a sparkline', () => {
  it('has a bar for each step with requests, as high as they are many, and the failed ones in it', () => {
    const svg = sparklineSvg([point(10), point(0), point(20, 10), point(5, 0, 0)], 'dark');
    const [all, failed] = [heights(svg, '#59a4f9'), heights(svg, '#f14c4c')];
    equal(all.join(), '17.5,35');
    equal(failed.join(), '17.5');
  });

  it('shows how little there is', () => {
    const svg = sparklineSvg([point(1_000_000, 1), point(1)], 'light');
    equal(heights(svg, '#1a73d1').join(), '35,1');
    equal(heights(svg, '#d83a3a').join(), '1');
  });

  it('joins neighbours where there are more steps than can be seen, and loses no request', () => {
    const svg = sparklineSvg(
      Array.from({ length: 200 }, () => point(1)),
      'highContrast',
    );
    const bars = heights(svg, '#59a4f9');
    equal(bars.length, 100);
    ok(bars.every((height) => height === 35));
  });

  it('is a picture of its own, without requests too', () => {
    match(sparklineSvg([], 'highContrastLight'), /^<svg xmlns="[^"]+" width="240" height="36"/);
    ok(!sparklineSvg([point(0), point(0)], 'light').includes('NaN'));
  });
});
