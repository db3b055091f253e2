import * as vscode from 'vscode';
import type { Session } from '../../domain/session';
import { sessionName } from '../../domain/session';
import { endOfSecond, toSeconds } from '../../domain/time';
import { timeFormat } from '../../domain/timeFormat';
import type { TrafficStore } from '../../store/trafficStore';
import { storeOrNotice } from '../commands/storeOrNotice';
import { inform } from '../surfaces/notifications';
import { askText, pick } from '../surfaces/questions';
import type { Target } from '../target';

/** Asks for a name, under which a session begins now. */
export async function markSessionStart(target: Target): Promise<void> {
  const { t } = vscode.l10n;
  const store = await storeOrNotice(target);
  if (!store) return;
  const at = toSeconds(Date.now());
  const running = new Set((await runningIn(store)).map(({ name }) => name));
  const name = await askText({
    title: t('Mark Session Start'),
    prompt: t('Name the session that begins now.'),
    value: freeName(t('Session'), running),
    complaint: (text) => {
      const asked = sessionName(text);
      if (asked === null) return t('Enter a name.');
      return running.has(asked)
        ? t('The session “{0}” is running already. Choose another name.', asked)
        : null;
    },
  });
  const asked = sessionName(name ?? '');
  if (asked === null) return;
  await store.writer.startSession(asked, at);
  target.announceCommit();
}

/** Ends the session that is running; asks which where several are. */
export async function markSessionEnd(target: Target): Promise<void> {
  const { t } = vscode.l10n;
  const store = await storeOrNotice(target);
  if (!store) return;
  const at = endOfSecond(Date.now());
  const running = await runningIn(store);
  if (running.length === 0) {
    inform(t('No session is running. Start one with Mark Session Start.'));
    return;
  }
  const session = running.length === 1 ? running[0] : await askWhich(running, at);
  if (!session) return;
  await store.writer.endSession(session.name, at);
  target.announceCommit();
}

async function runningIn({ reader }: TrafficStore): Promise<readonly Session[]> {
  return (await reader.sessions()).filter(({ to }) => to === null);
}

async function askWhich(running: readonly Session[], now: number): Promise<Session | undefined> {
  const { t } = vscode.l10n;
  const times = timeFormat(vscode.env.language);
  const rows = running.map((session) => ({
    session,
    label: session.name,
    description: t('since {0}', times.moment(session.from, now)),
  }));
  const title = t('Mark Session End');
  return (await pick(rows, { title, placeHolder: t('Choose the session that ends now') }))?.session;
}

/** The name, with the first number behind it with which it is of no running session. */
function freeName(name: string, running: ReadonlySet<string>): string {
  let free = name;
  for (let number = 2; running.has(free); number += 1) free = `${name} ${number}`;
  return free;
}
