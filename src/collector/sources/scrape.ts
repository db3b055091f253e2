import { isMockForge, metricInterest, metricMeaning } from '../../mockforge/metricMeaning';
import type { MetricMeaning } from '../../mockforge/metricMeaning';
import { ReadingBuilder } from '../../mockforge/metricsReading';
import type { MetricsReading } from '../../mockforge/metricsReading';
import type { SourceFailure } from '../../protocol/collectingStatus';
import { ExpositionError } from '../../prometheus/expositionError';
import { ExpositionScanner } from '../../prometheus/expositionScanner';
import { SeriesTable } from '../../prometheus/seriesTable';
import {
  addressOf,
  failureOf,
  networkCode,
  refuseOther,
  sourceError,
  SourceError,
} from './failure';
import { get } from './httpGet';
import type { Access } from './httpGet';

export type ScrapeResult =
  | { readonly ok: true; readonly reading: MetricsReading; readonly bodyBytes: number }
  | { readonly ok: false; readonly failure: SourceFailure };

const largestBodyBytes = 512 * 1024 * 1024;
const scanPieceBytes = 64 * 1024;
const start = 'Start MockForge, or connect to the address it runs at.';
const check = 'Check the metrics URL: MockForge serves its metrics at port 9090, path /metrics.';

/** Reads /metrics of one target; keeps the interned series from scrape to scrape. */
export class MetricsScraper {
  readonly #access: Access;
  readonly #url: string;
  readonly #series = new SeriesTable<MetricMeaning>(metricInterest, metricMeaning);

  constructor(access: Access, url: string) {
    this.#access = access;
    this.#url = url;
  }

  /** One scrape. It counts only whole and understood (design, collection, section 2); never rejects. */
  async scrape(): Promise<ScrapeResult> {
    try {
      return await get(this.#access, this.#url, (response) => this.#read(response));
    } catch (error) {
      const failure = failureOf(error, this.#url, start);
      const suspect = ['http_status', 'html', 'json', 'not_metrics'].includes(failure.kind);
      const prometheus = suspect ? await this.#prometheusServer() : undefined;
      return { ok: false, failure: prometheus ?? failure };
    }
  }

  async #read(response: Response): Promise<ScrapeResult> {
    refuseOther(response, this.#url, 'metrics', check);
    const address = addressOf(this.#url);
    const contentType = response.headers.get('content-type') ?? '';
    if (contentType.includes('json')) {
      throw sourceError('json', `${address} answered with JSON, not with metrics.`, check);
    }
    if (contentType !== '' && !/^(text\/plain|application\/openmetrics-text)/.test(contentType)) {
      const what = `${address} answered with ${contentType}, not with metrics as text.`;
      throw sourceError('not_metrics', what, check);
    }
    const builder = new ReadingBuilder();
    const scanner = new ExpositionScanner(
      this.#series,
      contentType.includes('openmetrics') ? 'openmetrics' : 'prometheus-text',
      (meaning: MetricMeaning, value) => {
        builder.add(meaning, value);
      },
    );
    const bodyBytes = await this.#scan(response, scanner);
    const reading = builder.finish();
    if (!isMockForge(reading.families)) {
      const what = `${address} answered with text in which there is no MockForge metric.`;
      throw sourceError('not_metrics', what, check);
    }
    return { ok: true, reading, bodyBytes };
  }

  async #scan(response: Response, scanner: ExpositionScanner<MetricMeaning>): Promise<number> {
    const address = addressOf(this.#url);
    let bodyBytes = 0;
    try {
      for await (const chunk of piecesOf(response)) {
        bodyBytes += chunk.length;
        if (bodyBytes > largestBodyBytes) {
          const what = `${address} sent more than 512 MB of metrics, so they were not read.`;
          throw sourceError(
            'too_large',
            what,
            'Restart MockForge: its metrics grow with each path.',
          );
        }
        for (let at = 0; at < chunk.length; at += scanPieceBytes) {
          scanner.push(chunk.subarray(at, at + scanPieceBytes));
        }
      }
    } catch (error) {
      throw error instanceof ExpositionError || error instanceof SourceError
        ? this.#unreadable(error)
        : this.#brokenOff(error, bodyBytes);
    }
    try {
      scanner.end();
    } catch (error) {
      throw error instanceof ExpositionError ? this.#cut(bodyBytes) : error;
    }
    return bodyBytes;
  }

  #unreadable(error: ExpositionError | SourceError): SourceError {
    if (error instanceof SourceError) return error;
    const what = `The metrics of ${addressOf(this.#url)} cannot be read: ${error.message}`;
    return sourceError('malformed', what, check);
  }

  /** The connection broke while the body came; a time-out stays what it is. */
  #brokenOff(error: unknown, bodyBytes: number): unknown {
    const network = networkCode(error) !== '' || error instanceof TypeError;
    return network ? this.#cut(bodyBytes) : error;
  }

  #cut(bodyBytes: number): SourceError {
    const what = `The metrics of ${addressOf(this.#url)} broke off after ${bodyBytes} bytes.`;
    return sourceError(
      'cut_body',
      what,
      'Nothing of them was counted; the next scrape tries again.',
    );
  }

  /** A Prometheus server has the same default port as MockForge's metrics: it is recognised by its API. */
  async #prometheusServer(): Promise<SourceFailure | undefined> {
    const url = new URL('/api/v1/status/buildinfo', this.#url).href;
    try {
      const version = await get(this.#access, url, async (response) => {
        const answer = (await response.json()) as { data?: { version?: unknown } } | null;
        return answer?.data?.version;
      });
      if (typeof version !== 'string') return undefined;
      return {
        kind: 'prometheus_server',
        what: `${addressOf(this.#url)} is a Prometheus server (version ${version}), not MockForge.`,
        todo: 'Connect to the port of MockForge itself: start it with --metrics-port 9091, say.',
      };
    } catch {
      return undefined;
    }
  }
}

function piecesOf(response: Response): AsyncIterable<Uint8Array> | readonly Uint8Array[] {
  return (response.body as AsyncIterable<Uint8Array> | null) ?? [];
}
