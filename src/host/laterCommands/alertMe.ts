import * as vscode from 'vscode';
import { withRule } from '../../alerts/alert';
import type { AlertLimit, AlertRule } from '../../alerts/alertRule';
import { mostMinutes } from '../../alerts/alertRule';
import { daySeconds, endOfSecond } from '../../domain/time';
import type { EndpointName } from '../../protocol/readModels';
import { alertRuleText } from '../alertText';
import { placeOf } from '../commands/commandArguments';
import { storeOrNotice } from '../commands/storeOrNotice';
import { flash } from '../surfaces/notifications';
import { askText, pick } from '../surfaces/questions';
import type { Target } from '../target';
import { endpointLabel } from '../tree/labels';
import type { LaterContext } from './laterContext';
import { numberIn } from './numberIn';

/** Endpoints that are offered, those with most requests. */
const mostOffered = 200;

/** Asks for an alert rule: of the endpoint that the argument names, or of all traffic where it names none as null. */
export async function alertMe(
  { alerts, target, targets }: Pick<LaterContext, 'alerts' | 'target' | 'targets'>,
  argument: unknown,
): Promise<void> {
  const { t } = vscode.l10n;
  const named = placeOf(argument)?.endpoint;
  const endpoint = named === undefined ? await askTraffic(target) : named;
  if (endpoint === undefined) return;
  const title = t('Alert Me: {0}', endpoint ? endpointLabel(endpoint, t) : t('All requests'));
  const limit = await askLimit(title, endpoint);
  if (!limit) return;
  const minutes = await askMinutes(title);
  if (minutes === undefined) return;
  const rule: AlertRule = { target: target.id, endpoint, limit, minutes };
  await alerts.change((list) => withRule(list, rule));
  const server = targets.nameAmong(target);
  const text = alertRuleText(rule, { locale: vscode.env.language, localize: t, server });
  flash(t('Alert set: {0}', text));
}

/** Null: all of it; undefined when the user gives up. */
async function askTraffic(target: Target): Promise<EndpointName | null | undefined> {
  const { t } = vscode.l10n;
  const store = await storeOrNotice(target);
  if (!store) return undefined;
  const to = endOfSecond(Date.now());
  const { excludedEndpoints } = target;
  const span = { from: to - daySeconds, to, excludedEndpoints };
  const rows = (await store.reader.topEndpoints(span, mostOffered)).flatMap((top) => {
    const { protocol, method, endpoint } = top;
    if (endpoint === null) return [];
    return [{ endpoint: { protocol, method, endpoint }, label: endpointLabel(top, t) }];
  });
  const all = { endpoint: null, label: t('All requests') };
  const placeHolder = t('Choose what to watch');
  return (await pick([all, ...rows], { title: t('Alert Me'), placeHolder }))?.endpoint;
}

async function askLimit(
  title: string,
  endpoint: EndpointName | null,
): Promise<AlertLimit | undefined> {
  const { t } = vscode.l10n;
  const rows = [
    { kind: 'errorRate', label: t('Error rate'), description: t('Failed requests of all') },
    {
      kind: 'p95',
      label: 'p95',
      description: endpoint ? t('Handler time') : t('Whole requests, with injected delay'),
    },
  ] as const;
  const kind = (await pick(rows, { title, placeHolder: t('Choose a number to watch') }))?.kind;
  if (!kind) return undefined;
  if (kind === 'errorRate') {
    const percent = await askNumber({
      ...{ title, value: '5', unit: '%' },
      prompt: t('Alert when the error rate is over this percentage.'),
      accepts: (number) => number < 100,
      wanted: t('Enter a percentage below 100.'),
    });
    return percent === undefined ? undefined : { kind, percent };
  }
  const milliseconds = await askNumber({
    ...{ title, value: '500', unit: 'ms' },
    prompt: t('Alert when the p95 is over so many milliseconds.'),
    accepts: () => true,
    wanted: t('Enter a number of milliseconds, such as 200.'),
  });
  return milliseconds === undefined ? undefined : { kind, milliseconds };
}

async function askMinutes(title: string): Promise<number | undefined> {
  const { t } = vscode.l10n;
  return askNumber({
    title,
    prompt: t('For how many minutes, each of them over?'),
    ...{ value: '5', unit: 'min' },
    accepts: (number) => Number.isInteger(number) && number >= 1 && number <= mostMinutes,
    wanted: t('Enter whole minutes from 1 to {0}.', String(mostMinutes)),
  });
}

async function askNumber(question: {
  readonly title: string;
  readonly prompt: string;
  readonly value: string;
  /** It may stand behind the number. */
  readonly unit: string;
  readonly accepts: (number: number) => boolean;
  /** What is said where it is not accepted. */
  readonly wanted: string;
}): Promise<number | undefined> {
  const { title, prompt, value, unit, accepts, wanted } = question;
  const read = (text: string): number | null => {
    const number = numberIn(text, unit);
    return number !== null && accepts(number) ? number : null;
  };
  const complaint = (text: string): string | null => (read(text) === null ? wanted : null);
  return read((await askText({ title, prompt, value, complaint })) ?? '') ?? undefined;
}
