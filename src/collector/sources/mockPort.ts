import { pageBelow } from '../../domain/serverUrl';
import { listedExchanges, readExchanges } from '../../mockforge/exchange';
import type { Exchange } from '../../mockforge/exchange';
import { AdminFormatError } from '../../mockforge/logRow';
import { parseMailbox } from '../../mockforge/adminAnswers';
import { recordedRequest } from '../../mockforge/recordedRequest';
import type { RecordedRequest, WantedRequest } from '../../mockforge/recordedRequest';
import { mockPortPaths, pathReadByUs } from '../../mockforge/paths';
import type { OwnRequestTracker } from '../ownRequestTracker';
import { nextTurn } from '../nextTurn';
import type { AdminResult } from './adminApi';
import { textOf } from './answerBody';
import { addressOf, failureOf, refuseOther, SourceError } from './failure';
import { get } from './access';
import type { Access } from './access';
import type { HttpGet } from './httpGet';
import { wasNeverSent } from './networkFailure';
import type { Wanted } from './sourceFailure';
import { readItems } from './readItems';

/** Exchanges that are read in one piece of work. */
const exchangesAtOnce = 25;

/** Among how many of the newest exchanges a request is looked for. */
const searchedExchanges = 500;

/** An answer of the recorder. */
export interface RecorderAnswer {
  /** Newest first. */
  readonly exchanges: readonly Exchange[];
  /** With those that have no response yet and those that could not be read. */
  readonly listed: number;
  /** UTF-16 units of the answer. */
  readonly size: number;
}

/**
 * Reads what a server tells at the port of its mocks. It counts these requests among its traffic, so each is told,
 * with how it ended. No method rejects.
 */
export class MockPort {
  readonly #access: Access;
  readonly #url: string;

  constructor(access: Access, url: string, own: OwnRequestTracker) {
    this.#access = { ...access, http: toldOf(access, own) };
    this.#url = url;
  }

  /** What the recorder keeps of `limit` requests, newest first, after the first `offset` of them. */
  exchanges(limit: number, offset: number): Promise<AdminResult<RecorderAnswer>> {
    const query = `?limit=${limit}&offset=${offset}`;
    return this.#get(mockPortPaths.exchanges + query, 'recorder', async (body) => {
      const listed = listedExchanges(body);
      const exchanges: Exchange[] = [];
      for (let i = 0; i < listed.length; i += exchangesAtOnce) {
        if (i > 0) await nextTurn();
        const some = readExchanges(listed.slice(i, i + exchangesAtOnce));
        exchanges.push(...readItems(this.#access, some));
      }
      return { exchanges, listed: listed.length, size: body.length };
    });
  }

  /** The wanted one of the newest requests that the recorder keeps; null where it is none of them. */
  recorded(wanted: WantedRequest): Promise<AdminResult<RecordedRequest | null>> {
    const query = `?limit=${searchedExchanges}&offset=0`;
    return this.#get(mockPortPaths.exchanges + query, 'recorder', (body) =>
      recordedRequest(listedExchanges(body), wanted),
    );
  }

  /** Ids of all messages in the SMTP mailbox. */
  mailbox(): Promise<AdminResult<readonly string[]>> {
    return this.#get(mockPortPaths.mailbox, 'mailbox', (body) =>
      readItems(this.#access, parseMailbox(body)),
    );
  }

  async #get<T>(
    page: string,
    wanted: Wanted,
    parse: (body: string) => T | Promise<T>,
  ): Promise<AdminResult<T>> {
    const url = pageBelow(this.#url, page);
    try {
      return await get(this.#access, url, async (response) => {
        refuseOther(response, url, wanted);
        return { ok: true, value: await parse(await textOf(response, url, wanted)) };
      });
    } catch (error) {
      const shown = error instanceof AdminFormatError ? this.#notOurs(wanted, error) : error;
      return { ok: false, failure: failureOf(shown, url, wanted) };
    }
  }

  #notOurs(wanted: Wanted, { fault }: AdminFormatError): Error {
    const address = addressOf(this.#url);
    return new SourceError({ kind: 'mock_port_format', address, wanted, fault });
  }
}

/**
 * The network, telling each answer, since also a redirect is one that the server counted, and each request that got
 * none, which it may have counted, unless no connection came about.
 */
function toldOf({ http, clock }: Access, own: OwnRequestTracker): HttpGet {
  return async (url, init) => {
    const read = own.begins(pathReadByUs(new URL(url).pathname), clock.now());
    try {
      const response = await http(url, init);
      read.ended(response.status, clock.now());
      return response;
    } catch (error) {
      if (wasNeverSent(error)) read.unsent();
      else read.ended(null, clock.now());
      throw error;
    }
  };
}
