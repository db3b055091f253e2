import type { ConditionKind } from './condition';
import { kindText } from './conditionText';
import type { CardName, PanelName, Stand } from './filterStanding';
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
    case 'explain':
      return t('Explain looks at all requests. Remove the filter by {0} first.', by);
    default:
      return t('This is not kept by {0}.', by);
  }
}
