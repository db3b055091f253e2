import { changedState, requestOf } from '../../src/protocol/dashboardState';
import type { DashboardRequest, DashboardViewState } from '../../src/protocol/webviewMessages';

/** What follows from a change. */
export interface Consequence {
  /** Something else is searched for. */
  readonly isSearched: boolean;
  /** Something else is shown. */
  readonly isRead: boolean;
}

/** What the reader chose: kept over reloads, and what is asked for. */
export class ChosenState {
  readonly #save: (state: DashboardViewState) => void;
  #state: DashboardViewState;
  /** Endpoints before the page that is shown; a reload begins with the first. */
  #offset = 0;

  constructor(state: DashboardViewState, save: (state: DashboardViewState) => void) {
    this.#state = state;
    this.#save = save;
  }

  get current(): DashboardViewState {
    return this.#state;
  }

  get request(): DashboardRequest {
    return requestOf(this.#state, this.#offset);
  }

  /** Keeps what changed, though nothing follows from it. */
  keep(change: Partial<DashboardViewState> = {}): void {
    this.#state = changedState(this.#state, change);
    this.#save(this.#state);
  }

  /** Another page of the endpoints as they are sorted. */
  turnTo(offset: number): void {
    this.#offset = offset;
  }

  change(change: Partial<DashboardViewState>): Consequence {
    const before = this.#state;
    this.keep(change);
    const { search, scroll, ...asked } = this.#state;
    const { search: oldSearch, scroll: oldScroll, ...askedBefore } = before;
    const isOther = JSON.stringify(asked) !== JSON.stringify(askedBefore);
    const isSearched = search !== oldSearch;
    if (isSearched || (isOther && this.#state.sort === before.sort)) this.#offset = 0;
    return { isSearched, isRead: isOther || scroll !== oldScroll };
  }
}
