import { lengthOfRange } from '../../src/domain/range';
import type { Period, TimeWindow } from '../../src/domain/range';
import { minuteSeconds } from '../../src/domain/time';
import type { Overview } from '../../src/protocol/overview';
import type { TrafficFilter } from '../../src/protocol/readModels';
import { conditionsIn } from '../../src/protocol/trafficFilter';
import { isWhole } from '../dashboardView';
import type { DashboardView } from '../dashboardView';
import { element } from '../elements/dom';
import { t } from '../localize';
import type { OverviewStrip, Shown } from './overviewStrip';

interface OverviewListener {
  readonly read: () => Promise<Overview | null>;
  readonly onChoose: (period: Period) => void;
  readonly fail: (error: unknown) => void;
}

/** What the strip was last read of. */
interface LastRead {
  /** When what is stored begins. */
  readonly storedFrom: number;
  /** From when on it is worth another read: a part of a step can be seen then. */
  readonly until: number;
}

/** The room for the strip of all stored data, from the beginning; what is in it is loaded and read after the tables. */
export class OverviewPlace {
  readonly root = element('section', { class: 'overview', 'aria-label': t('All stored data') });
  readonly #listener: OverviewListener;
  #strip: OverviewStrip | undefined;
  #shown: Shown | undefined;
  #last: LastRead | undefined;
  #isReading = false;

  constructor(listener: OverviewListener) {
    this.#listener = listener;
  }

  /** Moves the window to what is shown now, and reads what is stored where that is other than before. */
  update(view: DashboardView, period: Period): void {
    const { data, times, narrow } = view;
    const note = isNarrowed(data.query.filter) ? t('all traffic, not filtered') : '';
    this.#shown = { window: windowOf(period, data.query), note, times, narrow };
    this.#strip?.update(this.#shown);
    if (!isWhole(view) || !data.stored || !this.#isDue(data.stored, data.query.to)) return;
    this.#read(data.stored).catch(this.#listener.fail);
  }

  /** Reads it with the next numbers, whatever is known of it. */
  forget(): void {
    this.#last = undefined;
  }

  #isDue({ from, to }: TimeWindow, shownTo: number): boolean {
    if (this.#isReading) return false;
    const last = this.#last;
    return last?.storedFrom !== from || Math.max(to, shownTo) >= last.until;
  }

  async #read(stored: TimeWindow): Promise<void> {
    this.#isReading = true;
    // One that fails is tried again when the reader asks for it.
    this.#last = { storedFrom: stored.from, until: Infinity };
    try {
      const [{ OverviewStrip }, overview] = await Promise.all([
        import('./overviewStrip'),
        this.#listener.read(),
      ]);
      const shown = this.#shown;
      if (!overview || !shown) return;
      const rest = Math.max(minuteSeconds, overview.bucketSeconds / 12);
      this.#last = { storedFrom: stored.from, until: overview.to + rest };
      if (this.#strip) {
        this.#strip.show(overview);
        return;
      }
      this.#strip = new OverviewStrip(overview, shown, this.#listener.onChoose);
      this.root.append(this.#strip.root);
    } finally {
      this.#isReading = false;
    }
  }
}

/** Whether what is shown beside it is not all traffic. */
function isNarrowed(filter: TrafficFilter | undefined): boolean {
  const { endpoint, workspaceId, environment } = filter ?? {};
  return conditionsIn(filter).length > 0 || Boolean(endpoint ?? workspaceId ?? environment);
}

/** A range up to now is as long as it says, though its first step is a whole one. */
function windowOf(period: Period, { from, to }: TimeWindow): TimeWindow {
  const isFixed = period.kind === 'last' && period.range !== 'all';
  return { from: isFixed ? to - lengthOfRange(period.range) : from, to };
}
