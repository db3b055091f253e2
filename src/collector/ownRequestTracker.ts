import type { OwnRequest } from './account/ownRequest';
import type { UncertainRequest } from './account/ownRequests';

/** One request of ours at the port of the mocks. Moments are those of the tracker. */
interface Read {
  readonly path: string;
  readonly asked: number;
  /** The same in unix ms. */
  readonly askedAt: number;
  /** When it was answered or given up, and with what. */
  ended: number;
  request: OwnRequest | null;
  /** The account has it already. */
  isBooked: boolean;
}

/** A scrape that is under way, or not in the account yet. */
export interface OwnScrape {
  readonly begun: number;
  answered: number;
}

/** A request of ours that was begun. */
export interface TrackedRequest {
  /** It ended at `at` (unix ms), with this status; null for no answer. */
  readonly ended: (status: number | null, at: number) => void;
  /** The server never got it. */
  readonly unsent: () => void;
}

/**
 * Our own requests at the port of the mocks, which the server counts, in order with the scrapes that show its
 * counters: one that ended before a scrape began is in them, one that was asked after it was answered is not, and
 * of one in between nobody knows.
 */
export class OwnRequestTracker {
  /** Clocks are too coarse to tell what was first. */
  #moment = 0;
  #reads: Read[] = [];
  #scrapes: OwnScrape[] = [];

  /** One for `path`, which has no query, is being asked at `askedAt`, unix ms. */
  begins(path: string, askedAt: number): TrackedRequest {
    const asked = ++this.#moment;
    const read: Read = { path, asked, askedAt, ended: Infinity, request: null, isBooked: false };
    this.#reads.push(read);
    return {
      ended: (status, at) => {
        read.ended = ++this.#moment;
        read.request = { path, status, at, milliseconds: at - askedAt };
        if (read.isBooked) this.#forget(read);
      },
      unsent: () => {
        this.#forget(read);
      },
    };
  }

  scrapeBegins(): OwnScrape {
    const scrape = { begun: ++this.#moment, answered: Infinity };
    this.#scrapes.push(scrape);
    return scrape;
  }

  scrapeAnswered(scrape: OwnScrape): void {
    scrape.answered = ++this.#moment;
  }

  /** A scrape is in the account, or never will be. */
  scrapeIsDone(scrape: OwnScrape): void {
    this.#scrapes = this.#scrapes.filter((other) => other !== scrape);
  }

  /** Hands over those that ended before any scrape began that is not done: the account can have them for the next. */
  takeEnded(): OwnRequest[] {
    const next = Math.min(...this.#scrapes.map(({ begun }) => begun));
    const ended = this.#reads.filter((read) => read.ended < next);
    for (const read of ended) this.#forget(read);
    return ended.flatMap(({ request }) => request ?? []);
  }

  /**
   * Those of which nobody knows whether the scrape's counters have them, at `now` (unix ms); see takeEnded() for those
   * that they have.
   */
  uncertainIn({ begun, answered }: OwnScrape, now: number): UncertainRequest[] {
    return this.#reads
      .filter((read) => read.asked < answered && read.ended > begun && !read.isBooked)
      .map((read) => ({
        path: read.path,
        status: read.request?.status ?? null,
        at: read.request?.at ?? now,
        milliseconds: read.request?.milliseconds ?? now - read.askedAt,
        take: () => {
          read.isBooked = true;
          if (read.request) this.#forget(read);
        },
      }));
  }

  #forget(read: Read): void {
    this.#reads = this.#reads.filter((other) => other !== read);
  }
}
