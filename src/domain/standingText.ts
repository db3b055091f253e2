import type { ConditionKind } from './condition';
import { kindText } from './conditionText';
import type { CardName, ExplainedName, PanelName, Stand } from './filterStanding';
import type { Localize } from './localize';

/** Why a card or panel shows nothing while it is filtered so; null where it shows something. */
export function leftOutText(
  name: CardName | PanelName,
  { standing, kind }: Stand,
  t: Localize,
): string | null {
  return standing === 'none' && kind !== null ? whyNone(name, kind, t) : null;
}

/** What a panel's numbers are of, where they are not of just what is asked for; null where they are. */
export function standingNote(name: PanelName, { standing }: Stand, t: Localize): string | null {
  if (standing === 'failed') return t('failed requests only');
  if (standing !== 'whole') return null;
  return name === 'heatmap' ? t('all hours, those of the filter outlined') : t('whole server');
}

/** What an explanation cannot tell while it is filtered so, or what it tells in its place; null where it tells all. */
export function untoldText(
  name: ExplainedName,
  { standing, kind }: Stand,
  t: Localize,
): string | null {
  if (kind === null || standing === 'follows') return null;
  const by = kindText(kind, t);
  switch (name) {
    case 'latency':
      return standing === 'handler'
        ? t('Whole requests are not kept by {0}: this is time in handlers and injected delay.', by)
        : t('Latency is not kept by {0}.', by);
    case 'requests':
      return t('Only failed requests are kept by {0}: see Errors.', by);
    case 'injected':
      return t('Injected faults are not kept by {0}.', by);
    case 'unlisted':
      return t('Errors that no source lists are not kept by {0}.', by);
    case 'errors':
    case 'places':
      return null;
  }
}

function whyNone(name: CardName | PanelName, kind: ConditionKind, t: Localize): string {
  const by = kindText(kind, t);
  switch (name) {
    case 'p50':
    case 'p95':
    case 'p99':
    case 'latency':
    case 'distribution':
      return t('Latency is not kept by {0}.', by);
    case 'errors':
    case 'error-rate':
      return t('Only failed requests are kept by {0}, so there is no rate.', by);
    case 'connections':
      return t('Open connections are not kept by {0}.', by);
    case 'bytes':
      return t('Sizes are not kept by {0}.', by);
    case 'days':
      return t('Daily snapshots are not kept by {0}.', by);
    case 'never-called':
      return t('Routes that were never called have no {0}.', by);
    default:
      return t('This is not kept by {0}.', by);
  }
}
