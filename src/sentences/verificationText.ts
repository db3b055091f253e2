import { numberFormat } from '../domain/numberFormat';
import { requestProtocols } from '../domain/protocol';
import type { CellValue } from '../domain/resultTable';
import { visibleText } from '../domain/visibleText';
import type { NotVerifiable, Verification, VerifiedCell } from '../collector/verify/verification';

const refusals: Readonly<Record<NotVerifiable, string>> = {
  'nothing collected':
    "No server's counters have been collected yet. Collect for a while, and verify again.",
  'older version':
    'The database was last written by an older version, which kept too little to verify. Collect for a while, and verify again.',
  'other process':
    'The server that answers is not the one last collected from: it was restarted or replaced. Collect from it, and verify again.',
  'minutes deleted':
    "Retention has deleted minutes since the server's start, so that what is stored of it is no longer whole. Restart the server to verify from there on.",
};

/** An outcome in words. Numbers as in English, times in UTC. */
export interface VerificationOutcome {
  readonly isEqual: boolean;
  readonly summary: string;
  /** A row for each cell that differs, in the order of `verifiedColumns`. */
  readonly cells: readonly (readonly CellValue[])[];
  /** What has to be known besides. */
  readonly remarks: readonly string[];
}

/** The columns of an outcome's cells; `why` is why the two numbers differ. */
export const verifiedColumns = [
  'protocol',
  'method',
  'status',
  'stored',
  'counted',
  'why',
] as const;

export function verificationOutcome(verified: Verification | NotVerifiable): VerificationOutcome {
  if (typeof verified === 'string') {
    return { isEqual: false, summary: refusals[verified], cells: [], remarks: [] };
  }
  const unequal = verified.cells.filter(({ stored, counted }) => stored !== counted);
  const of = number(verified.cells.length);
  return {
    isEqual: unequal.length === 0,
    summary:
      unequal.length === 0
        ? equalText(verified)
        : `${number(unequal.length)} of ${of} cells differ`,
    cells: unequal.map((cell) => rowOf(cell, verified)),
    remarks: remarks(verified),
  };
}

/** The outcome as lines of a terminal. */
export function verificationText({ summary, cells, remarks }: VerificationOutcome): string {
  const table = cells.length === 0 ? [summary] : [`${summary}:`, ...aligned(cells)];
  return [...table, ...remarks].join('\n');
}

function equalText({ cells }: Verification): string {
  const requests = cells
    .filter(({ protocol }) => requestProtocols.includes(protocol))
    .reduce((sum, { counted }) => sum + counted, 0);
  return `every cell equal: ${number(requests)} ${requests === 1 ? 'request' : 'requests'} in ${number(cells.length)} ${cells.length === 1 ? 'cell' : 'cells'}`;
}

function rowOf(cell: VerifiedCell, verified: Verification): CellValue[] {
  const { protocol, method, status, stored, counted } = cell;
  return [protocol, method, status, stored, counted, reasonOf(cell, verified)];
}

function aligned(cells: VerificationOutcome['cells']): string[] {
  const table = [verifiedColumns, ...cells.map((row) => row.map(cellText))];
  const widths = verifiedColumns.map((_, column) =>
    table.reduce((width, row) => Math.max(width, row[column]?.length ?? 0), 0),
  );
  return table.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function cellText(value: CellValue): string {
  return typeof value === 'number' ? number(value) : visibleText(value ?? '-');
}

function reasonOf(cell: VerifiedCell, verified: Verification): string {
  const { stored, counted, uncollected } = cell;
  const after = `came after the last scrape at ${time(verified.lastScrapeAt)}`;
  if (counted - uncollected === stored) return `${number(uncollected)} ${after}`;
  const reasons = [
    uncollected > 0 && `${number(uncollected)} ${after}`,
    verified.clockSteps > 0 && 'the clock of this machine was set back meanwhile',
    verified.seriesAnomalies > 0 && 'series fell or went missing',
  ].filter((reason) => reason !== false);
  return reasons.length === 0 ? 'not known' : reasons.join('; ');
}

function remarks({ spread, logOnly, unplaced, from }: Verification): string[] {
  return [
    spread > 0 &&
      `${number(spread)} of them came in gaps: those that the log does not name are laid evenly over its minutes`,
    logOnly > 0 &&
      `besides, ${number(logOnly)} that only the log told of are stored since ${time(from)}`,
    unplaced > 0 &&
      `besides, ${number(unplaced)} were counted over more than a day of silence, at an unknown time`,
  ].filter((remark) => remark !== false);
}

function number(value: number): string {
  return numberFormat('en').count(value);
}

function time(unixMs: number): string {
  return new Date(unixMs).toISOString().replace(/\.\d+Z$/, 'Z');
}
