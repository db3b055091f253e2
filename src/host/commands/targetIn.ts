import * as vscode from 'vscode';
import { isRecord } from '../../domain/isRecord';
import type { Target } from '../target';
import type { Targets } from '../targets';

/**
 * The target that a command's argument names by `target`, a name of the settings; without one, the current target.
 * Throws for a name that no target has: another one's numbers would be taken for its.
 */
export function targetIn(targets: Targets, argument: unknown): Target {
  const wanted = isRecord(argument) ? argument['target'] : undefined;
  if (typeof wanted !== 'string') return targets.current;
  const found = targets.find(wanted);
  if (found) return found;
  const names = targets.list.map(({ name }) => name).join(', ');
  throw new Error(
    vscode.l10n.t('No server has the name {0}. The settings name {1}.', wanted, names),
  );
}
