import { askPrometheus } from '../../src/collector/backfill/askPrometheus';
import { OwnRequestTracker } from '../../src/collector/ownRequestTracker';
import { SourceError } from '../../src/collector/sources/failure';
import { AdminApi } from '../../src/collector/sources/adminApi';
import type { Access } from '../../src/collector/sources/access';
import { LogStream } from '../../src/collector/sources/logStream';
import { MockPort } from '../../src/collector/sources/mockPort';
import { MetricsScraper } from '../../src/collector/sources/scrape';
import { pageBelow } from '../../src/domain/serverUrl';
import type { SourceFailure } from '../../src/protocol/collectingStatus';

export type Outcome =
  { readonly ok: true } | { readonly ok: false; readonly failure: SourceFailure };

type Asker = (access: Access, serverUrl: string) => Promise<Outcome>;

/** Everything that asks a server, by what it reads there. */
export const askers = {
  metrics: (access, url) => new MetricsScraper(access, pageBelow(url, '/metrics')).scrape(),
  log: (access, url) => new AdminApi(access, url).requestLog(),
  routes: (access, url) => new AdminApi(access, url).routes(),
  dashboard: (access, url) => new AdminApi(access, url).version(),
  recorder: (access, url) => new MockPort(access, url, new OwnRequestTracker()).exchanges(1, 0),
  mailbox: (access, url) => new MockPort(access, url, new OwnRequestTracker()).mailbox(),
  stream,
  prometheus,
} satisfies Record<string, Asker>;

/** Until the first event has come, or there is none. */
function stream(access: Access, url: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const end = (outcome: Outcome): void => {
      listener.stop();
      resolve(outcome);
    };
    const fail = (failure: SourceFailure): void => {
      end({ ok: false, failure });
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
    return { ok: false, failure: error.failure };
  }
}
