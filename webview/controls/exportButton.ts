import { byteOrderMark, csvText } from '../../src/domain/csv';
import type { PanelActions } from '../dashboardView';
import { t } from '../localize';
import { element } from '../elements/dom';
import { menu } from './popover';
import { iconButton } from './toolkit';

/** Rows of a table in a file: text or numbers. */
export type Rows = readonly (readonly (string | number | null)[])[];

/** What a panel can be kept as. */
interface Exports {
  /** Rows, the first of which names the columns; a promise where they are not all here. */
  readonly csv: () => Rows | Promise<Rows>;
  /** A PNG as a data URL; null where there is no drawing. */
  readonly png?: () => string | null;
}

/** The button that keeps a panel's numbers, or its picture, as a file. */
export function exportButton(
  name: string,
  title: string,
  { csv, png }: Exports,
  { save, fail }: Pick<PanelActions, 'save' | 'fail'>,
): HTMLElement {
  const saveRows = async (): Promise<void> => {
    // The mark at the beginning makes spreadsheets read it as UTF-8.
    const content = byteOrderMark + csvText(await csv());
    save({ name: `${name}.csv`, encoding: 'utf8', content });
  };
  const saveCsv = (): void => {
    saveRows().catch(fail);
  };
  if (!png) return iconButton('export', t('Export {0} as CSV', title), saveCsv);
  const button = iconButton('export', t('Export {0}', title), () => {
    popover.toggle();
  });
  const popover = menu(button, t('Export {0}', title), [
    {
      text: t('Save as PNG'),
      run: () => {
        const content = png()?.split(',')[1];
        if (content !== undefined) save({ name: `${name}.png`, encoding: 'base64', content });
      },
    },
    { text: t('Save as CSV'), run: saveCsv },
  ]);
  return element('span', { class: 'popover-anchor' }, button, popover.root);
}
