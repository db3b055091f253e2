import * as vscode from 'vscode';
import { askAuthorization } from '../askAuthorization';
import { inform } from '../surfaces/notifications';
import { pickSeveral } from '../surfaces/questions';
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
  const areKept = kept.some((value) => value !== undefined);
  const answer = await askAuthorization(title, areKept);
  if (!answer) return;
  const { authorization } = answer;
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
