import type { ConditionValue } from '../../src/domain/condition';
import { valueText } from '../../src/domain/conditionText';
import { TabStop } from '../controls/tabStop';
import type { PanelActions } from '../dashboardView';
import { element } from '../elements/dom';
import { icon } from '../elements/icons';
import type { IconName } from '../elements/icons';
import { t } from '../localize';

/** The one stop of Tab at a table's filter buttons. */
export function filterStop(table: HTMLTableElement): TabStop {
  return new TabStop(table, '.by-keyboard button');
}

/**
 * Small buttons of a row that show only what it is about, or all but that; those of a table are one stop of Tab.
 * @param reach where the keyboard finds the same in what a row opens, they are for the pointer
 */
export function filterActions(
  value: ConditionValue,
  { locale, filterBy }: Pick<PanelActions, 'locale' | 'filterBy'>,
  reach: 'keyboard' | 'pointer' = 'keyboard',
): HTMLElement {
  const text = valueText(value, locale, t);
  return element(
    'span',
    { class: `row-actions filter-actions by-${reach}` },
    action('filter', t('Show only {0}', text), () => {
      filterBy({ ...value, isExcluded: false });
    }),
    action('exclude', t('Exclude {0}', text), () => {
      filterBy({ ...value, isExcluded: true });
    }),
  );
}

function action(name: IconName, label: string, run: () => void): HTMLElement {
  const button = element(
    'button',
    { type: 'button', class: 'row-action', tabindex: '-1', 'aria-label': label, title: label },
    icon(name),
  );
  button.addEventListener('click', (event) => {
    event.stopPropagation();
    run();
  });
  return button;
}
