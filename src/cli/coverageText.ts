import { escapeHtml } from '../domain/html';
import { joined, numberFormat, unknown } from '../domain/numberFormat';
import type { TimeWindow } from '../domain/range';
import { visibleText } from '../domain/visibleText';
import type { Answers } from '../protocol/answers';
import type {
  ContractCoverage,
  OperationCoverage,
  OperationState,
} from '../protocol/contractCoverage';
import { declaredAndSeen, declaredByFaultOnly, requestsOf } from '../protocol/contractCoverage';
import type { ReportSection, ReportTable } from '../report/reportSection';
import { sectionHtml } from '../report/sectionHtml';
import { sectionMarkdown } from '../report/sectionMarkdown';
import { coverageJunit } from './coverageJunit';
import type { CoverageMinimums } from './coverageMinimums';
import { sharesOf } from './coverageMinimums';
import { alignedRows } from './resultText';

export const coverageFormats = ['table', 'json', 'markdown', 'junit', 'html'] as const;
export type CoverageFormat = (typeof coverageFormats)[number];

/** What was covered, and of what. */
export interface CoverageFacts {
  readonly coverage: ContractCoverage;
  readonly answers: Answers;
  readonly span: TimeWindow;
  /** As they were named. */
  readonly documents: readonly string[];
}

/** With what is demanded. */
export interface CoverageReport extends CoverageFacts {
  readonly minimums: CoverageMinimums;
}

/** A table of the report, whose numbers the terminal aligns. */
interface NumbersTable extends Omit<ReportTable, 'rows'> {
  readonly title: string;
  readonly rows: readonly (readonly (string | number)[])[];
}

const title = 'API coverage';
const numbers = numberFormat('en');

/** The report as text that ends with a line feed. */
export function coverageText(report: CoverageReport, format: CoverageFormat): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(report.coverage, null, 2)}\n`;
    case 'junit':
      return coverageJunit(report.coverage, report.minimums);
    case 'markdown':
      return markdownText(report);
    case 'html':
      return htmlText(report);
    case 'table':
      return plainText(report);
  }
}

/** The lines that stand first. */
function summaryOf({ coverage, answers, span, documents }: CoverageFacts): readonly string[] {
  const { operations, statuses } = coverage;
  const shares = sharesOf(coverage);
  const percent = (share: number | null): string =>
    share === null ? '' : ` (${joined(numbers.percent(share))})`;
  const exercised = operations.covered + operations.partly;
  const notCollected = span.to - span.from - answers.coveredSeconds;
  return [
    `${exercised} of ${operations.total} operations exercised${percent(shares.operations)}: ` +
      `${operations.covered} covered, ${operations.partly} partly, ${operations.never} never.`,
    `${statuses.seen} of ${statuses.declared} declared statuses seen${percent(shares.statuses)}.`,
    ...when(statuses.seenByFaultOnly, (n) => `${n} more only by injected faults.`),
    ...when(operations.deprecated, (n) => `${n} deprecated, not counted.`),
    ...when(operations.notCounted, (n) => `${n} of MockForge's own paths, not counted.`),
    `From ${timeText(span.from)} to ${timeText(span.to)}, ${documents.join(', ')}.`,
    ...when(notCollected, (n) => `${numbers.count(n)} s of that were not collected.`),
    ...when(
      answers.unattributed,
      (n) =>
        `${numbers.count(n)} ${n === 1 ? 'request' : 'requests'} cannot be attributed to an endpoint, so more may have been exercised.`,
    ),
  ];
}

function when(count: number, text: (count: number) => string): readonly string[] {
  return count > 0 ? [text(count)] : [];
}

/** ISO 8601, whole seconds, UTC. */
function timeText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000', '');
}

function tablesOf({
  coverage: { list, undeclared, unknown },
}: CoverageReport): readonly NumbersTable[] {
  const tables: NumbersTable[] = [
    operationsTable(list),
    {
      title: 'Answered, not declared',
      head: ['Method', 'Path', 'Status', 'Requests'],
      align: 'llrr',
      rows: undeclared.map(({ method, path, status, requests }) => [
        method,
        path,
        status,
        requests,
      ]),
    },
    {
      title: 'Called, not defined',
      head: ['Method', 'Path', 'Requests'],
      align: 'llr',
      rows: unknown.map(({ method, path, requests }) => [method, path, requests]),
    },
  ];
  return tables.filter(({ rows }) => rows.length > 0);
}

function operationsTable(list: readonly OperationCoverage[]): NumbersTable {
  return {
    title: 'Operations',
    head: ['State', 'Method', 'Path', 'Declared', 'Seen', 'Not seen', 'Requests'],
    align: 'olllllr',
    essential: [0, 1, 2, 5],
    rows: list.map(operationRow),
  };
}

function operationRow(operation: OperationCoverage): readonly (string | number)[] {
  const { state, deprecated, method, path, declared, seen } = operation;
  const found = declaredAndSeen(operation);
  const byFault = declaredByFaultOnly(operation);
  return [
    deprecated ? `${stateText(state)}, deprecated` : stateText(state),
    method,
    path,
    declared.join(' '),
    found.join(' '),
    declared
      .filter((status) => !found.includes(status))
      .map((status) => (byFault.includes(status) ? `${status} (only injected)` : status))
      .join(' '),
    state === 'notCounted' ? unknown : requestsOf(seen),
  ];
}

function stateText(state: OperationState): string {
  return state === 'notCounted' ? 'not counted' : state;
}

function plainText(report: CoverageReport): string {
  const tables = tablesOf(report).map(
    ({ title, head, rows, align }) => `\n${title}\n${alignedRows(head, rows, align)}`,
  );
  return [summaryOf(report).join('\n') + '\n', ...tables].join('');
}

function markdownText(report: CoverageReport): string {
  const summary = { title, lines: summaryOf(report), tables: [] };
  const tables = tablesOf(report).map((table) => sectionMarkdown(sectionOf(table), 3));
  return `${[sectionMarkdown(summary, 2), ...tables].join('\n\n')}\n`;
}

const style = `
:root { color-scheme: light dark; }
body { max-width: 1080px; margin: 0 auto; padding: 32px 24px; font: 13px/20px system-ui, sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 22px; font-weight: 500; } h2 { font-size: 14px; margin: 24px 0 6px; } p { margin: 0 0 6px; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 3px 8px; border-bottom: 1px solid color-mix(in srgb, CanvasText 14%, Canvas); text-align: left; overflow-wrap: anywhere; }
th { font-weight: 400; color: color-mix(in srgb, CanvasText 68%, Canvas); }
.number { text-align: right; } .number, .one-line { white-space: nowrap; }
`;

function htmlText(report: CoverageReport): string {
  const summary = summaryOf(report).map((text) => `<p>${escapeHtml(text)}</p>`);
  const tables = tablesOf(report).map((table) => sectionHtml(sectionOf(table)));
  return `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${style}</style>
<h1>${title}</h1>
${[...summary, ...tables].join('\n')}
</html>
`;
}

/** What a report says of it: the summary, and what was not exercised wholly. */
export function coverageSection(report: CoverageFacts): ReportSection {
  const missing = report.coverage.list.filter(
    ({ state, deprecated }) => (state === 'partly' || state === 'never') && !deprecated,
  );
  const tables = missing.length === 0 ? [] : sectionOf(operationsTable(missing)).tables;
  return { title, lines: summaryOf(report), tables };
}

function sectionOf({ title, rows, ...table }: NumbersTable): ReportSection {
  const texts = rows.map((row) => row.map((cell) => visibleText(String(cell))));
  return { title, lines: [], tables: [{ ...table, rows: texts }] };
}
