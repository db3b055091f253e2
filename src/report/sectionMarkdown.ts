import { markdownTable, markdownText } from '../domain/markdown';
import type { ReportSection } from './reportSection';

/** A section with its heading of a level, 1 to 6; its lines are one paragraph. */
export function sectionMarkdown({ title, lines, tables }: ReportSection, level: number): string {
  return [
    `${'#'.repeat(level)} ${markdownText(title)}`,
    ...(lines.length > 0 ? [lines.map(markdownText).join(' ')] : []),
    ...tables.map(({ head, rows, align }) => markdownTable(head, rows, align).trimEnd()),
  ].join('\n\n');
}
