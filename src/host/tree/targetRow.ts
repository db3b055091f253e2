import type { commandIds } from '../../ids';
import { plainLabel } from '../surfaces/plainText';
import type { RowText } from '../surfaces/treeItem';

/** A command that can help where something is wrong. */
export type Help = keyof Pick<
  typeof commandIds,
  'copyServeCommand' | 'connectToServer' | 'backfillFromPrometheus' | 'showLog'
>;

/** A row of Targets, with what it holds and what helps where something is wrong. */
export interface TargetRow {
  /** Among all rows. */
  readonly id: string;
  readonly text: RowText;
  /** Names of a product icon and of a colour of the theme; null for none. */
  readonly icon: { readonly name: string; readonly color: string | null } | null;
  readonly children: readonly TargetRow[];
  /** Whether the children are shown before anyone asks. */
  readonly open: boolean;
  readonly help: readonly Help[];
  /** The key of a setting that a click on it opens; absent for any other row. */
  readonly setting?: string;
  /** Of an imported file; absent for any other row. */
  readonly path?: string;
  /** Of a target of a team's store, its id there; null: of all together; absent for any other row. */
  readonly teamTarget?: string | null;
  /** The id of one of several targets, for its row and those below it: commands take it from there. */
  readonly target?: string;
  /** A click on it switches to its target. */
  readonly switches?: boolean;
  /** What the menus of package.json look for; `help` when left out. */
  readonly contextValue?: string;
}

/** A sentence below the row that it is about. */
export function sentenceRow(id: string, sentence: string, help: readonly Help[]): TargetRow {
  return {
    id,
    text: {
      label: plainLabel(sentence),
      description: '',
      tooltip: [{ text: sentence }],
      spoken: plainLabel(sentence),
    },
    icon: null,
    children: [],
    open: false,
    help,
  };
}

/** How one value reads: what it is, the value, and a sentence on it. */
export function valueRow(id: string, label: string, value: string, sentence: string): TargetRow {
  return {
    id,
    text: {
      label,
      description: value,
      tooltip: [{ text: sentence }],
      spoken: `${label}, ${value}`,
    },
    icon: null,
    children: [],
    open: false,
    help: [],
  };
}
