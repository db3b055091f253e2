import type { DashboardView } from '../dashboardView';
import { noteText, untilText } from '../dashboardView';
import { joined } from '../format';
import { statusPhrase } from '../statusText';
import { DataTable } from './dataTable';
import { element } from './dom';
import { statusClassName } from './marks';
import { MoreRows } from './moreRows';
import { Panel } from './panel';

interface CodeRow {
  readonly code: number;
  readonly count: string;
  readonly share: string;
}

/** Rows that fit beside a chart; the rest opens on demand. */
const shortList = 7;

/** Responses by status code. */
export class StatusCodesTable {
  readonly panel = new Panel('status-codes', 'Status codes');
  readonly #more = new MoreRows('codes', shortList, () => {
    if (this.#view) this.update(this.#view);
  });
  #view: DashboardView | undefined;
  readonly #table = new DataTable<CodeRow>({
    caption: 'Status codes',
    className: 'status-codes',
    columns: [
      {
        key: 'code',
        title: 'Code',
        className: 'status',
        draw: (cell, row) => {
          const className = `status-code ${statusClassName(row.code)}`;
          cell.append(element('span', { class: className }, row.code.toString()));
        },
      },
      {
        key: 'phrase',
        title: 'Meaning',
        className: 'phrase',
        draw: (cell, row) => {
          cell.textContent = statusPhrase(row.code);
          cell.title = cell.textContent;
        },
      },
      {
        key: 'count',
        title: 'Count',
        className: 'number count',
        draw: (cell, row) => {
          cell.textContent = row.count;
        },
      },
      {
        key: 'share',
        title: 'Share',
        className: 'number share',
        draw: (cell, row) => {
          cell.textContent = row.share;
        },
      },
    ],
  });

  constructor() {
    this.panel.content.append(this.#table.root, this.#more.root);
  }

  update(view: DashboardView): void {
    this.#view = view;
    const { numbers } = view;
    const codes = [...view.data.statusCodes].sort((a, b) => a.code - b.code);
    const total = codes.reduce((sum, { requests }) => sum + requests, 0);
    this.panel.note(noteText(untilText(view)));
    this.panel.empty(codes.length > 0 ? null : 'No responses in this range.');
    const rows = codes.map(({ code, requests }) => ({
      code,
      count: numbers.count(requests),
      share: joined(numbers.percent(requests / Math.max(1, total))),
    }));
    this.#table.show(this.#more.slice(rows));
  }
}
