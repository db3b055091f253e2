import type { Change } from '../../src/protocol/changes';
import { verdictText } from '../../src/protocol/differenceTexts';
import type { DashboardView } from '../dashboardView';
import { t } from '../localize';
import { comparedText } from '../text/compareChoices';
import { duration } from '../text/duration';

/** What a change was computed from: `Over 12 min of 15 min: 8,000, was 8,113 in 22:35 – 22:50.`, and what it is worth. */
export function changeTitle({ data, times }: DashboardView, change: Change): string {
  const { is, was, verdict } = change;
  const { comparison, query } = data;
  const covered = duration(comparison?.now.coveredSeconds ?? 0);
  const range = duration(query.to - query.from);
  const then = comparedText(data, times) ?? '';
  const told =
    covered === range
      ? t('Per second of collected time: {0}, was {1} in {2}.', is, was, then)
      : t(
          'Over {0} of {1} that both periods have: {2}, was {3} in {4}.',
          covered,
          range,
          is,
          was,
          then,
        );
  return verdict === null ? told : `${told} ${verdictText(verdict, t)}`;
}
