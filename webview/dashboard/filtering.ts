import type { Condition } from '../../src/domain/condition';
import { withCondition, withoutValue } from '../../src/domain/condition';
import type { DashboardViewState } from '../../src/protocol/webviewMessages';
import type { PanelActions } from '../dashboardView';
import { FilterChips } from './filterChips';

/** The chips of a dashboard, and what its panels add to them and remove. */
export function filtering(
  locale: string,
  state: () => DashboardViewState,
  change: (change: Partial<DashboardViewState>) => void,
): { readonly chips: FilterChips } & Pick<PanelActions, 'locale' | 'filterBy' | 'unfilter'> {
  const withConditions = (conditions: readonly Condition[]): Partial<DashboardViewState> => ({
    filter: { ...state().filter, conditions },
  });
  return {
    locale,
    chips: new FilterChips(locale, (conditions) => {
      change(withConditions(conditions));
    }),
    filterBy: (condition, period) => {
      const conditions = withCondition(state().filter.conditions, condition);
      change({ ...withConditions(conditions), ...(period && { period }) });
    },
    unfilter: (value) => {
      change(withConditions(withoutValue(state().filter.conditions, value)));
    },
  };
}
