import { parseOutsideJson } from '../../domain/json';
import { RouteTable } from '../../domain/routeTable';
import { shownText } from '../../domain/shownUrl';
import { isMockForge, metricInterest, metricMeaning } from '../../mockforge/metricMeaning';
import type { MetricMeaning } from '../../mockforge/metricMeaning';
import { ReadingBuilder } from '../../mockforge/metricsReading';
import type { MetricsReading } from '../../mockforge/metricsReading';
import type { SourceFailure } from '../../protocol/collectingStatus';
import { ExpositionScanner } from '../../prometheus/expositionScanner';
import { SeriesTable } from '../../prometheus/seriesTable';
import { jsonAnswer, textOf } from './answerBody';
import { addressOf, failureOf, sourceError } from './failure';
import { get } from './access';
import type { Access } from './access';
import { metricsAdvice, readMetricsBody } from './metricsBody';

/** A scrape that counts. */
export interface GoodScrape {
  readonly ok: true;
  readonly reading: MetricsReading;
  readonly bodyBytes: number;
}

export type ScrapeResult = GoodScrape | { readonly ok: false; readonly failure: SourceFailure };

/** More than the paths that 512 MB of a real server's metrics can name; each takes memory. */
const mostNames = 500_000;

/** Reads /metrics of one target; keeps the interned series from scrape to scrape. */
export class MetricsScraper {
  readonly #access: Access;
  readonly #url: string;
  readonly #series = new SeriesTable<MetricMeaning>(metricInterest, metricMeaning);

  #routes = new RouteTable([]);

  constructor(access: Access, url: string) {
    this.#access = access;
    this.#url = url;
  }

  /** The routes by which injected faults, which carry raw paths, are named. */
  setRoutes(routes: RouteTable): void {
    this.#routes = routes;
  }

  /** One scrape. It counts only whole and understood (docs/collection.md#scraping); never rejects. */
  async scrape(): Promise<ScrapeResult> {
    try {
      return await get(this.#access, this.#url, (response) => this.#read(response));
    } catch (error) {
      const failure = failureOf(error, this.#url, metricsAdvice.start);
      const suspect = ['http_status', 'html', 'json', 'not_metrics'].includes(failure.kind);
      const prometheus = suspect ? await this.#prometheusServer() : undefined;
      return { ok: false, failure: prometheus ?? failure };
    }
  }

  async #read(response: Response): Promise<ScrapeResult> {
    const builder = new ReadingBuilder(this.#routes, 'ascending');
    const { bodyBytes } = await readMetricsBody(response, this.#url, (format) => {
      return new ExpositionScanner(this.#series, format, (meaning: MetricMeaning, value) => {
        builder.add(meaning, value);
        if (builder.size > mostNames) throw tooManyNames(this.#url);
      });
    });
    const reading = builder.finish();
    if (!isMockForge(reading.families)) {
      const what = `${addressOf(this.#url)} answered with text in which there is no MockForge metric.`;
      throw sourceError('not_metrics', what, metricsAdvice.check);
    }
    return { ok: true, reading, bodyBytes };
  }

  /** A Prometheus server has the same default port as MockForge's metrics: it is recognised by its API. */
  async #prometheusServer(): Promise<SourceFailure | undefined> {
    const url = besidePage(this.#url, 'api/v1/status/buildinfo');
    try {
      const text = await get(this.#access, url, (response) =>
        textOf(response, url, jsonAnswer('its version')),
      );
      const answer = parseOutsideJson(text, 1000) as { data?: { version?: unknown } } | null;
      const version = answer?.data?.version;
      if (typeof version !== 'string') return undefined;
      return {
        kind: 'prometheus_server',
        what: `${addressOf(this.#url)} is a Prometheus server (version ${shownText(version)}), not MockForge.`,
        todo: "Connect to MockForge's own port: start it with --metrics-port 9091, for example. You can backfill the history that Prometheus has.",
      };
    } catch {
      return undefined;
    }
  }
}

function tooManyNames(url: string): Error {
  const what = `${addressOf(url)} has metrics of more than ${mostNames} methods, endpoints or labels, so they were not read.`;
  return sourceError(
    'too_large',
    what,
    'Restart MockForge, or check what answers at this address.',
  );
}

/** A page that lies where the metrics do, under their prefix and with their query, which may hold a token. */
function besidePage(metricsUrl: string, page: string): string {
  const url = new URL(page, metricsUrl);
  url.search = new URL(metricsUrl).search;
  return url.href;
}
