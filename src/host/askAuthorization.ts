import * as vscode from 'vscode';
import { authorizationOf, credentialsFault } from '../collector/authorization';
import type { Credentials } from '../collector/authorization';
import { askText, pick } from './surfaces/questions';

/**
 * Asks for a token, or for a user and a password.
 * @param areKept whether there are some, which can be removed
 * @returns the value of the header Authorization, undefined in it for none; undefined if the user gives up
 */
export async function askAuthorization(
  title: string,
  areKept: boolean,
): Promise<{ readonly authorization: string | undefined } | undefined> {
  const kind = await chosenKind(title, areKept);
  if (!kind) return undefined;
  if (kind === 'none') return { authorization: undefined };
  const given = await askCredentials(kind, title);
  return given && { authorization: authorizationOf(given) };
}

/** Undefined if the user gives up. */
async function chosenKind(
  title: string,
  areKept: boolean,
): Promise<Credentials['kind'] | 'none' | undefined> {
  const { t } = vscode.l10n;
  const kinds = [
    {
      kind: 'token' as const,
      label: t('Token'),
      description: t('sent as Authorization: Bearer'),
    },
    {
      kind: 'password' as const,
      label: t('User and Password'),
      description: t('sent as Authorization: Basic'),
    },
    ...(areKept
      ? [{ kind: 'none' as const, label: t('Remove'), description: t('send none') }]
      : []),
  ];
  return (await pick(kinds, { title }))?.kind;
}

async function askCredentials(
  kind: Credentials['kind'],
  title: string,
): Promise<Credentials | undefined> {
  const { t } = vscode.l10n;
  if (kind === 'token') {
    const token = await askText({
      ...{ title, prompt: t('Token'), value: '', isSecret: true, ignoreFocusOut: true },
      complaint: (text) => complaintAbout({ kind, token: text }),
    });
    return token === undefined ? undefined : { kind, token };
  }
  const user = await askText({
    ...{ title, prompt: t('User'), value: '', ignoreFocusOut: true },
    complaint: (text) => complaintAbout({ kind, user: text, password: '' }),
  });
  if (user === undefined) return undefined;
  const password = await askText({
    ...{ title, prompt: t('Password of {0}', user), value: '' },
    ...{ isSecret: true, ignoreFocusOut: true },
    complaint: () => null,
  });
  return password === undefined ? undefined : { kind, user, password };
}

function complaintAbout(credentials: Credentials): string | null {
  const { t } = vscode.l10n;
  switch (credentialsFault(credentials)) {
    case undefined:
      return null;
    case 'empty':
      return t('Type what the server asks for.');
    case 'colon_in_user':
      return t('A user name cannot hold a colon.');
    case 'not_for_headers':
      return t('A token can hold letters, digits and punctuation of ASCII only.');
  }
}
