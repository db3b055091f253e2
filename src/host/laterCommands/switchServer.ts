import * as vscode from 'vscode';
import { settingKeys } from '../../ids';
import { isRecord } from '../../domain/isRecord';
import { inform } from '../surfaces/notifications';
import { pick } from '../surfaces/questions';
import type { Target } from '../target';
import type { Targets } from '../targets';
import { phaseText } from '../tree/currentTarget';
import type { LaterContext } from './laterContext';

/** Makes a target the current one: the one that the argument names, else the one that is picked. */
export async function switchServer(
  { targets, target }: Pick<LaterContext, 'targets' | 'target'>,
  argument: unknown,
): Promise<void> {
  const isNamed = isRecord(argument) && argument['target'] !== undefined;
  const chosen = isNamed ? target : await askTarget(targets);
  if (chosen) await targets.makeCurrent(chosen);
}

async function askTarget({ list, current, areSeveral }: Targets): Promise<Target | undefined> {
  const { t } = vscode.l10n;
  if (!areSeveral) {
    inform(t('Only one server is set up. Name several in {0}.', settingKeys.targets), {
      title: t('Open Settings'),
      run: () =>
        vscode.commands.executeCommand('workbench.action.openSettings', settingKeys.targets),
    });
    return undefined;
  }
  const rows = list.map((target) => ({
    target,
    label: target.name,
    description: [target === current ? t('current') : null, phaseText(target.status, t)]
      .filter((part) => part !== null)
      .join(' · '),
    detail: target.status.metricsUrl,
  }));
  const title = t('Switch Server');
  const placeHolder = t('What the status bar, the views and new dashboards show');
  return (await pick(rows, { title, placeHolder }))?.target;
}
