import { numberFormat } from '../domain/numberFormat';
import { markdownCode, markdownTable, markdownText } from '../domain/markdown';
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
import type { ChangedText } from '../protocol/differenceTexts';
import { comparisonSummary } from '../protocol/spanComparison';
import type { ComparedSpan, EndpointDifference, SpanComparison } from '../protocol/spanComparison';
import { english } from '../sentences/localize';
import { alignedText } from './resultText';

export const compareFormats = ['table', 'json', 'markdown'] as const;
export type CompareFormat = (typeof compareFormats)[number];

const numbers = numberFormat('en');

/** The comparison as text that ends with a line feed; `json` has all of it, the others what a person reads. */
export function compareText(comparison: SpanComparison, format: CompareFormat): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(comparison, null, 2)}\n`;
    case 'markdown':
      return markdownReport(comparison);
    case 'table':
      return plainReport(comparison);
  }
}

/** What only one span had comes first, then what changed, then which spans these are. */
function summaryOf(comparison: SpanComparison): {
  readonly only: readonly string[];
  readonly changed: ChangedText;
  readonly spans: readonly string[];
} {
  const summary = comparisonSummary(comparison);
  return {
    only: onlyTexts(summary, numbers, english),
    changed: changedText(summary, numbers, english),
    spans: [spanLine('Before', comparison.before), spanLine('After', comparison.after)],
  };
}

/** `Before: 2026-11-29T12:00:00Z to 2026-11-29T12:15:00Z, 880 s of 900 s collected.` */
function spanLine(name: string, { from, to, askedSeconds, coveredSeconds }: ComparedSpan): string {
  const collected = `${numbers.count(coveredSeconds)} s of ${numbers.count(askedSeconds)} s`;
  return `${name}: ${isoTime(from)} to ${isoTime(to)}, ${collected} collected.`;
}

const head = [
  ...['Method', 'Path', 'Requests', 'was', 'Errors', 'was', 'Faults', 'was'],
  ...['p50', 'was', 'p95', 'was', 'Difference'],
];

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
  const { only, changed, spans } = summaryOf(comparison);
  const rows = comparison.endpoints.map(cellsOf);
  const columns = head.map((name, column) => ({
    name,
    values: rows.map((row) => row[column] ?? ''),
  }));
  const table = alignedText({ columns, rowCount: rows.length, cut: false });
  return [...only, visibleText(changedLine(changed)), ...spans, '', table].join('\n');
}

function markdownReport(comparison: SpanComparison): string {
  const { only, changed, spans } = summaryOf(comparison);
  return [
    '## Comparison',
    ...(only.length > 0 ? [only.map(markdownText).join(' ')] : []),
    changedLine(changed, markdownCode),
    spans.map(markdownText).join(' '),
    markdownTable(head, comparison.endpoints.map(cellsOf), 'llrrrrrrrrrro'),
  ].join('\n\n');
}
