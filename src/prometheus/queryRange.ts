import { FaultError } from '../domain/faultError';
import { isRecord } from '../domain/isRecord';
import { parseOutsideJson } from '../domain/json';
import type { OneOf } from '../domain/oneOf';
import { pageBelow } from '../domain/serverUrl';
import { shownText } from '../domain/shownUrl';
import type { Labels } from './seriesTable';

/** Prometheus refuses a range query that asks for more points a series than this. */
export const mostPoints = 11_000;

/** The server at `host` answered the call `name`. */
interface Answer {
  readonly host: string;
  readonly name: string;
}

/** What can be wrong with an answer, and what is known of it. What the server said may be shown as it is. */
export interface PrometheusProblems {
  /** It is an error; `said` is empty where it does not say why. */
  readonly status: Answer & { readonly status: number; readonly said: string };
  readonly not_json: Answer;
  readonly other_shape: Answer;
  readonly in_part: Answer & { readonly said: string };
}

export type PrometheusFault = OneOf<PrometheusProblems>;

/** Prometheus answered, but not with what was asked for. */
export class PrometheusError extends FaultError<PrometheusFault> {
  override readonly name = 'PrometheusError';
}

/** Asks a URL for text. Rejects when no answer came, or none that could be read. */
export type Ask = (url: string) => Promise<{ readonly status: number; readonly text: string }>;

/** Of an answer; a point of a series is three. */
const mostValues = 20_000_000;

/** The points from, from + step ... to; unix seconds, both ends included. */
export interface PointGrid {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** One series of a range: its labels and its values at the points where it has one (unix seconds, value). */
export interface RangeSeries {
  readonly labels: Labels;
  readonly points: readonly (readonly [at: number, value: number])[];
}

/**
 * The HTTP API of a Prometheus server (prometheus.io/docs, "HTTP API"). Every method rejects with a
 * PrometheusError for an answer that is an error, no JSON, another shape than documented, or only a part.
 */
export class PrometheusApi {
  readonly #url: string;
  readonly #ask: Ask;

  /** @param url the server's own address, with the path it is served under if there is one */
  constructor(url: string, ask: Ask) {
    this.#url = url;
    this.#ask = ask;
  }

  /**
   * The values of an expression on a grid.
   * @throws RangeError when the grid has more points than Prometheus gives
   */
  async queryRange(query: string, { from, to, step }: PointGrid): Promise<readonly RangeSeries[]> {
    if ((to - from) / step + 1 > mostPoints) {
      throw new RangeError(`more than ${mostPoints} points`);
    }
    const parameters = { query, start: String(from), end: String(to), step: String(step) };
    const data = await this.#get('query_range', parameters);
    if (!isRecord(data) || data.resultType !== 'matrix' || !Array.isArray(data.result)) {
      throw this.#unexpected('query_range');
    }
    return data.result.map((entry: unknown) => {
      if (!isRecord(entry) || !Array.isArray(entry.values)) throw this.#unexpected('query_range');
      const points = entry.values.map((point: unknown) => this.#point(point));
      return { labels: this.#labels(entry.metric, 'query_range'), points };
    });
  }

  /** The labels of the series that match a selector and have a sample in [from, to], unix seconds. */
  async series(selector: string, from: number, to: number): Promise<readonly Labels[]> {
    const parameters = { 'match[]': selector, start: String(from), end: String(to) };
    const data = await this.#get('series', parameters);
    if (!Array.isArray(data)) throw this.#unexpected('series');
    return data.map((labels: unknown) => this.#labels(labels, 'series'));
  }

  async #get(name: string, parameters: Readonly<Record<string, string>>): Promise<unknown> {
    const page = `/api/v1/${name}?${new URLSearchParams(parameters).toString()}`;
    const { status, text } = await this.#ask(pageBelow(this.#url, page));
    const body = parsed(text);
    if (status !== 200 || (isRecord(body) && body.status === 'error')) {
      const said = isRecord(body) && typeof body.error === 'string' ? shownText(body.error) : '';
      throw new PrometheusError({ kind: 'status', ...this.#answer(name), status, said });
    }
    if (body === undefined) throw new PrometheusError({ kind: 'not_json', ...this.#answer(name) });
    if (!isRecord(body) || body.status !== 'success') throw this.#unexpected(name);
    // What a warning comes with can lack series, and what is lacking would be taken for no traffic.
    if (Array.isArray(body.warnings) && body.warnings.length > 0) {
      const said = shownText(body.warnings.join('; '));
      throw new PrometheusError({ kind: 'in_part', ...this.#answer(name), said });
    }
    return body.data;
  }

  #labels(labels: unknown, name: string): Labels {
    if (!isRecord(labels)) throw this.#unexpected(name);
    return new Map(Object.entries(labels).map(([label, value]) => [label, String(value)]));
  }

  #point(point: unknown): readonly [number, number] {
    if (!Array.isArray(point)) throw this.#unexpected('query_range');
    const [at, value] = point as unknown[];
    if (typeof at !== 'number' || typeof value !== 'string') throw this.#unexpected('query_range');
    // "+Inf" is not a number to JavaScript, and like NaN it is no counter's value.
    return [at, Number(value)];
  }

  #unexpected(name: string): PrometheusError {
    return new PrometheusError({ kind: 'other_shape', ...this.#answer(name) });
  }

  #answer(name: string): Answer {
    return { host: new URL(this.#url).host, name };
  }
}

function parsed(text: string): unknown {
  try {
    return parseOutsideJson(text, mostValues);
  } catch {
    return undefined;
  }
}
