import { numberFormat } from '../domain/numberFormat';
import { requestProtocols } from '../domain/protocol';
import type { CellValue } from '../domain/resultTable';
import { sumOf } from '../domain/sum';
import { visibleText } from '../domain/visibleText';
import type { NotVerifiable, Verification, VerifiedCell } from '../collector/verify/verification';
import type { Localize } from './localize';

/** An outcome in words, its sentences with their full stops. Times are UTC. */
export interface VerificationOutcome {
  readonly isEqual: boolean;
  readonly summary: string;
  /** Titles of the columns of `cells`. */
  readonly columns: readonly string[];
  /** A row for each cell that differs; the last column says why its two numbers do. */
  readonly cells: readonly (readonly CellValue[])[];
  /** What has to be known besides. */
  readonly remarks: readonly string[];
}

/** How an outcome is told: `count` writes a number as the reader's locale does. */
interface Telling {
  readonly localize: Localize;
  readonly count: (value: number) => string;
}

/** What a verification found, for a reader of `locale` (BCP 47). */
export function verificationOutcome(
  verified: Verification | NotVerifiable,
  localize: Localize,
  locale: string,
): VerificationOutcome {
  const telling = { localize, count: numberFormat(locale).count };
  const columns = [
    localize('Protocol'),
    localize('Method'),
    localize('Status'),
    localize('Stored'),
    localize('Counted'),
    localize('Why'),
  ];
  if (typeof verified === 'string') {
    const summary = refusals[verified](localize);
    return { isEqual: false, summary, columns, cells: [], remarks: [] };
  }
  const unequal = verified.cells.filter(({ stored, counted }) => stored !== counted);
  const isEqual = unequal.length === 0;
  return {
    isEqual,
    summary: isEqual
      ? equalText(verified, telling)
      : localize(
          '{0} of {1} cells differ.',
          telling.count(unequal.length),
          telling.count(verified.cells.length),
        ),
    columns,
    cells: unequal.map((cell) => rowOf(cell, verified, telling)),
    remarks: remarks(verified, telling),
  };
}

/** The outcome as lines of a terminal. */
export function verificationText(outcome: VerificationOutcome): string {
  const { summary, cells, remarks } = outcome;
  return [summary, ...(cells.length === 0 ? [] : aligned(outcome)), ...remarks].join('\n');
}

const refusals: Readonly<Record<NotVerifiable, (localize: Localize) => string>> = {
  'nothing collected': (localize) =>
    localize(
      "No server's counters have been collected yet. Collect for a while, and verify again.",
    ),
  'older version': (localize) =>
    localize(
      'The database was last written by an older version, which kept too little to verify. Collect for a while, and verify again.',
    ),
  'other process': (localize) =>
    localize(
      'The server that answers is not the one last collected from: it was restarted or replaced. Collect from it, and verify again.',
    ),
  'minutes deleted': (localize) =>
    localize(
      "Retention has deleted minutes since the server's start, so its stored counts are no longer complete. Restart the server to verify from there on.",
    ),
};

function equalText({ cells }: Verification, { localize, count }: Telling): string {
  const requests = sumOf(
    cells
      .filter(({ protocol }) => requestProtocols.includes(protocol))
      .map(({ counted }) => counted),
  );
  return localize(
    'Every cell is equal: {0} in {1}.',
    requests === 1 ? localize('1 request') : localize('{0} requests', count(requests)),
    cells.length === 1 ? localize('1 cell') : localize('{0} cells', count(cells.length)),
  );
}

function rowOf(cell: VerifiedCell, verified: Verification, telling: Telling): CellValue[] {
  const { protocol, method, status, stored, counted } = cell;
  return [protocol, method, status, stored, counted, reasonOf(cell, verified, telling)];
}

function aligned({ columns, cells }: VerificationOutcome): string[] {
  const table = [columns, ...cells.map((row) => row.map(cellText))];
  const widths = columns.map((_, column) =>
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
  return typeof value === 'number' ? numberFormat('en').count(value) : visibleText(value ?? '-');
}

function reasonOf(
  { stored, counted, uncollected }: VerifiedCell,
  { lastScrapeAt, clockSteps, seriesAnomalies }: Verification,
  { localize, count }: Telling,
): string {
  const later = localize(
    '{0} came after the last scrape at {1}',
    count(uncollected),
    time(lastScrapeAt),
  );
  if (counted - uncollected === stored) return later;
  const reasons = [
    uncollected > 0 && later,
    clockSteps > 0 && localize("this machine's clock was set back meanwhile"),
    seriesAnomalies > 0 && localize('series fell or went missing'),
  ].filter((reason) => reason !== false);
  return reasons.length === 0 ? localize('not known') : reasons.join('; ');
}

function remarks(
  { spread, logOnly, unplaced, from }: Verification,
  { localize, count }: Telling,
): string[] {
  return [
    spread > 0 &&
      localize(
        '{0} of them came in gaps. Those that the log does not name are spread evenly over the minutes of their gap.',
        count(spread),
      ),
    logOnly > 0 &&
      localize(
        '{0} more that only the log names are stored since {1}.',
        count(logOnly),
        time(from),
      ),
    unplaced > 0 &&
      localize(
        '{0} more were counted during more than a day of silence, at an unknown time.',
        count(unplaced),
      ),
  ].filter((remark) => remark !== false);
}

function time(unixMs: number): string {
  return new Date(unixMs).toISOString().replace(/\.\d+Z$/, 'Z');
}
