import type { Quantile } from '../../src/domain/histogram';

/** A number as it is shown: the unit apart, because cards draw it smaller. Join them with `joined`. */
export interface Measure {
  readonly value: string;
  readonly unit: string;
}

/**
 * How numbers are written in one locale, everywhere: on the dashboard, in the editor's views, in reports and in the
 * terminal. Each function takes a plain number in the unit its name says.
 */
export interface NumberFormat {
  /** `5,627` */
  readonly count: (value: number) => string;
  /** `500`, `12K`: as short as an axis needs it. */
  readonly shortCount: (value: number) => string;
  /** Up to two decimals, for numbers whose meaning is not known. */
  readonly plain: (value: number) => string;
  /** With all its digits and without separators, for numbers whose meaning is not known; also for too long ones as text. */
  readonly exact: (value: number | string) => string;
  /** Two decimals, so that those of a column stand under each other. */
  readonly hundredths: (value: number) => string;
  /** `1.15/s`, `14.2/s`, `412/s` */
  readonly perSecond: (value: number) => Measure;
  /**
   * As `perSecond` and `percent`, with one decimal below 100, and all below a thousand as wide as each other: for what
   * changes in place.
   */
  readonly steadyPerSecond: (value: number) => Measure;
  readonly steadyPercent: (fraction: number) => Measure;
  /** `12.4/min` */
  readonly perMinute: (value: number) => Measure;
  /** `10.5%`, `0%`, `<0.1%`, `>99.9%`: only none is 0%, and only all is 100%. Takes a fraction. */
  readonly percent: (fraction: number) => Measure;
  /** `0.8 ms`, `8.6 ms`, `217 ms`, `2.04 s` */
  readonly milliseconds: (value: number) => Measure;
  /** A limit rather than a measurement: `250 ms`, `2.5 s`, without decimals it does not have. */
  readonly bound: (milliseconds: number) => Measure;
  /** As `milliseconds`; `< 1 ms` and `> 10 s` where the buckets know no more. */
  readonly quantile: (quantile: Quantile) => Measure;
  /** A time taken in whole milliseconds, of which 0 means less than one: `2 ms`, `< 1 ms`. */
  readonly wholeMilliseconds: (value: number) => Measure;
  /** A quantile of the log's whole milliseconds: `2 ms`. */
  readonly handlerQuantile: (quantile: Quantile) => Measure;
  /** An average of the log's whole milliseconds, of which 0 means less than one. */
  readonly handlerAverage: (value: number) => Measure;
  /** `464.3 kB`, decimal. */
  readonly bytes: (value: number) => Measure;
  /** How much of itself a number grew: `+3.1%`, `−12.5%`, `±0%`; takes a fraction. */
  readonly change: (fraction: number) => string;
  /** The difference of two shares in percentage points: `−0.8 pp`; takes a fraction. */
  readonly pointChange: (fraction: number) => string;
}

/** What stands for a number that nobody knows; never 0. */
export const unknown = '–';

/** A no-break space: a number and its unit stay on one line. */
export const noBreak = '\u00a0';

/** A measure as one text: a no-break space before units other than `%` and per-second ones. */
export function joined({ value, unit }: Measure): string {
  if (unit === '') return value;
  return unit === '%' || unit.startsWith('/') ? value + unit : value + noBreak + unit;
}

const formats = new Map<string, NumberFormat>();

/** The number formats of a locale (BCP 47); made once, since Intl takes its time. */
export function numberFormat(locale: string): NumberFormat {
  const known = formats.get(locale);
  if (known) return known;
  const made = createFormat(locale);
  formats.set(locale, made);
  return made;
}

