import type { Compare } from '../../src/domain/range';
import type { DashboardCharts } from '../../src/protocol/dashboardData';
import type { ImportedFile } from '../../src/protocol/importedFile';
import { PeriodForm } from '../controls/periodForm';
import { Popover } from '../controls/popover';
import { Dropdown } from '../controls/toolkit';
import { element } from '../elements/dom';
import { t } from '../localize';
import { compareChoices } from '../text/compareChoices';
import type { TimeFormat } from '../../src/domain/timeFormat';

/** What the choices are made from. */
export interface Comparables {
  readonly compare: Compare;
  /** What is shown; null while there is nothing. */
  readonly data: DashboardCharts | null;
  readonly files: readonly ImportedFile[];
  readonly times: TimeFormat;
}

/** What is compared with: the time before, a mark, a file, or a window of which the reader says when it begins. */
export class CompareChooser {
  readonly root: HTMLElement;
  readonly #onChoose: (compare: Compare) => void;
  readonly #dropdown: Dropdown;
  readonly #form: PeriodForm;
  readonly #popover: Popover;
  #choices: ReadonlyMap<string, Compare | null> = new Map();
  #comparables: Comparables | undefined;

  constructor(onChoose: (compare: Compare) => void) {
    this.#onChoose = onChoose;
    this.#dropdown = new Dropdown(t('Compare'), (value) => {
      this.#choose(value);
    });
    this.#form = new PeriodForm([t('Earlier window begins')], t('Compare'), (chosen) =>
      this.#chooseWindow(chosen),
    );
    const opener = this.#dropdown.root;
    this.#popover = new Popover(opener, t('Earlier window'), 'dialog', this.#form.root);
    this.root = element('span', { class: 'popover-anchor' }, opener, this.#popover.root);
  }

  update(comparables: Comparables): void {
    this.#comparables = comparables;
    const { compare, data, files, times } = comparables;
    const now = data?.query.to ?? Date.now() / 1000;
    const { choices, value } = compareChoices(
      compare,
      { marks: data?.marks ?? [], sessions: data?.sessions ?? [], files },
      times,
      now,
    );
    this.#choices = new Map(choices.map((choice) => [choice.value, choice.compare]));
    this.#dropdown.update(choices, value);
  }

  #choose(value: string): void {
    const compare = this.#choices.get(value);
    if (compare) {
      this.#onChoose(compare);
      return;
    }
    const query = this.#comparables?.data?.query;
    // Until a window is chosen, what was compared with before still is.
    if (this.#comparables) this.update(this.#comparables);
    this.#form.fill([query ? query.from - (query.to - query.from) : Date.now() / 1000]);
    this.#popover.open();
  }

  #chooseWindow([from = 0]: readonly number[]): string | null {
    if (from >= (this.#comparables?.data?.query.from ?? Infinity)) {
      return t('The earlier window must begin before the range shown.');
    }
    this.#popover.close();
    this.#onChoose({ kind: 'earlier', from });
    return null;
  }
}
