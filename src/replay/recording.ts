import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createBrotliDecompress } from 'node:zlib';
import { errorMessage } from '../domain/errorMessage';
import { FaultError } from '../domain/faultError';
import type { OneOf } from '../domain/oneOf';

/** What /metrics answered at `t` (unix ms) after `ms`; status 0 when nobody answered. */
export interface RecordedScrape {
  readonly t: number;
  readonly ms: number;
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** A row of the request log as the admin API gives it, visible from `t` on. */
export interface RecordedLogRow {
  readonly t: number;
  readonly row: { readonly id: string; readonly timestamp: string };
}

/** An exchange of the recorder as its API gives it, visible from `t` on. */
export interface RecordedExchange {
  readonly t: number;
  readonly row: unknown;
}

/** A span in which one process of the server ran, unix ms; it died or was stopped at `to`. */
export interface RecordedProcess {
  readonly from: number;
  readonly to: number;
}

/** A recording of a real server, in order of time. */
export interface Recording {
  readonly from: number;
  readonly to: number;
  /** Whether it was recorded up to the server's end. */
  readonly ended: boolean;
  readonly processes: readonly RecordedProcess[];
  readonly scrapes: readonly RecordedScrape[];
  readonly logRows: readonly RecordedLogRow[];
  readonly exchanges: readonly RecordedExchange[];
  /** JSON that the admin API answered, by path. */
  readonly answers: ReadonlyMap<string, unknown>;
}

/** What is wrong with a recording. */
export interface RecordingFaults {
  readonly unreadable: { readonly file: string; readonly reason: string };
  /** It has no meta line of a format that we know. */
  readonly no_recording: { readonly file: string };
}

export type RecordingFault = OneOf<RecordingFaults>;

/** The file is not a recording in the format we know. */
export class RecordingError extends FaultError<RecordingFault> {
  override readonly name = 'RecordingError';
}

type Line =
  | { readonly kind: 'meta'; readonly t: number; readonly format: number }
  | { readonly kind: 'static'; readonly t: number; readonly path: string; readonly body: unknown }
  | { readonly kind: 'process'; readonly t: number; readonly event: 'start' | 'kill' | 'end' }
  | ({ readonly kind: 'scrape' } & Partial<RecordedScrape> & { readonly t: number })
  | ({ readonly kind: 'log' } & RecordedLogRow)
  | ({ readonly kind: 'exchange' } & RecordedExchange);

/**
 * Reads a recording: JSON Lines, compressed by Brotli when the name ends in `.br`.
 * @throws RecordingError when it cannot be read or is no recording
 */
export async function readRecording(file: string): Promise<Recording> {
  const raw = createReadStream(file);
  const plain = file.endsWith('.br') ? raw.pipe(createBrotliDecompress()) : raw;
  const lines = createInterface({ input: plain, crlfDelay: Infinity });
  const unreadable = new Promise<never>((_, reject) => {
    raw.once('error', reject);
    plain.once('error', reject);
  });
  const builder = new RecordingBuilder(file);
  try {
    await Promise.race([builder.addAll(lines), unreadable]);
  } catch (error) {
    if (error instanceof RecordingError) throw error;
    throw new RecordingError({ kind: 'unreadable', file, reason: errorMessage(error) });
  }
  return builder.finish();
}

class RecordingBuilder {
  readonly #file: string;
  readonly #scrapes: RecordedScrape[] = [];
  readonly #logRows: RecordedLogRow[] = [];
  readonly #exchanges: RecordedExchange[] = [];
  readonly #processes: { from: number; to: number }[] = [];
  readonly #answers = new Map<string, unknown>();
  #from: number | undefined;
  #to = 0;
  #ended = false;

  constructor(file: string) {
    this.#file = file;
  }

  async addAll(lines: AsyncIterable<string>): Promise<void> {
    for await (const text of lines) {
      if (text !== '') this.#add(JSON.parse(text) as Line);
    }
  }

  #add(line: Line): void {
    this.#to = Math.max(this.#to, line.t);
    switch (line.kind) {
      case 'meta':
        if (line.format === 1) this.#from = line.t;
        break;
      case 'static':
        this.#answers.set(line.path, line.body);
        break;
      case 'process':
        this.#process(line);
        break;
      case 'scrape':
        this.#scrapes.push({ ms: 0, status: 0, contentType: '', body: '', ...line });
        break;
      case 'log':
        this.#logRows.push({ t: line.t, row: line.row });
        break;
      case 'exchange':
        this.#exchanges.push({ t: line.t, row: line.row });
        break;
    }
  }

  #process({ event, t }: Extract<Line, { kind: 'process' }>): void {
    const running = this.#processes[this.#processes.length - 1];
    if (event === 'start') this.#processes.push({ from: t, to: Infinity });
    else if (running) running.to = t;
    this.#ended = event === 'end';
  }

  finish(): Recording {
    if (this.#from === undefined) {
      throw new RecordingError({ kind: 'no_recording', file: this.#file });
    }
    return {
      from: this.#from,
      to: this.#to,
      ended: this.#ended,
      processes: this.#processes,
      scrapes: this.#scrapes,
      logRows: this.#logRows,
      exchanges: this.#exchanges,
      answers: this.#answers,
    };
  }
}
