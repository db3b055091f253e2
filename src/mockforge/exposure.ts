import type { NoFacts, OneOf } from '../domain/oneOf';
import { RouteTable } from '../domain/routeTable';
import { sumOf } from '../domain/sum';
import { parseTrafficKey } from '../domain/trafficKey';
import { everySampleScanner } from '../prometheus/everySample';
import type { PlainSeries } from '../prometheus/everySample';
import type { ExpositionFormat } from '../prometheus/lineCursor';
import { sampleNames } from '../prometheus/metadataSyntax';
import type { MetricType } from '../prometheus/metadataSyntax';
import { metricInterest, metricMeaning } from './metricMeaning';
import { ReadingBuilder } from './metricsReading';
import type { MetricsReading } from './metricsReading';

/** A family of a body, and how much of it collecting reads. */
export interface ExposedFamily {
  readonly name: string;
  /** Null where no `# TYPE` line announced it. */
  readonly type: MetricType | null;
  /** Null for one that collecting does not look at. */
  readonly samples: FamilySamples | null;
}

export interface FamilySamples {
  readonly all: number;
  /** Those among them that mean something to us. */
  readonly used: number;
}

/** Families whose series carry raw paths, so that there are ever more of them. */
export interface Growth {
  /** Of a word: `drift`, `chaos`. */
  readonly what: string;
  readonly samples: number;
  /** Distinct paths; no more than `mostPaths` are told apart. */
  readonly paths: number;
}

/** What is wrong in a body, and how often. */
export interface Flaw {
  readonly kind:
    'broken_histograms' | 'unequal_histograms' | 'repeated_samples' | 'dropped_samples';
  readonly count: number;
}

/** What a body may lack, and what is known of it. */
export interface Gaps {
  /** It is that of a Prometheus server, or of none that we know. */
  readonly prometheus_server: NoFacts;
  readonly no_mockforge: NoFacts;
  readonly no_request: { readonly counter: string };
  readonly no_process_start: { readonly metric: string };
  readonly no_endpoints: NoFacts;
  readonly no_chaos: NoFacts;
}

export type Gap = OneOf<Gaps>;

/** What a whole body of metrics holds. */
export interface Exposure {
  readonly format: ExpositionFormat;
  readonly bytes: number;
  readonly lines: number;
  readonly samples: number;
  /** By name. */
  readonly families: readonly ExposedFamily[];
  readonly growth: readonly Growth[];
  /** Requests counted so far, each GraphQL call once; null where the body has no counter of them. */
  readonly requests: number | null;
  /** Unix seconds; null where the body does not say. */
  readonly processStart: number | null;
  /** Seconds; null where the body does not say. */
  readonly uptime: number | null;
  /** What of it is not used, since it is wrong. */
  readonly flaws: readonly Flaw[];
}

/** Beyond this many distinct paths only the samples are counted on. */
export const mostPaths = 10_000;
/** Beyond this many, names that collecting does not look at are one. */
const mostNames = 10_000;
const otherNames = '(other)';
/** Beyond this many, series are not looked at for what is wrong with them. */
const mostSeries = 500_000;

/** Reads one body as it arrives and finds out what is in it. */
export class ExposureReader {
  readonly #format: ExpositionFormat;
  readonly #scanner;
  readonly #samples = new Map<string, { all: number; used: number }>();
  readonly #otherNames = new Set<string>();
  readonly #growth = new Map<string, { samples: number; paths: Set<string> }>();
  readonly #reading = new ReadingBuilder(new RouteTable([]), 'ascending');
  #bytes = 0;
  #requests: number | null = null;
  #processStart: number | null = null;
  #uptime: number | null = null;

