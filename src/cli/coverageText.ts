import { escapeHtml, htmlTable, section } from '../domain/html';
import { markdownCode, markdownTable, markdownText } from '../domain/markdown';
import { joined, numberFormat } from '../domain/numberFormat';
import type { TimeWindow } from '../domain/range';
import type { ResultColumn } from '../domain/resultTable';
import { visibleText } from '../domain/visibleText';
import type { Answers } from '../protocol/answers';
import type { ContractCoverage, OperationCoverage } from '../protocol/contractCoverage';
import { declaredAndSeen, declaredByFaultOnly } from '../protocol/contractCoverage';
import { coverageJunit } from './coverageJunit';
import type { CoverageMinimums } from './coverageMinimums';
import { sharesOf } from './coverageMinimums';
import { alignedText } from './resultText';

export const coverageFormats = ['table', 'json', 'markdown', 'junit', 'html'] as const;
export type CoverageFormat = (typeof coverageFormats)[number];

/** What was covered, and of what. */
export interface CoverageReport {
  readonly coverage: ContractCoverage;
  readonly answers: Answers;
  readonly span: TimeWindow;
  /** As they were named. */
  readonly documents: readonly string[];
  readonly minimums: CoverageMinimums;
}

/** A part of the report; numbers stand right in their columns. */
interface ReportTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

const numbers = numberFormat('en');

/** The report as text that ends with a line feed. */
export function coverageText(report: CoverageReport, format: CoverageFormat): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(report.coverage, null, 2)}\n`;
    case 'junit':
      return coverageJunit(report.coverage, report.minimums);
    case 'markdown':
      return inMarkdown(report);
    case 'html':
      return htmlText(report);
    case 'table':
      return plainText(report);
  }
}

/** The lines that stand first. */
function summaryOf({ coverage, answers, span, documents }: CoverageReport): readonly string[] {
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
}: CoverageReport): readonly ReportTable[] {
  const tables: ReportTable[] = [
    {
      title: 'Operations',
      head: ['State', 'Method', 'Path', 'Declared', 'Seen', 'Not seen', 'Requests'],
      rows: list.map(operationRow),
    },
    {
      title: 'Answered, not declared',
      head: ['Method', 'Path', 'Status', 'Requests'],
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
      rows: unknown.map(({ method, path, requests }) => [method, path, requests]),
    },
  ];
  return tables.filter(({ rows }) => rows.length > 0);
}

function operationRow(operation: OperationCoverage): readonly (string | number)[] {
  const { state, deprecated, method, path, declared, seen } = operation;
  const found = declaredAndSeen(operation);
  const byFault = declaredByFaultOnly(operation);
  return [
    deprecated ? `${state}, deprecated` : state,
    method,
    path,
    declared.join(' '),
    found.join(' '),
    declared
      .filter((status) => !found.includes(status))
      .map((status) => (byFault.includes(status) ? `${status} (only injected)` : status))
      .join(' '),
    seen.reduce((sum, { requests }) => sum + requests, 0),
  ];
}

function plainText(report: CoverageReport): string {
  const tables = tablesOf(report).map(({ title, head, rows }) => {
    const columns = head.map((name, column) => columnOf(name, rows, column));
    const text = alignedText({ columns, rowCount: rows.length, cut: false });
    return `\n${title}\n${text}`;
  });
  return [summaryOf(report).join('\n') + '\n', ...tables].join('');
}

function columnOf(name: string, rows: ReportTable['rows'], column: number): ResultColumn {
  const values = rows.map((row) => row[column] ?? null);
  const isOfNumbers = values.every((value) => typeof value === 'number');
  return { name, values: isOfNumbers ? Float64Array.from(values) : values };
}

function inMarkdown(report: CoverageReport): string {
  const [first = '', ...others] = summaryOf(report);
  const cell = (value: string | number): string | number =>
    typeof value === 'number' ? value : markdownCode(value);
  const tables = tablesOf(report).map(({ title, head, rows }) =>
    [
      `### ${title}`,
      '',
      markdownTable(
        head,
        rows.map((row) => row.map(cell)),
      ),
    ].join('\n'),
  );
  return [
    '## API coverage',
    '',
    `**${markdownText(first)}**`,
    '',
    ...others.map((text) => `${markdownText(text)}  `),
    '',
    ...tables,
  ].join('\n');
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
  const tables = tablesOf(report).map(({ title, head, rows }) => {
    const align = head
      .map((_, column) => (typeof rows[0]?.[column] === 'number' ? 'r' : 'l'))
      .join('');
    const cells = rows.map((row) => row.map((cell) => visibleText(String(cell))));
    return section(title, htmlTable(head, cells, align));
  });
  return `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>API coverage</title>
<style>${style}</style>
<h1>API coverage</h1>
${[...summary, ...tables].join('\n')}
</html>
`;
}
