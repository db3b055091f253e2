import type { ProbedServer } from '../../collector/inspect/probeServer';
import { shownUrl } from '../../domain/shownUrl';
import type { FoundServer } from '../../mockforge/foundServers';
import { configFaultText } from '../../sentences/configFaultText';
import { failureLine } from '../../sentences/failureTexts';
import type { Localize } from '../../sentences/localize';
import type { LiveRow } from '../surfaces/liveList';

/** What is known of a server that was found. */
export interface FoundState {
  /** Why it is not asked; null where it is. */
  readonly notAsked: 'untrusted' | 'elsewhere' | 'no_metrics' | null;
  /** Undefined while it has not answered. */
  readonly answer: ProbedServer | undefined;
  /** The target that is at its address, and the one that was, when its file named it. */
  readonly target: string | null;
  readonly movedTarget: string | null;
}

/** The row of a server in the list. */
export function foundRow(found: FoundServer, state: FoundState, t: Localize): LiveRow {
  const { name, origin, files, result } = found;
  const paths = files.map(({ path }) => path).join(', ');
  const group = groupText(origin, t);
  if (!result.ok) {
    return {
      ...{ key: paths, group, icon: 'warning', label: name, description: t('cannot be used') },
      detail: `${paths}: ${configFaultText(result.fault, t)}`,
    };
  }
  const { server } = result;
  const url = state.answer?.metricsUrl ?? server.metricsUrls[0];
  const { icon, text } = stateText(state, t);
  const address = addressText(url);
  const facts = [address === name ? null : address, text, targetText(name, state, t)];
  const details = [paths, detailText(found, state, t)].filter((part) => part !== '');
  return {
    key: origin === 'file' ? paths : url,
    ...{ group, icon, label: name },
    description: facts.filter((part) => part !== null).join(' · '),
    ...(details.length > 0 && { detail: details.join(' · ') }),
  };
}

function groupText(origin: FoundServer['origin'], t: Localize): string {
  switch (origin) {
    case 'file':
      return t('MockForge files');
    case 'usual':
      return t('Default ports');
    case 'earlier':
      return t('Used before');
  }
}

/** Host and port, and the page where it is not the usual one. */
function addressText(metricsUrl: string): string {
  return shownUrl(metricsUrl)
    .replace(/^http:\/\//, '')
    .replace(/\/metrics$/, '');
}

function stateText(
  { notAsked, answer }: FoundState,
  t: Localize,
): { readonly icon: string; readonly text: string } {
  switch (notAsked) {
    case 'untrusted':
      return { icon: 'shield', text: t('not asked: this workspace is not trusted') };
    case 'elsewhere':
      return { icon: 'circle-outline', text: t('not asked: it is on another machine') };
    case 'no_metrics':
      return { icon: 'circle-slash', text: t('its metrics are off in the file') };
    case null:
      break;
  }
  if (!answer) return { icon: 'loading~spin', text: t('asking') };
  if (!answer.failure) return { icon: 'pass', text: t('answers') };
  return isSilent(answer)
    ? { icon: 'circle-slash', text: t('does not answer') }
    : { icon: 'warning', text: t('answers, but not as MockForge') };
}

function isSilent({ failure }: ProbedServer): boolean {
  return failure?.kind === 'no_answer' || failure?.kind === 'timeout';
}

function targetText(name: string, { target, movedTarget }: FoundState, t: Localize): string | null {
  if (target !== null) return target === name ? t('set up') : t('set up as {0}', target);
  return movedTarget === null ? null : t('{0} has other addresses', movedTarget);
}

function detailText({ result }: FoundServer, { answer }: FoundState, t: Localize): string {
  if (answer?.failure && !isSilent(answer)) return failureLine(answer.failure, t);
  return result.ok && !result.server.hasAdmin ? t('its admin API is off in the file') : '';
}