function createFormat(locale: string): NumberFormat {
  const fixed = [0, 1, 2].map((digits) => fixedFormat(locale, digits));
  const upTo = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  // More digits than any number has, so that none is rounded.
  const every = new Intl.NumberFormat(locale, { maximumSignificantDigits: 21, useGrouping: false });
  const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
  const decimals = (value: number, digits: number): string =>
    withMinus(fixed[digits]?.format(value) ?? '');
  const plain = (value: number): string => withMinus(upTo.format(value));

  const milliseconds = (value: number): Measure => {
    // Whatever is there at all is not written as nothing.
    if (value > 0 && value < 0.05) return { value: `<${noBreak}${decimals(0.1, 1)}`, unit: 'ms' };
    if (value < 9.95) return { value: decimals(value, 1), unit: 'ms' };
    if (value < 999.5) return { value: decimals(value, 0), unit: 'ms' };
    return { value: decimals(value / 1000, significantDecimals(value / 1000)), unit: 's' };
  };
  const bound = (value: number): Measure =>
    value < 1000 ? { value: plain(value), unit: 'ms' } : { value: plain(value / 1000), unit: 's' };
  const wholeMilliseconds = (value: number): Measure => {
    if (value === 0) return prefixed('<', bound(1));
    return value < 1000 ? bound(value) : milliseconds(value);
  };
  const outside = (quantile: Quantile): Measure | undefined => {
    if (quantile.above) return prefixed('>', bound(quantile.value));
    return quantile.bucket[0] === 0 && quantile.bucket[1] <= 1
      ? prefixed('<', bound(quantile.bucket[1]))
      : undefined;
  };

  return {
    count: (value) => decimals(value, 0),
    shortCount: (value) => (value < 10_000 ? decimals(value, 0) : compact.format(value)),
    plain,
    exact: (value) => {
      const text = String(value);
      // 1e-7, Infinity: no locale writes them shorter.
      return /^-?[\d.]+$/.test(text)
        ? withMinus(every.format(text as `${number}`))
        : text.replace(/^-/, '−');
    },
    hundredths: (value) => decimals(value, 2),
    milliseconds,
    bound,
    perSecond: (value) => ({ value: rateValue(value, decimals), unit: '/s' }),
    steadyPerSecond: (value) => ({ value: steady(value, decimals), unit: '/s' }),
    steadyPercent: (fraction) => ({
      // Only all is 100%.
      value: steady(fraction < 1 ? Math.min(fraction * 100, 99.9) : 100, decimals),
      unit: '%',
    }),
    perMinute: (value) => ({ value: rateValue(value, decimals), unit: '/min' }),
    percent: (fraction) => ({ value: percentValue(fraction * 100, decimals), unit: '%' }),
    quantile: (quantile) => outside(quantile) ?? milliseconds(quantile.value),
    wholeMilliseconds,
    handlerQuantile: ({ value, above }) =>
      above ? prefixed('>', bound(value)) : wholeMilliseconds(Math.ceil(value)),
    handlerAverage: (value) => (value === 0 ? prefixed('<', bound(1)) : milliseconds(value)),
    bytes: (value) => byteMeasure(value, decimals),
    change: (fraction) => `${signed(fraction * 100, decimals)}%`,
    pointChange: (fraction) => `${signed(fraction * 100, decimals)}${noBreak}pp`,
  };
}

function fixedFormat(locale: string, digits: number): Intl.NumberFormat {
  return new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** With its sign and one decimal; what rounds to nothing is `±0`, and what is a thousand needs no decimal. */
function signed(value: number, decimals: (value: number, digits: number) => string): string {
  if (Math.abs(value) < 0.05) return `±${decimals(0, 0)}`;
  const digits = Math.abs(value) < 999.5 ? 1 : 0;
  return `${value > 0 ? '+' : ''}${decimals(value, digits)}`;
}

/** Decimals that leave three significant digits. */
function significantDecimals(value: number): number {
  if (value < 9.995) return 2;
  return value < 99.95 ? 1 : 0;
}

function rateValue(rate: number, decimals: (value: number, digits: number) => string): string {
  if (rate === 0) return decimals(0, 0);
  return rate < 0.005 ? `<${decimals(0.01, 2)}` : decimals(rate, significantDecimals(rate));
}

function percentValue(
  percent: number,
  decimals: (value: number, digits: number) => string,
): string {
  if (percent === 0) return decimals(0, 0);
  if (percent < 0.05) return `<${decimals(0.1, 1)}`;
  if (percent < 99.95) return decimals(percent, 1);
  return percent < 100 ? `>${decimals(99.9, 1)}` : decimals(percent, 0);
}

/** As wide as a figure, and as a decimal point. */
const figureSpace = '\u2007';
const pointSpace = '\u2008';

/** What is unknown, as wide as a number that is known. */
export const steadyUnknown = unknown.padStart(3, figureSpace) + pointSpace;

function steady(value: number, decimals: (value: number, digits: number) => string): string {
  if (value >= 99.95) return pointSpace + decimals(value, 0).padStart(3, figureSpace);
  const text = value > 0 && value < 0.05 ? `<${decimals(0.1, 1)}` : decimals(value, 1);
  return text.padStart(4, figureSpace);
}

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB'];

function byteMeasure(value: number, decimals: (value: number, digits: number) => string): Measure {
  let scaled = value;
  let power = 0;
  while (scaled >= 999.95 && power < byteUnits.length - 1) {
    scaled /= 1000;
    power += 1;
  }
  return { value: decimals(scaled, power === 0 ? 0 : 1), unit: byteUnits[power] ?? 'B' };
}

function prefixed(sign: string, { value, unit }: Measure): Measure {
  return { value: `${sign}${noBreak}${value}`, unit };
}

/** Intl writes a hyphen in many locales; a true minus is as wide as the digits. */
function withMinus(text: string): string {
  return text.replace('-', '−');
}
