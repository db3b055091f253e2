import { markdownCode, markdownTable, markdownText } from '../domain/markdown';
import { numberFormat } from '../domain/numberFormat';
import { changedLine } from '../protocol/differenceTexts';
import type { Localize } from '../sentences/localize';
import {
  cardChange,
  comparedText,
  endpointsSection,
  errorsSection,
  reportBasis,
  reportCards,
  targetName,
} from './reportContent';
import type { ReportFacts } from './reportFacts';
import type { ReportSection, ReportTable } from './reportSection';
import { sectionMarkdown } from './sectionMarkdown';

/** Rows of a table: a comment is read at a glance. */
const rowLimit = 10;

/** The report as Markdown of one screen, for a pull request's comment or a job's summary. */
export function reportMarkdown(facts: ReportFacts, t: Localize): string {
  const basis = reportBasis(facts, t)
    .filter(([, value]) => value !== t('All'))
    .map(([name, value]) => `${markdownText(name)}: ${markdownCode(value)}`);
  const sections = [
    ...facts.additions.map(({ section }) => section),
    errorsSection(facts, t),
    endpointsSection(facts, t),
  ];
  return [
    `## ${t('Traffic of {0}', markdownCode(targetName(facts)))}`,
    totals(facts, t),
    ...sections.map((section) => sectionMarkdown(glance(section, facts, t), 3)),
    `<sub>${basis.join(' · ')}</sub>\n`,
  ].join('\n\n');
}

function totals(facts: ReportFacts, t: Localize): string {
  const cards = reportCards(facts, t);
  const changes = cards.map((card) => cardChange(card, t) ?? '');
  const table = markdownTable(
    cards.map(({ name }) => name),
    [cards.map(({ value }) => value), ...(changes.some(Boolean) ? [changes] : [])],
    'r'.repeat(cards.length),
  );
  const { lines, changed } = comparedText(facts, t);
  return [
    table.trimEnd(),
    ...lines.map(markdownText),
    ...(changed ? [changedLine(changed, markdownCode)] : []),
  ].join('\n\n');
}

/** The first rows, and of wide tables the columns that matter most. */
function glance(section: ReportSection, { locale }: ReportFacts, t: Localize): ReportSection {
  const { count } = numberFormat(locale);
  const left = section.tables
    .filter(({ rows }) => rows.length > rowLimit)
    .map(({ rows }) => t('First {0} of {1}.', count(rowLimit), count(rows.length)));
  return {
    title: section.title,
    lines: [...section.lines, ...left],
    tables: section.tables.map(narrowed),
  };
}

function narrowed({ head, rows, align, essential }: ReportTable): ReportTable {
  const columns = essential ?? head.map((_, column) => column);
  const kept = (cells: readonly string[]): readonly string[] =>
    columns.map((column) => cells[column] ?? '');
  return {
    head: kept(head),
    rows: rows.slice(0, rowLimit).map(kept),
    align: kept(Array.from(align)).join(''),
  };
}
