import { parseExchanges } from '../../mockforge/exchange';
import type { Exchange } from '../../mockforge/exchange';
import { AdminFormatError } from '../../mockforge/logRow';
import { parseMailbox } from '../../mockforge/adminAnswers';
import { mockPortPaths } from '../../mockforge/paths';
import type { OwnRequest } from '../account/ownRequests';
import type { AdminResult } from './adminApi';
import { addressOf, failureOf, refuseOther, sourceError } from './failure';
import { get } from './httpGet';
import type { Access } from './httpGet';

const start = 'Causes of failures need the recorder: start MockForge with --recorder.';

/**
 * Reads what a server tells at the port of its mocks. It counts these requests among its traffic, so each that
 * it answered is told. No method rejects.
 */
export class MockPort {
  readonly #access: Access;
  readonly #url: string;
  readonly #onAnswered: (request: OwnRequest) => void;

  constructor(access: Access, url: string, onAnswered: (request: OwnRequest) => void) {
    this.#access = access;
    this.#url = url.replace(/\/+$/, '');
    this.#onAnswered = onAnswered;
  }

  /** What the recorder keeps of `limit` requests, newest first, after the first `offset` of them. */
  exchanges(limit: number, offset: number): Promise<AdminResult<Exchange[]>> {
    const query = `?limit=${limit}&offset=${offset}`;
    return this.#get(mockPortPaths.exchanges + query, 'the recorder', parseExchanges);
  }

  /** Ids of all messages in the SMTP mailbox. */
  mailbox(): Promise<AdminResult<string[]>> {
    return this.#get(mockPortPaths.mailbox, 'the SMTP mailbox', parseMailbox);
  }

  async #get<T>(path: string, wanted: string, parse: (body: string) => T): Promise<AdminResult<T>> {
    const { clock } = this.#access;
    const url = this.#url + path;
    const asked = clock.now();
    try {
      return await get(this.#access, url, async (response) => {
        const at = clock.now();
        this.#onAnswered({ status: response.status, at, milliseconds: at - asked });
        refuseOther(response, url, wanted, start);
        return { ok: true, value: parse(await response.text()) };
      });
    } catch (error) {
      const shown = error instanceof AdminFormatError ? this.#notOurs(wanted, error) : error;
      return { ok: false, failure: failureOf(shown, url, start) };
    }
  }

  #notOurs(wanted: string, error: AdminFormatError): Error {
    const what = `${addressOf(this.#url)} gave an answer that is not ${wanted}: ${error.message}.`;
    return sourceError('json', what, start);
  }
}
