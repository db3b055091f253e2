import { timeFormat } from '../../domain/timeFormat';
import type { ImportedFile } from '../../protocol/importedFile';
import type { Localize } from '../../sentences/localize';
import { plainLabel } from '../surfaces/plainText';
import type { TargetRow } from './targetRow';

/** contextValues of such a row: package.json offers there to open and to remove it. */
const importedItem = 'importedFile';
const sampleItem = 'sampleData';

/** A database file that is only read, in Targets. `now` in unix milliseconds. */
export function importedRow(
  { path, name, isSample, from, to }: ImportedFile,
  now: number,
  locale: string,
  t: Localize,
): TargetRow {
  const label = plainLabel(name);
  const span = [from, to].map((at) => timeFormat(locale).moment(at, now / 1000)).join(' – ');
  const description = isSample ? t('sample · {0}', span) : t('imported file · {0}', span);
  return {
    id: `imported ${path}`,
    path,
    contextValue: isSample ? sampleItem : importedItem,
    text: {
      label,
      description,
      tooltip: [
        { title: label },
        ...(isSample ? [] : [{ text: path }]),
        {
          text: isSample
            ? t(
                'Twenty minutes of recorded traffic of a demo shop. Nothing is collected into it. Remove it at any time.',
              )
            : t(
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
