import { parseOutsideJson } from '../../domain/json';
import { RouteTable } from '../../domain/routeTable';
import { shownText } from '../../domain/shownUrl';
import { isMockForge, metricInterest, metricMeaning } from '../../mockforge/metricMeaning';
import type { MetricMeaning } from '../../mockforge/metricMeaning';
import { ReadingBuilder } from '../../mockforge/metricsReading';
import type { MetricsReading } from '../../mockforge/metricsReading';
import { ExpositionScanner } from '../../prometheus/expositionScanner';
import { SeriesTable } from '../../prometheus/seriesTable';
import { textOf } from './answerBody';
import { addressOf, failureOf, SourceError } from './failure';
import { get } from './access';
import type { Access } from './access';
import { readMetricsBody } from './metricsBody';
import { failureKind } from './sourceFailure';
import type { SourceFailure } from './sourceFailure';

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
      const failure = failureOf(error, this.#url, 'metrics');
      const suspect = ['http_status', 'html', 'json', 'not_metrics'].includes(failureKind(failure));
      const prometheus = suspect ? await this.#prometheusServer() : undefined;
      return { ok: false, failure: prometheus ?? failure };
    }
  }

  async #read(response: Response): Promise<ScrapeResult> {
    const builder = new ReadingBuilder(this.#routes, 'ascending');
    const { bodyBytes } = await readMetricsBody(response, this.#url, (format) => {
      return new ExpositionScanner(this.#series, format, (meaning: MetricMeaning, value) => {
        builder.add(meaning, value);
        if (builder.size > mostNames) {
          const address = addressOf(this.#url);
          throw new SourceError({ kind: 'many_names', address, most: mostNames });
        }
      });
    });
    const reading = builder.finish();
    if (!isMockForge(reading.families)) {
      throw new SourceError({ kind: 'no_mockforge', address: addressOf(this.#url) });
    }
    return { ok: true, reading, bodyBytes };
  }

  /** A Prometheus server has the same default port as MockForge's metrics: it is recognised by its API. */
  async #prometheusServer(): Promise<SourceFailure | undefined> {
    const url = besidePage(this.#url, 'api/v1/status/buildinfo');
    try {
      const text = await get(this.#access, url, (response) =>
        textOf(response, url, 'prometheus_version'),
      );
      const answer = parseOutsideJson(text, 1000) as { data?: { version?: unknown } } | null;
      const version = answer?.data?.version;
      if (typeof version !== 'string') return undefined;
      const address = addressOf(this.#url);
      return { kind: 'prometheus_server', address, version: shownText(version) };
    } catch {
      return undefined;
    }
  }
}

/** A page that lies where the metrics do, under their prefix and with their query, which may hold a token. */
function besidePage(metricsUrl: string, page: string): string {
  const url = new URL(page, metricsUrl);
  url.search = new URL(metricsUrl).search;
  return url.href;
}
