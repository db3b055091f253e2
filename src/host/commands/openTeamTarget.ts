import * as vscode from 'vscode';
import { isRecord } from '../../domain/isRecord';
import type { ImportedDashboards } from '../dashboard/importedDashboards';
import { inform } from '../surfaces/notifications';
import { pick } from '../surfaces/questions';
import { teamTargetName, type TeamTargets } from '../teamTargets';

/**
 * Shows the dashboard of a target of the team's store, or of all together: the one that the argument names as
 * `{ teamTarget }`, null for all, as rows of Targets do; any other is asked for.
 */
export async function openTeamTarget(
  team: TeamTargets,
  dashboards: ImportedDashboards,
  argument: unknown,
): Promise<void> {
  if (team.address === '') {
    inform(vscode.l10n.t('No team store is connected.'));
    return;
  }
  const target = await chosenTarget(team, argument);
  if (target !== undefined) dashboards.open(await team.shown(target));
}

async function chosenTarget(
  team: TeamTargets,
  argument: unknown,
): Promise<string | null | undefined> {
  const named = isRecord(argument) ? argument['teamTarget'] : undefined;
  if (named === null || typeof named === 'string') return named;
  await team.renew();
  const rows = [null, ...team.list.map(({ id }) => id)].map((target) => ({
    target,
    label: teamTargetName(target),
  }));
  return (await pick(rows, { title: vscode.l10n.t('Choose a Target of the Team Store') }))?.target;
}
