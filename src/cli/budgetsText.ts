import type { Budget, Budgets } from '../budgets/budgets';
import type { JudgedBudget, Judgement, Verdict } from '../budgets/judge';
import { numberFormat } from '../domain/numberFormat';
import type { TimeWindow } from '../domain/range';
import { visibleText } from '../domain/visibleText';
import type { SelectionTraffic } from '../protocol/selectedTraffic';
import type { ReportSection } from '../report/reportSection';
import { sectionMarkdown } from '../report/sectionMarkdown';
import {
  judgementText,
  limitName,
  limitText,
  measuredText,
  mistakeText,
  remarksText,
  verdictText,
} from '../sentences/budgetText';
import { english } from '../sentences/localize';
import type { JunitCase } from './junit';
import { junitText } from './junit';
import { alignedRows } from './resultText';

export const budgetsFormats = ['table', 'json', 'markdown'] as const;
export type BudgetsFormat = (typeof budgetsFormats)[number];

/** How the budgets of a file are kept in a span. */
export interface BudgetsReport {
  /** As it was named. */
  readonly file: string;
  readonly span: TimeWindow;
  readonly budgets: Budgets;
  readonly judged: readonly JudgedBudget[];
  readonly traffic: Omit<SelectionTraffic, 'selected' | 'wholeP95'>;
}

const title = 'Traffic budgets';
const numbers = numberFormat('en');
const head = ['Verdict', 'Budget', 'Limit', 'Allowed', 'Measured'];

/** The report as text that ends with a line feed. */
export function budgetsText(report: BudgetsReport, format: BudgetsFormat): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(budgetsFacts(report), null, 2)}\n`;
    case 'markdown':
      return `${sectionMarkdown(budgetsSection(report), 2)}\n`;
    case 'table':
      return plainText(report);
  }
}

/** `2 of 9 limits are broken, 1 cannot be judged.` */
export function summaryOf({ judged }: BudgetsReport): string {
  const verdicts = judged.flatMap(({ judgements }) => judgements.map(({ verdict }) => verdict));
  const broken = verdicts.filter((verdict) => verdict === 'broken').length;
  const open = verdicts.filter((verdict) => !isDecided(verdict)).length;
  const limits = verdicts.length === 1 ? 'limit' : 'limits';
  return (
    `${broken} of ${verdicts.length} ${limits} ${broken === 1 ? 'is' : 'are'} broken` +
    (open === 0 ? '.' : `, ${open} cannot be judged.`)
  );
}

/** A line for each limit that is broken. */
export function brokenLines({ file, judged }: BudgetsReport): readonly string[] {
  return judgementsIn(judged)
    .filter(({ judgement }) => judgement.verdict === 'broken')
    .map(
      ({ budget, judgement }) =>
        `  ${file}:${judgement.limit.at.line + 1}  ${nameOf(budget)}: ${sentenceOf(judgement)}`,
    );
}

const align = 'ollll';

/** What a report says of budgets. */
export function budgetsSection(report: BudgetsReport): ReportSection {
  const rows = rowsOf(report).map((row) => row.map(visibleText));
  return {
    title,
    lines: [summaryOf(report), ...remarksOf(report)],
    tables: [{ head, rows, align, essential: [0, 1, 2, 4] }],
  };
}

/** A case for each limit, skipped where it cannot be judged, and for each mistake of the file. */
export function budgetsJunit({ judged, budgets }: BudgetsReport): string {
  return junitText(title, [
    ...judgementsIn(judged).map(({ budget, judgement }): JunitCase => ({
      className: nameOf(budget),
      name: `${limitName(judgement.limit)} ${limitText(judgement.limit, numbers)}`,
      outcome: outcomes[judgement.verdict],
      text: sentenceOf(judgement),
    })),
    ...budgets.mistakes.map((mistake): JunitCase => ({
      className: 'mistakes',
      name: `line ${mistake.at.line + 1}`,
      outcome: 'failed',
      text: mistakeText(mistake, english),
    })),
  ]);
}

const outcomes: Readonly<Record<Verdict, JunitCase['outcome']>> = {
  held: 'passed',
  broken: 'failed',
  unsure: 'skipped',
  no_requests: 'skipped',
  unknown: 'skipped',
};

function plainText(report: BudgetsReport): string {
  const table = alignedRows(head, rowsOf(report), align);
  return [summaryOf(report), ...remarksOf(report), '', table].join('\n');
}

/** What is measured is data, and what is said of it a text. */
export function budgetsFacts({ span, judged, budgets, traffic }: BudgetsReport): unknown {
  return {
    window: { from: timeText(span.from), to: timeText(span.to) },
    coveredSeconds: traffic.coveredSeconds,
    unattributed: traffic.unattributed,
    limits: judgementsIn(judged).map(({ budget, judgement }) => ({
      budget: nameOf(budget),
      line: judgement.limit.at.line + 1,
      limit: limitName(judgement.limit),
      allowed: limitText(judgement.limit, numbers),
      verdict: judgement.verdict,
      measured: judgement.measured,
      text: sentenceOf(judgement),
    })),
    mistakes: budgets.mistakes.map((mistake) => ({
      line: mistake.at.line + 1,
      text: mistakeText(mistake, english),
    })),
  };
}

function rowsOf({ judged }: BudgetsReport): readonly (readonly string[])[] {
  return judgementsIn(judged).map(({ budget, judgement }) => [
    verdictText(judgement.verdict, english),
    nameOf(budget),
    limitName(judgement.limit),
    limitText(judgement.limit, numbers),
    measuredText(judgement, numbers, english),
  ]);
}

/** What of the span is not known, and why limits cannot be judged. */
function remarksOf({ span, judged, traffic }: BudgetsReport): readonly string[] {
  const open = judgementsIn(judged).filter(({ judgement }) => !isDecided(judgement.verdict));
  return [
    `From ${timeText(span.from)} to ${timeText(span.to)}.`,
    ...remarksText(span, traffic, numbers, english),
    ...open.map(
      ({ budget, judgement }) =>
        `${nameOf(budget)}, ${limitName(judgement.limit)}: ${sentenceOf(judgement)}`,
    ),
  ];
}

function isDecided(verdict: Verdict): boolean {
  return verdict === 'held' || verdict === 'broken';
}

function judgementsIn(
  judged: readonly JudgedBudget[],
): readonly { readonly budget: Budget; readonly judgement: Judgement }[] {
  return judged.flatMap(({ budget, judgements }) =>
    judgements.map((judgement) => ({ budget, judgement })),
  );
}

function sentenceOf(judgement: Judgement): string {
  return judgementText(judgement, numbers, english);
}

function nameOf(budget: Budget): string {
  return budget.kind === 'endpoints' ? budget.name : budget.kind;
}

/** ISO 8601, whole seconds, UTC. */
function timeText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000', '');
}
