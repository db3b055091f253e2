import { TrafficAccount } from '../../src/collector/account/trafficAccount';
import type { ScrapeObservation } from '../../src/collector/account/scrapeObservation';
import type { AccountOptions } from '../../src/collector/account/trafficAccount';
import { accountStateFrom } from '../../src/collector/account/storedState';
import type { AccountState } from '../../src/collector/account/accountState';
import type { CommitBatch } from '../../src/domain/commitBatch';
import type { RouteTable } from '../../src/domain/routeTable';
import type { LogRow } from '../../src/mockforge/logRow';
import { verifiableFrom, verification } from '../../src/collector/verify/verification';
import type { NotVerifiable, Verification } from '../../src/collector/verify/verification';
import { trafficKeyOf } from '../../src/domain/trafficKey';
import type { TrafficKey } from '../../src/domain/trafficKey';
import { Books } from './books';
import type { MockForgeModel } from './mockForgeModel';

const options: AccountOptions = {
  dimensions: { workspaceId: null, environment: null },
  errorsPerMinute: 1000,
};

/** What a test may say otherwise about a scrape; the log is read unless `log` is null. */
export type ScrapeParts = Partial<Omit<ScrapeObservation, 'at' | 'logRead'>> & {
  readonly log?: readonly LogRow[] | null;
};

/** A TrafficAccount that is fed from a MockForgeModel, and the books that its batches make. */
export class AccountBench {
  readonly books = new Books();
  readonly #server: MockForgeModel;
  readonly #options: AccountOptions;
  readonly #onBatch: (batch: CommitBatch) => void;
  #account: TrafficAccount;
  #routes: RouteTable | undefined;

  /** @param onBatch told of each batch, which the books have then */
  constructor(
    server: MockForgeModel,
    parts: Partial<AccountOptions> = {},
    onBatch: (batch: CommitBatch) => void = () => undefined,
  ) {
    this.#server = server;
    this.#onBatch = onBatch;
    this.#options = { ...options, ...parts };
    this.#account = new TrafficAccount(this.#options, undefined);
  }

  get account(): TrafficAccount {
    return this.#account;
  }

  /** The state as it was last committed. */
  get state(): AccountState {
    return accountStateFrom(this.books.state);
  }

  setRoutes(routes: RouteTable): void {
    this.#routes = routes;
    this.#account.setRoutes(routes);
  }

  /** What the scrape committed. */
  scrape(at: number, { log = this.#server.rows(at), ...parts }: ScrapeParts = {}): CommitBatch {
    if (log) this.#account.log.read(log, log.length, at);
    this.#account.scraped({
      at,
      answeredAt: at,
      reading: this.#server.reading(at, this.#routes),
      dashboardStart: null,
      logRead: log !== null,
      clockOffset: 0,
      mailbox: null,
      uncertainRequests: [],
      intervalMs: 15_000,
      lastAttemptAt: null,
      ...parts,
    });
    const batch = this.#account.batch(at);
    this.#commit(batch);
    return batch;
  }

  /** Reads the log between two scrapes; true when that was committed. */
  poll(at: number): boolean {
    const rows = this.#server.rows(at);
    this.#account.log.read(rows, rows.length, at);
    const batch = this.#account.log.hasErrors ? this.#account.uncommitted(at) : null;
    if (batch) this.#commit(batch);
    return batch !== null;
  }

  /** Requests that the books hold from a minute (unix seconds) on, by traffic key. */
  countsSince(from: number): ReadonlyMap<TrafficKey, number> {
    const counts = new Map<TrafficKey, number>();
    for (const { minute, protocol, method, statusCode, requestCount } of this.books.rows) {
      const key = trafficKeyOf({ protocol, method, status: statusCode });
      if (minute >= from) counts.set(key, (counts.get(key) ?? 0) + requestCount);
    }
    return counts;
  }

  /** The books held against what the server counts at `at`: at the last scrape when left out. */
  verification(
    at?: number,
    counts?: ReadonlyMap<TrafficKey, number>,
  ): Verification | NotVerifiable {
    const { state = null } = this.books;
    const from = verifiableFrom(state);
    if (state === null || typeof from === 'string') return from as NotVerifiable;
    const reading = this.#server.reading(at ?? this.state.lastScrapeAt ?? 0, this.#routes);
    return verification({ state, counts: counts ?? this.countsSince(from) }, reading, null);
  }

  /** The collector is killed: a new account goes on from what was committed last. */
  kill(): void {
    this.#account = new TrafficAccount(this.#options, this.books.state);
    if (this.#routes) this.#account.setRoutes(this.#routes);
  }

  /** The server is known to have ended for good. */
  end(at: number): void {
    this.#account.processEnded(at);
    this.#commit(this.#account.batch(at));
  }

  #commit(batch: CommitBatch): void {
    this.books.commit(batch);
    this.#onBatch(batch);
  }
}
