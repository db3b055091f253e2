import * as vscode from 'vscode';
import { settingKeys } from '../../ids';
import { errorText } from '../../sentences/failureTexts';
import { parseConnectionString, withoutPassword } from '../../store/postgres/connectionString';
import { storeFaultOf } from '../../store/storeError';
import type { StoreLocation } from '../../store/storeLocation';
import { askPlace } from '../connect/settingsPlace';
import { inform, warn } from '../surfaces/notifications';
import { withCancellableProgress } from '../surfaces/progress';
import { askText } from '../surfaces/questions';
import { typedAddressFault } from '../teamAddressFault';
import { teamTarget } from '../teamTarget';
import type { LaterContext } from './laterContext';

/** An address without a password, and the password; empty: the client's own means. */
interface Access {
  readonly address: string;
  readonly password: string;
}

/**
 * Asks for the address of a team's store and for the password, tries them, and has traffic kept there from now on. What is
 * wrong is told, and can be corrected.
 */
export async function connectToTeamStore(context: LaterContext, typed?: string): Promise<void> {
  const { teamStore } = context.config.current;
  const given = await askTeamAddress(typed ?? (teamStore || 'postgres://'));
  if (given === undefined) return;
  const address = withoutPassword(given);
  const written = parseConnectionString(given).password;
  if (written === undefined) await askPassword(context, address);
  else await tryAccess(context, { address, password: written });
}

/** Keeps traffic in files again. What the team's store has stays there. */
export async function disconnectFromTeamStore({ config }: LaterContext): Promise<void> {
  const { t } = vscode.l10n;
  const name = config.current.teamStore;
  if (name === '') {
    inform(t('No team store is connected.'));
    return;
  }
  const key = settingKeys.teamStore;
  const { Workspace, Global } = vscode.ConfigurationTarget;
  const said = vscode.workspace.getConfiguration().inspect<string>(key);
  const isOfWorkspace = said?.workspaceValue !== undefined;
  // Whoever connected all workspaces stays so in the others.
  const value = isOfWorkspace && said.globalValue ? '' : undefined;
  await config.write([[key, value]], isOfWorkspace ? Workspace : Global);
  inform(t('Traffic is kept in files again. Nothing was deleted: {0} keeps what it has.', name));
}

function askTeamAddress(value: string): Promise<string | undefined> {
  const { t } = vscode.l10n;
  return askText({
    title: t('Connect to Team Store (1/2): Address'),
    prompt: t('PostgreSQL, as postgres://USER@HOST/DATABASE?workspace=TEAM'),
    ...{ value, ignoreFocusOut: true },
    complaint: (text) => typedAddressFault(text.trim(), t),
  }).then((text) => text?.trim());
}

/** @param isRefused the one that the editor keeps, if it keeps one, is wrong */
async function askPassword(
  context: LaterContext,
  address: string,
  isRefused = false,
): Promise<void> {
  const { t } = vscode.l10n;
  const { user = t('this user') } = parseConnectionString(address);
  const kept = isRefused ? undefined : await context.passwords.of(address);
  const typed = await askText({
    title: t('Connect to Team Store (2/2): Password'),
    prompt:
      kept === undefined
        ? t('The password of {0}. Leave it empty if PGPASSWORD or ~/.pgpass has it.', user)
        : t('The password of {0}. Leave it empty to use the one that the editor keeps.', user),
    ...{ value: '', isSecret: true, ignoreFocusOut: true },
    complaint: () => null,
  });
  if (typed !== undefined) await tryAccess(context, { address, password: typed || (kept ?? '') });
}

async function tryAccess(context: LaterContext, access: Access): Promise<void> {
  const { t } = vscode.l10n;
  const { target, storage } = context;
  const { address, password } = access;
  const place = storage.teamPlace(address, teamTarget(target.settings), password);
  const stop = new AbortController();
  try {
    await withCancellableProgress(t('Connecting to {0}', address), stop, () =>
      opened(place, stop.signal),
    );
  } catch (error) {
    const isPassword = ['password_wrong', 'password_missing'].includes(
      storeFaultOf(error)?.kind ?? '',
    );
    warn(
      errorText(error, t),
      ...(isPassword
        ? [{ title: t('Enter Password...'), run: () => askPassword(context, address, true) }]
        : []),
      { title: t('Correct Address...'), run: () => connectToTeamStore(context, address) },
    );
    return;
  }
  if (!stop.signal.aborted) await keep(context, access);
}

/** Opens a store as collecting does, and closes it. Whoever gives up does not wait for that. */
async function opened(place: StoreLocation, signal: AbortSignal): Promise<void> {
  const opening = place.open(1).then((store) => store.close());
  const stopped = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
  await Promise.race([opening, stopped]);
}

async function keep({ config, passwords }: LaterContext, access: Access): Promise<void> {
  const { t } = vscode.l10n;
  const { address, password } = access;
  const key = settingKeys.teamStore;
  const place = await askPlace(key);
  if (place === undefined) return;
  await passwords.set(address, password);
  await config.write([[key, address]], place);
  inform(t('Traffic is kept in the team store {0} from now on. Files stay as they are.', address));
}
