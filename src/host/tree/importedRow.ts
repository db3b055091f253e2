import { timeFormat } from '../../domain/timeFormat';
import type { ImportedFile } from '../../protocol/importedFile';
import type { Localize } from '../../sentences/localize';
import { plainLabel } from '../surfaces/plainText';
import type { TargetRow } from './targetRow';

/** contextValue of such a row: package.json offers there to open and to remove it. */
export const importedItem = 'importedFile';

/** A database file that is only read, in Targets. `now` in unix milliseconds. */
export function importedRow(
  { path, name, from, to }: ImportedFile,
  now: number,
  locale: string,
  t: Localize,
): TargetRow {
  const label = plainLabel(name);
  const span = [from, to].map((at) => timeFormat(locale).moment(at, now / 1000)).join(' – ');
  const description = t('imported file · {0}', span);
  return {
    id: `imported ${path}`,
    path,
    text: {
      label,
      description,
      tooltip: [
        { title: label },
        { text: path },
        {
          text: t(
            'An imported file. It is only read, never collected into. The dashboard can compare with it.',
          ),
        },
      ],
      spoken: `${label}, ${description}`,
    },
    icon: { name: 'database', color: null },
    children: [],
    open: false,
    help: [],
  };
}