  constructor(format: ExpositionFormat) {
    this.#format = format;
    this.#scanner = everySampleScanner(format, (series, value) => {
      this.#add(series, value);
    });
  }

  /** @throws ExpositionError where what has arrived so far is no exposition */
  push(piece: Uint8Array): void {
    this.#bytes += piece.length;
    this.#scanner.push(piece);
  }

  /** @throws ExpositionError where the body is not complete */
  end(): void {
    this.#scanner.end();
  }

  /** What is in the body, once it has ended. */
  get exposure(): Exposure {
    return {
      format: this.#format,
      bytes: this.#bytes,
      lines: this.#scanner.lineCount,
      samples: this.#scanner.sampleCount,
      families: this.#families(),
      growth: [...this.#growth].map(([what, { samples, paths }]) => ({
        what,
        samples,
        paths: paths.size,
      })),
      requests: this.#requests,
      processStart: this.#processStart,
      uptime: this.#uptime,
      flaws: flawsOf(this.#reading.finish()),
    };
  }

  #add({ name, labels }: PlainSeries, value: number): void {
    const isWanted = metricInterest(name) !== 'skip';
    const meaning = isWanted ? metricMeaning(name, labels) : undefined;
    if (isWanted) this.#count(name, meaning !== undefined);
    else this.#otherNames.add(this.#otherNames.size < mostNames ? name : otherNames);
    if (meaning && this.#reading.size < mostSeries) this.#reading.add(meaning, value);
    const path = labels.get('endpoint');
    if (path !== undefined) this.#addPath(name, path);
    if (meaning?.kind === 'processStart') this.#processStart = value;
    if (meaning?.kind === 'uptime') this.#uptime = value;
    // A GraphQL call is among the http ones, too.
    const protocol = meaning?.kind === 'requests' && parseTrafficKey(meaning.series).protocol;
    if (protocol === 'http' || protocol === 'grpc') this.#requests = (this.#requests ?? 0) + value;
  }

  #count(name: string, isUsed: boolean): void {
    const samples = this.#samples.get(name) ?? { all: 0, used: 0 };
    samples.all++;
    if (isUsed) samples.used++;
    this.#samples.set(name, samples);
  }

  #addPath(name: string, path: string): void {
    const what = /^mockforge_(drift|chaos)_/.exec(name)?.[1];
    if (what === undefined) return;
    const growth = this.#growth.get(what) ?? { samples: 0, paths: new Set() };
    growth.samples++;
    if (growth.paths.size < mostPaths) growth.paths.add(path);
    this.#growth.set(what, growth);
  }

  /** A sample's family is the announced one whose samples can have its name, else its name. */
  #families(): ExposedFamily[] {
    const names = new Set([...this.#samples.keys(), ...this.#otherNames]);
    const announced = [...this.#scanner.families].map(([name, type]) => {
      const own = sampleNames(name, type).filter((sampleName) => names.delete(sampleName));
      return { name, type, samples: this.#samplesOf(own) };
    });
    const others = [...names].map((name) => ({
      name,
      type: null,
      samples: this.#samplesOf([name]),
    }));
    return [...announced, ...others].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  #samplesOf(names: readonly string[]): FamilySamples | null {
    const samples = names.flatMap((name) => this.#samples.get(name) ?? []);
    if (samples.length === 0) return null;
    return {
      all: sumOf(samples.map(({ all }) => all)),
      used: sumOf(samples.map(({ used }) => used)),
    };
  }
}

function flawsOf(reading: MetricsReading): Flaw[] {
  const { brokenHistograms, unequalHistograms, repeatedSamples, droppedSamples } = reading;
  const flaws: readonly Flaw[] = [
    { kind: 'broken_histograms', count: brokenHistograms },
    { kind: 'unequal_histograms', count: unequalHistograms },
    { kind: 'repeated_samples', count: repeatedSamples },
    { kind: 'dropped_samples', count: droppedSamples },
  ];
  return flaws.filter(({ count }) => count > 0);
}

/** What a body lacks. */
export function gapsIn({ families, requests, ...exposure }: Exposure): Gap[] {
  const names = families.map(({ name }) => name);
  const has = (pattern: RegExp): boolean => names.some((name) => pattern.test(name));
  if (!has(/^mockforge_/)) {
    return [{ kind: has(/^prometheus_build_info$/) ? 'prometheus_server' : 'no_mockforge' }];
  }
  const gaps: readonly (Gap | false)[] = [
    requests === null && { kind: 'no_request', counter: 'mockforge_requests_total' },
    exposure.processStart === null && {
      kind: 'no_process_start',
      metric: 'process_start_time_seconds',
    },
    !has(/^mockforge_requests_by_path_total$/) && { kind: 'no_endpoints' },
    !has(/^mockforge_chaos_(faults_total|latency_ms)$/) && { kind: 'no_chaos' },
  ];
  return gaps.filter((gap) => gap !== false);
}
