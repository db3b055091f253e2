import { numberFormat } from '../domain/numberFormat';
import { protocolTitle } from '../domain/protocol';
import { isoTime } from '../domain/time';
import { visibleText } from '../domain/visibleText';
import {
  changedLine,
  changedText,
  differenceText,
  onlyTexts,
  rateText,
  timeText,
} from '../protocol/differenceTexts';
import { comparisonSummary } from '../protocol/spanComparison';
import type { ComparedSpan, EndpointDifference, SpanComparison } from '../protocol/spanComparison';
import type { ReportSection } from '../report/reportSection';
import { sectionMarkdown } from '../report/sectionMarkdown';
import { english } from '../sentences/localize';
import { alignedRows } from './resultText';

export const compareFormats = ['table', 'json', 'markdown'] as const;
export type CompareFormat = (typeof compareFormats)[number];

const numbers = numberFormat('en');

/** The comparison as text that ends with a line feed; `json` has all of it, the others what a person reads. */
export function compareText(comparison: SpanComparison, format: CompareFormat): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(comparison, null, 2)}\n`;
    case 'markdown':
      return `${sectionMarkdown(comparisonSection(comparison), 2)}\n`;
    case 'table':
      return plainReport(comparison);
  }
}

const head = [
  ...['Method', 'Path', 'Requests', 'was', 'Errors', 'was', 'Faults', 'was'],
  ...['p50', 'was', 'p95', 'was', 'Difference'],
];

const align = 'llrrrrrrrrrro';

/** What only one span had comes first, then how many endpoints changed, then which spans these are, then each endpoint. */
export function comparisonSection(comparison: SpanComparison): ReportSection {
  return {
    title: 'Comparison',
    lines: linesOf(comparison, null),
    tables: [
      {
        head,
        rows: comparison.endpoints.map(cellsOf),
        align,
        essential: [0, 1, 2, 3, 4, 5, 12],
      },
    ],
  };
}

/** @param written how endpoints are written; null: they are not named */
function linesOf(
  comparison: SpanComparison,
  written: ((endpoint: string) => string) | null,
): readonly string[] {
  const summary = comparisonSummary(comparison);
  return [
    ...onlyTexts(summary, numbers, english),
    changedLine(changedText(summary, numbers, english), written),
    spanLine('Before', comparison.before),
    spanLine('After', comparison.after),
  ];
}

/** `Before: 2026-11-29T12:00:00Z to 2026-11-29T12:15:00Z, 880 s of 900 s collected.` */
function spanLine(name: string, { from, to, askedSeconds, coveredSeconds }: ComparedSpan): string {
  const collected = `${numbers.count(coveredSeconds)} s of ${numbers.count(askedSeconds)} s`;
  return `${name}: ${isoTime(from)} to ${isoTime(to)}, ${collected} collected.`;
}

function cellsOf(difference: EndpointDifference): readonly string[] {
  const { protocol, method, endpoint, before, after } = difference;
  const faults = (count: number | null): string => (count === null ? '?' : numbers.count(count));
  return [
    method ?? protocolTitle(protocol),
    endpoint,
    numbers.count(after.requests),
    numbers.count(before.requests),
    rateText(after, numbers),
    rateText(before, numbers),
    faults(after.faults),
    faults(before.faults),
    timeText(after.p50, numbers),
    timeText(before.p50, numbers),
    timeText(after.p95, numbers),
    timeText(before.p95, numbers),
    differenceText(difference, english),
  ];
}

function plainReport(comparison: SpanComparison): string {
  const table = alignedRows(head, comparison.endpoints.map(cellsOf), align);
  return [...linesOf(comparison, visibleText), '', table].join('\n');
}
