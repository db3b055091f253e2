import { settingKeys } from '../../ids';
import type { Localize } from '../../sentences/localize';
import type { LeftOutEntry } from '../settings';
import { plainLabel } from '../surfaces/plainText';
import { sentenceRow, type TargetRow } from './targetRow';

/** An entry of the list of targets that cannot be used, in its place on the board, with the reason below it. */
export function leftOutRow({ entry, what }: LeftOutEntry, t: Localize): TargetRow {
  const id = `left out ${entry}`;
  const label = plainLabel(t('Entry {0}', entry));
  return {
    id,
    setting: settingKeys.targets,
    text: {
      label,
      description: t('left out'),
      tooltip: [{ title: label, beside: t('left out') }, { text: what }],
      spoken: `${label}, ${t('left out')}. ${what}`,
    },
    icon: { name: 'warning', color: 'charts.yellow' },
    // Another id for each reason: the editor shows the sentences of a row that it has not seen without any.
    children: [sentenceRow(`${id} ${what}`, what, [])],
    open: true,
    help: [],
  };
}
