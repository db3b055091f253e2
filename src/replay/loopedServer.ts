import { RecordedServer } from './recordedServer';
import type { RecordedAnswer, Resumed } from './recordedServer';
import type { RecordedStream } from './recordedStream';
import type { Recording } from './recording';

/** Scrapes were recorded at whole quarters of a minute and must be played at such. */
const gridMs = 15_000;

/** A recording played over and over, each run as new processes with new ids right after the one before. */
export class LoopedServer {
  readonly #recording: Recording;
  readonly #firstShift: number;
  readonly #period: number;
  #resumed: Resumed | undefined;
  #server: { readonly run: number; readonly server: RecordedServer } | undefined;

  /** @param endOfFirst unix ms at or shortly before which the first run ends */
  constructor(recording: Recording, endOfFirst: number) {
    this.#recording = recording;
    this.#firstShift = Math.floor((endOfFirst - recording.to) / gridMs) * gridMs;
    this.#period = Math.ceil((recording.to - recording.from) / gridMs) * gridMs;
  }

  /** By how many ms the first run is later than the recording. */
  get firstShift(): number {
    return this.#firstShift;
  }

  /** How many ms each run is later than the one before. */
  get period(): number {
    return this.#period;
  }

  /** A run goes on where another server of it, which was asked before, was stopped. */
  resume(resumed: Resumed | undefined): void {
    this.#resumed = resumed;
    this.#server = undefined;
  }

  /** As RecordedServer.answer; null before the first run and between the runs. */
  answer(path: string, now: number): RecordedAnswer | null {
    return this.#serverAt(now)?.answer(path, now) ?? null;
  }

  /** As RecordedServer.stream; it ends with its run at the latest. */
  stream(now: number): Pick<RecordedStream, 'event'> | null {
    const server = this.#serverAt(now);
    const stream = server?.stream(now);
    if (!stream) return null;
    return { event: (later) => (this.#serverAt(later) === server ? stream.event(later) : null) };
  }

  #serverAt(now: number): RecordedServer | undefined {
    const run = this.#runAt(now);
    if (run < 0) return undefined;
    if (this.#server?.run !== run) {
      const milliseconds = this.#firstShift + run * this.#period;
      const resumed = this.#resumed;
      const isResumed = resumed && run === Math.max(0, this.#runAt(resumed.logReadAt));
      const shift = { milliseconds, run };
      const server = new RecordedServer(this.#recording, shift, isResumed ? resumed : undefined);
      this.#server = { run, server };
    }
    return this.#server.server;
  }

  #runAt(at: number): number {
    return Math.floor((at - (this.#recording.from + this.#firstShift)) / this.#period);
  }
}
