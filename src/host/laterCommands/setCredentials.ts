import * as vscode from 'vscode';
import { authorizationOf, credentialsFault } from '../../collector/authorization';
import type { Credentials } from '../../collector/authorization';
import { inform } from '../surfaces/notifications';
import { askText, pick, pickSeveral } from '../surfaces/questions';
import type { StoredCredentials } from '../storedCredentials';
import type { Target } from '../target';

/** An address of a target, and what it is for. */
interface Place {
  readonly origin: string;
  readonly label: string;
  readonly description: string;
}

/** Asks for a token or a password for addresses of a target, and has the editor keep it, or forgets what it kept. */
export async function setCredentials(
  target: Target,
  credentials: StoredCredentials,
): Promise<void> {
  const { t } = vscode.l10n;
  const title = t('Credentials of {0}', target.name);
  const places = await chosenPlaces(target, credentials, title);
  if (!places || places.length === 0) return;
  const kept = await Promise.all(places.map(({ origin }) => credentials.of(origin)));
  const kind = await chosenKind(
    title,
    kept.some((value) => value !== undefined),
  );
  if (!kind) return;
  const given = kind === 'none' ? undefined : await askCredentials(kind, title);
  if (kind !== 'none' && !given) return;
  const authorization = given && authorizationOf(given);
  for (const { origin } of places) await credentials.set(origin, authorization);
  const names = places.map(({ label }) => label).join(', ');
  inform(
    authorization === undefined
      ? t('No credentials are sent to {0} any more.', names)
      : t('The editor keeps the credentials. They are sent to {0} and to no other address.', names),
  );
  await target.scrapeNow();
}

/** Each origin once, with all that is there. */
function placesOf({ settings }: Target): readonly Place[] {
  const { t } = vscode.l10n;
  const named = [
    [settings.metricsUrl, t('Metrics')],
    [settings.adminUrl, t('Admin API')],
    [settings.recorderUrl, t('Mocks and recorder')],
  ] as const;
  const uses = new Map<string, string[]>();
  for (const [url, use] of named) {
    if (url === '') continue;
    const { origin } = new URL(url);
    uses.set(origin, [...(uses.get(origin) ?? []), use]);
  }
  return [...uses].map(([origin, names]) => ({
    origin,
    label: origin,
    description: names.join(', '),
  }));
}

async function chosenPlaces(
  target: Target,
  credentials: StoredCredentials,
  title: string,
): Promise<readonly Place[] | undefined> {
  const { t } = vscode.l10n;
  const places = placesOf(target);
  if (places.length === 1) return places;
  const rows = await Promise.all(
    places.map(async (place) => ({
      ...place,
      picked: true,
      ...((await credentials.of(place.origin)) !== undefined && { detail: t('Has credentials') }),
    })),
  );
  return pickSeveral(rows, { title, placeHolder: t('Addresses that ask for them') });
}

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
