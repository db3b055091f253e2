import { joined } from '../../src/domain/numberFormat';
import { matchesWords } from '../../src/domain/search';
import { statusPhrase } from '../../src/domain/statusText';
import { codelessErrorsText } from '../../src/protocol/errorTotalsText';
import { countOfAll, noteText, untilText } from '../dashboardView';
import type { DashboardView } from '../dashboardView';
import { inlineBar, statusClassName, statusMark, withBar } from '../elements/marks';
import { t } from '../localize';
import { filterActions } from '../tables/filterActions';
import { percentOf } from './chartRows';
import type { PanelKind } from './panelKind';
import { TablePanel } from './tablePanel';

interface CodeRow {
  readonly code: number;
  readonly requests: number;
  /** Of all responses. */
  readonly share: number;
}

/** Responses by status code. */
export const statusCodesTable: PanelKind = ({ actions }) =>
  new TablePanel<CodeRow, DashboardView>(
    {
      name: 'status-codes',
      title: t('Status codes'),
      className: 'status-codes',
      viewOf: (view) => view,
      rows: foundRows,
      note: (view) =>
        noteText(codesText(view), codelessErrorsText(view.data, view.numbers, t), untilText(view)),
      emptyReason: ({ data, search }) =>
        search !== '' && data.statusCodes.length > 0
          ? t('No status code matches the search.')
          : t('No responses in this range.'),
      // As many as fit beside the others of its line.
      short: { length: 8, what: t('codes') },
      columns: [
        {
          key: 'code',
          title: t('Code'),
          className: 'status',
          draw: (cell, { code }) => {
            cell.append(statusMark(code.toString(), code));
          },
        },
        {
          key: 'phrase',
          title: t('Meaning'),
          className: 'phrase',
          draw: (cell, { code }) => {
            cell.append(statusPhrase(code), filterActions({ kind: 'status', code }, actions));
            cell.title = statusPhrase(code);
          },
        },
        {
          key: 'count',
          title: t('Count'),
          ofFailed: { title: t('Failed') },
          className: 'number count',
          draw: (cell, { code, requests, share }, { numbers }) => {
            const fill = inlineBar(share, `fill-${statusClassName(code)}`);
            cell.append(withBar(numbers.count(requests), fill));
          },
        },
        {
          key: 'share',
          title: t('Share'),
          className: 'number share',
          draw: (cell, { share }, { numbers }) => {
            cell.textContent = joined(numbers.percent(share));
          },
        },
      ],
      csv: (view, rows) => [
        ['Code', 'Meaning', view.data.counted === 'failed' ? 'Failed' : 'Count', 'Share, %'],
        ...rows.map(({ code, requests }) => [
          code,
          statusPhrase(code),
          requests,
          percentOf(requests, allOf(codeRows(view))),
        ]),
      ],
    },
    actions,
  );

/** `2 of 7 codes` where conditions leave some of all. */
function codesText({ data: { unfiltered, statusCodes }, numbers }: DashboardView): string | null {
  return unfiltered
    ? t('{0} codes', countOfAll(statusCodes.length, unfiltered.statusCodes, numbers))
    : null;
}

function foundRows(view: DashboardView): readonly CodeRow[] {
  return codeRows(view).filter(({ code }) => matchesWords(view.search, [code, statusPhrase(code)]));
}

function codeRows({ data: { statusCodes } }: DashboardView): readonly CodeRow[] {
  const total = allOf(statusCodes);
  return statusCodes
    .map((row) => ({ ...row, share: row.requests / Math.max(1, total) }))
    .sort((a, b) => a.code - b.code);
}

function allOf(rows: readonly { readonly requests: number }[]): number {
  return rows.reduce((sum, { requests }) => sum + requests, 0);
}
