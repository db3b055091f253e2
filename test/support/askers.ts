import { askPrometheus } from '../../src/collector/backfill/askPrometheus';
import { OwnRequestTracker } from '../../src/collector/ownRequestTracker';
import { SourceError } from '../../src/collector/sources/failure';
import { AdminApi } from '../../src/collector/sources/adminApi';
import type { Access } from '../../src/collector/sources/access';
import { LogStream } from '../../src/collector/sources/logStream';
import { MockPort } from '../../src/collector/sources/mockPort';
import { MetricsScraper } from '../../src/collector/sources/scrape';
import type { SourceFailure } from '../../src/collector/sources/sourceFailure';
import { pageBelow } from '../../src/domain/serverUrl';
import type { FailureText } from '../../src/protocol/collectingStatus';
import { failureText } from '../../src/sentences/failureText';
import { english } from '../../src/sentences/localize';

export type Outcome = { readonly ok: true } | { readonly ok: false; readonly failure: FailureText };

/** What asking came to, with a failure as data. */
type Answer = { readonly ok: true } | { readonly ok: false; readonly failure: SourceFailure };

type Asker = (access: Access, serverUrl: string) => Promise<Outcome>;

/** Everything that asks a server, by what it reads there. */
export const askers = {
  metrics: (access, url) => told(new MetricsScraper(access, pageBelow(url, '/metrics')).scrape()),
  log: (access, url) => told(new AdminApi(access, url).requestLog()),
  routes: (access, url) => told(new AdminApi(access, url).routes()),
  dashboard: (access, url) => told(new AdminApi(access, url).version()),
  recorder: (access, url) =>
    told(new MockPort(access, url, new OwnRequestTracker()).exchanges(1, 0)),
  mailbox: (access, url) => told(new MockPort(access, url, new OwnRequestTracker()).mailbox()),
  stream,
  prometheus,
} satisfies Record<string, Asker>;

/** An answer with its failure as people read it. */
async function told(answer: Promise<Answer>): Promise<Outcome> {
  const outcome = await answer;
  return outcome.ok ? outcome : { ok: false, failure: failureText(outcome.failure, english) };
}

/** Until the first event has come, or there is none. */
function stream(access: Access, url: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const end = (outcome: Outcome): void => {
      listener.stop();
      resolve(outcome);
    };
    const fail = (failure: SourceFailure): void => {
      end({ ok: false, failure: failureText(failure, english) });
    };
    const listener = new LogStream(access, url, {
      connected: () => {
        end({ ok: true });
      },
      rows: () => undefined,
      lost: fail,
      unusable: fail,
    });
    listener.start();
  });
}

async function prometheus(access: Access, url: string): Promise<Outcome> {
  const ask = askPrometheus(access, new AbortController().signal);
  try {
    await ask(pageBelow(url, '/api/v1/series'));
    return { ok: true };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { ok: false, failure: failureText(error.fault, english) };
  }
}
