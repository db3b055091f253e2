import { lineAndColumn } from '../../src/domain/textPlace';
import type { TextPlace } from '../../src/domain/textPlace';
import { numberFormat } from '../../src/domain/numberFormat';
import { timeFormat } from '../../src/domain/timeFormat';
import type {
  QueryFailure,
  QueryOutcome,
  QueryRows,
  QueryView,
} from '../../src/protocol/webviewMessages';
import { noteText } from '../dashboardView';
import { element, setShown, setText } from '../elements/dom';
import type { Host } from '../host';
import { t } from '../localize';
import { ResultRows } from './resultRows';

/** What a query came to, and above it that the next one runs. */
export class QueryPage {
  readonly root: HTMLElement;
  readonly #host: Pick<Host, 'calls'>;
  readonly #locale: string;
  readonly #running = element('p', { class: 'state-line running', role: 'status' });
  readonly #content = element('div', { class: 'result-content' });

  constructor(host: Pick<Host, 'calls'>, locale: string) {
    this.#host = host;
    this.#locale = locale;
    this.root = element('main', { class: 'result' }, this.#running, this.#content);
  }

  show({ outcome, running }: QueryView): void {
    setShown(this.#running, running !== null);
    setText(this.#running, running === null ? '' : t('Running: {0}', running));
    if (!outcome) return;
    this.root.setAttribute('aria-label', outcome.title);
    this.#content.replaceChildren(
      ...('rows' in outcome
        ? this.#foundParts(outcome, outcome.rows)
        : failureParts(outcome, outcome.failure)),
    );
    const mark = this.#content.querySelector('mark');
    mark?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  #foundParts({ title, server, sql }: QueryOutcome, rows: QueryRows): Node[] {
    const { table, emptyReason } = rows;
    const numbers = numberFormat(this.#locale);
    const count = numbers.count(table.rowCount);
    const shown =
      table.rowCount > 0
        ? new ResultRows(title, rows, { numbers, times: timeFormat(this.#locale) }, this.#host)
        : null;
    const cut = t(
      'Only the first {0} rows are shown, copied and saved. Raise mockforgeAnalytics.maxQueryResults to see more.',
      count,
    );
    return [
      head(
        title,
        noteText(server, table.rowCount === 1 ? t('1 row') : t('{0} rows', count)),
        shown?.actions ?? null,
      ),
      ...(table.cut ? [element('p', { class: 'state-line warning-line' }, cut)] : []),
      statement(sql, null),
      shown?.root ?? element('p', { class: 'panel-empty' }, emptyReason ?? t('No rows.')),
    ];
  }
}

function head(title: string, note: string, actions: HTMLElement | null): HTMLElement {
  return element(
    'header',
    { class: 'result-header' },
    element('h1', {}, title),
    element('span', { class: 'panel-note' }, note),
    actions,
  );
}

function failureParts(
  { title, server, sql }: QueryOutcome,
  { reason, place }: QueryFailure,
): Node[] {
  const { line, column } = lineAndColumn(sql, place ?? { from: 0, to: 0 });
  const where = place ? ` ${t('Line {0}, column {1}.', String(line), String(column))}` : '';
  return [
    head(title, noteText(server, t('failed')), null),
    element('p', { class: 'state-line failure-line', role: 'alert' }, reason + where),
    statement(sql, place),
  ];
}

/** The SQL; open where a place in it is marked. */
function statement(sql: string, place: TextPlace | null): HTMLElement {
  const parts = place
    ? [sql.slice(0, place.from), marked(sql.slice(place.from, place.to)), sql.slice(place.to)]
    : [sql];
  return element(
    'details',
    { class: 'sql', ...(place && { open: '' }) },
    element('summary', {}, 'SQL'),
    element('pre', { tabindex: '0' }, element('code', {}, ...parts)),
  );
}

/** What is missing is marked, too. */
function marked(text: string): HTMLElement {
  return element('mark', {}, text === '' ? ' ' : text);
}
