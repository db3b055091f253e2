import { noteText, untilText } from '../dashboardView';
import type { DashboardView, PanelActions } from '../dashboardView';
import { joined } from '../../src/domain/numberFormat';
import { t } from '../localize';
import { statusPhrase } from '../../src/domain/statusText';
import { DataTable } from '../tables/dataTable';
import { element } from '../elements/dom';
import { exportButton } from '../controls/exportButton';
import { inlineBar, statusClassName, withBar } from '../elements/marks';
import { MoreRows } from '../tables/moreRows';
import { Panel } from './panel';

interface CodeRow {
  readonly code: number;
  readonly count: string;
  readonly share: number;
  readonly shareText: string;
}

/** Rows that fit beside the others of its line; the rest opens on demand. */
const shortList = 8;

/** Responses by status code. */
export class StatusCodesTable {
  readonly panel = new Panel('status-codes', t('Status codes'));
  readonly #more = new MoreRows(t('codes'), shortList, () => {
    if (this.#view) this.update(this.#view);
  });
  #view: DashboardView | undefined;
  readonly #table = new DataTable<CodeRow>({
    caption: t('Status codes'),
    className: 'status-codes',
    columns: [
      {
        key: 'code',
        title: t('Code'),
        className: 'status',
        draw: (cell, row) => {
          const className = `status-code ${statusClassName(row.code)}`;
          cell.append(element('span', { class: className }, row.code.toString()));
        },
      },
      {
        key: 'phrase',
        title: t('Meaning'),
        className: 'phrase',
        draw: (cell, row) => {
          cell.textContent = statusPhrase(row.code);
          cell.title = cell.textContent;
        },
      },
      {
        key: 'count',
        title: t('Count'),
        className: 'number count',
        draw: (cell, row) => {
          const fill = inlineBar(row.share, `fill-${statusClassName(row.code)}`);
          cell.append(withBar(row.count, fill));
        },
      },
      {
        key: 'share',
        title: t('Share'),
        className: 'number share',
        draw: (cell, row) => {
          cell.textContent = row.shareText;
        },
      },
    ],
  });

  constructor(actions: PanelActions) {
    const csv = (): (string | number)[][] => [
      ['Code', 'Meaning', 'Count'],
      ...(this.#view?.data.statusCodes ?? []).map(({ code, requests }) => [
        code,
        statusPhrase(code),
        requests,
      ]),
    ];
    this.panel.actions.append(exportButton('status-codes', t('Status codes'), { csv }, actions));
    this.panel.content.append(this.#table.root, this.#more.root);
  }

  update(view: DashboardView): void {
    this.#view = view;
    const { numbers } = view;
    const codes = [...view.data.statusCodes].sort((a, b) => a.code - b.code);
    const total = codes.reduce((sum, { requests }) => sum + requests, 0);
    this.panel.note(noteText(untilText(view)));
    this.panel.empty(codes.length > 0 ? null : t('No responses in this range.'));
    const rows = codes.map(({ code, requests }) => {
      const share = requests / Math.max(1, total);
      return {
        code,
        count: numbers.count(requests),
        share,
        shareText: joined(numbers.percent(share)),
      };
    });
    this.#table.show(this.#more.slice(rows, view.numbers));
  }
}
