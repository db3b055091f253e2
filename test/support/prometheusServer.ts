import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePorts } from './mockForge';

const startLimitMs = 30_000;

/** One series of an answer, which are in the order of their labels; values as Prometheus writes them. */
export interface AnsweredSeries {
  readonly metric: Readonly<Record<string, string>>;
  /** Of an instant query. */
  readonly value?: readonly [at: number, value: string];
  /** Of a range query. */
  readonly values?: readonly (readonly [at: number, value: string])[];
}

/** A real Prometheus server on loopback that holds given samples. `prometheus` and `promtool` are on PATH. */
export class PrometheusServer {
  readonly #process: ChildProcess;
  readonly #folder: string;
  readonly #url: string;

  private constructor(process: ChildProcess, folder: string, port: number) {
    this.#process = process;
    this.#folder = folder;
    this.#url = `http://127.0.0.1:${port}`;
  }

  /** @param samples OpenMetrics text with timestamps, without its last line */
  static async start(samples: string): Promise<PrometheusServer> {
    const folder = await mkdtemp(join(tmpdir(), 'prometheus-'));
    const [text, data, config] = ['samples', 'data', 'prometheus.yml'].map((n) => join(folder, n));
    await writeFile(text ?? '', `${samples}# EOF\n`);
    await writeFile(config ?? '', '');
    const import_ = ['tsdb', 'create-blocks-from', 'openmetrics', text ?? '', data ?? ''];
    execFileSync('promtool', import_, { stdio: ['ignore', 'ignore', 'inherit'] });
    const [port = 0] = await freePorts(1);
    const child = spawn(
      'prometheus',
      [
        `--config.file=${config}`,
        `--storage.tsdb.path=${data}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--storage.tsdb.retention.time=100y',
      ],
      { stdio: 'ignore' },
    );
    const server = new PrometheusServer(child, folder, port);
    await server.#untilReady();
    return server;
  }

  async version(): Promise<string> {
    const { version } = (await this.#get('status/buildinfo', {})) as { version: string };
    return version;
  }

  /** @param time unix seconds */
  query(query: string, time: number): Promise<readonly AnsweredSeries[]> {
    return this.#series('query', { query, time });
  }

  /** From `start` to `end`, both included, unix seconds, each `step` seconds. */
  queryRange(
    query: string,
    { start, end, step }: { readonly start: number; readonly end: number; readonly step: number },
  ): Promise<readonly AnsweredSeries[]> {
    return this.#series('query_range', { query, start, end, step });
  }

  async stop(): Promise<void> {
    this.#process.kill();
    await once(this.#process, 'exit');
    await rm(this.#folder, { recursive: true });
  }

  async #series(
    path: string,
    parameters: Readonly<Record<string, string | number>>,
  ): Promise<readonly AnsweredSeries[]> {
    const { result } = (await this.#get(path, parameters)) as { result: AnsweredSeries[] };
    const key = ({ metric }: AnsweredSeries): string => JSON.stringify(metric);
    return result.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  }

  async #get(
    path: string,
    parameters: Readonly<Record<string, string | number>>,
  ): Promise<unknown> {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters)) search.set(name, String(value));
    const response = await fetch(`${this.#url}/api/v1/${path}?${search.toString()}`);
    const answer = (await response.json()) as { status: string; error?: string; data: unknown };
    if (answer.status !== 'success') throw new Error(`Prometheus: ${answer.error ?? 'no reason'}`);
    return answer.data;
  }

  async #untilReady(): Promise<void> {
    const limit = Date.now() + startLimitMs;
    while (Date.now() < limit) {
      const ready = await fetch(`${this.#url}/-/ready`)
        .then(({ ok }) => ok)
        .catch(() => false);
      if (ready) return;
      await wait(100);
    }
    await this.stop();
    throw new Error('Prometheus did not come up.');
  }
}
