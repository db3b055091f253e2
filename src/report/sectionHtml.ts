import { escapeHtml, htmlTable, section } from '../domain/html';
import type { ReportSection } from './reportSection';

/** A section with its heading; nothing in it becomes markup. */
export function sectionHtml({ title, lines, tables }: ReportSection): string {
  const written = tables.map(({ head, rows, align }) => htmlTable(head, rows, align));
  return section(title, [...lines.map(noteHtml), ...written].join('\n'));
}

/** A remark. */
export function noteHtml(text: string): string {
  return `<p class="dim">${escapeHtml(text)}</p>`;
}
