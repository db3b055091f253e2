import { withoutKind } from '../../src/domain/condition';
import { isProtocol, protocols, protocolTitle } from '../../src/domain/protocol';
import type { DashboardCharts } from '../../src/protocol/dashboardData';
import type { TrafficFilter } from '../../src/protocol/readModels';
import { Dropdown, searchField } from '../controls/toolkit';
import { element, setShown } from '../elements/dom';
import { t } from '../localize';

const all = '';
/** What several conditions on protocols are called in the place of one. */
const several = 'several';

interface FilterListener {
  readonly onFilter: (filter: TrafficFilter) => void;
  readonly onSearch: (search: string) => void;
}

/** The only protocol that is asked for. */
function protocolOf({ conditions }: TrafficFilter): string {
  const own = conditions.filter((one) => one.kind === 'protocol');
  const [first] = own;
  if (!first) return all;
  return own.length === 1 && !first.isExcluded ? first.protocol : several;
}

/** Which of the traffic is shown: by protocol, workspace and environment, and what is searched for. */
export class TrafficFilters {
  readonly root: HTMLElement;
  readonly #onFilter: FilterListener['onFilter'];
  readonly #protocol: Dropdown;
  readonly #workspace: Dropdown;
  readonly #environment: Dropdown;
  #filter: TrafficFilter;

  constructor(filter: TrafficFilter, search: string, { onFilter, onSearch }: FilterListener) {
    this.#filter = filter;
    this.#onFilter = onFilter;
    this.#protocol = this.#dropdown(t('Protocol'), (value) => ({
      conditions: [
        ...withoutKind(this.#filter.conditions, 'protocol'),
        ...(isProtocol(value)
          ? [{ kind: 'protocol', isExcluded: false, protocol: value } as const]
          : []),
      ],
    }));
    this.#workspace = this.#dropdown(t('Workspace'), (value) => ({ workspaceId: value || null }));
    this.#environment = this.#dropdown(t('Environment'), (value) => ({
      environment: value || null,
    }));
    this.root = element(
      'span',
      { class: 'filters' },
      this.#protocol.root,
      this.#workspace.root,
      this.#environment.root,
      searchField(t('Search in tables'), search, onSearch),
    );
  }

  update(filter: TrafficFilter, data: DashboardCharts | null): void {
    this.#filter = filter;
    const choices = (values: readonly string[], title = (value: string): string => value) => [
      { value: all, text: t('All') },
      ...values.map((value) => ({ value, text: title(value) })),
    ];
    const protocol = protocolOf(filter);
    this.#protocol.update(
      [
        ...choices(protocols, protocolTitle),
        ...(protocol === several ? [{ value: several, text: t('Some') }] : []),
      ],
      protocol,
    );
    const { workspaces = [], environments = [] } = data ?? {};
    this.#workspace.update(choices(workspaces), filter.workspaceId ?? all);
    this.#environment.update(choices(environments), filter.environment ?? all);
    // Where nobody ever set one there is nothing to choose from.
    setShown(this.#workspace.root, workspaces.length > 0);
    setShown(this.#environment.root, environments.length > 0);
    setShown(this.#protocol.root, filter.endpoint === null);
  }

  #dropdown(label: string, change: (value: string) => Partial<TrafficFilter>): Dropdown {
    return new Dropdown(label, (value) => {
      this.#onFilter({ ...this.#filter, ...change(value) });
    });
  }
}
