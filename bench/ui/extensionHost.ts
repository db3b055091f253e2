import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { StartReport, TimerReport } from './probe';

/** Clock ticks of /proc a second, on every Linux. */
const ticksPerSecond = 100;
const lookMs = 50;
const patienceMs = 60_000;
/** A host is at rest when it used so much of a core for so long. */
const restingPercent = 10;
const restingMs = 2000;

/** The extension hosts of a workbench, by what their probes report into a file. */
export class ProbedHosts {
  readonly #reportFile: string;

  constructor(reportFile: string) {
    this.#reportFile = reportFile;
  }

  /** The hosts that have started, oldest first; waits until there are so many. */
  async started(count: number): Promise<readonly StartReport[]> {
    const isStart = (line: StartReport | TimerReport): line is StartReport => 'process' in line;
    return this.#lines(isStart, count);
  }

  /** What a host's probe says now. */
  async timers(process_: number): Promise<TimerReport> {
    const isTimers = (line: StartReport | TimerReport): line is TimerReport => 'timers' in line;
    const before = await this.#lines(isTimers, 0);
    process.kill(process_, 'SIGUSR2');
    const [now] = (await this.#lines(isTimers, before.length + 1)).slice(before.length);
    if (!now) throw new Error('The probe said nothing.');
    return now;
  }

  /** Waits until a host has nothing left to do that it began with. */
  async atRest(process_: number): Promise<void> {
    let busy = Infinity;
    while (busy > restingPercent) {
      const before = processorTime(process_);
      await delay(restingMs);
      busy = (processorTime(process_) - before) / (restingMs / 100);
    }
  }

  async #lines<Line extends StartReport | TimerReport>(
    isWanted: (line: StartReport | TimerReport) => line is Line,
    count: number,
  ): Promise<readonly Line[]> {
    const end = performance.now() + patienceMs;
    for (;;) {
      const lines = readFileSync(this.#reportFile, 'utf8')
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as StartReport | TimerReport)
        .filter(isWanted);
      if (lines.length >= count) return lines;
      if (performance.now() > end) throw new Error('The extension host did not report.');
      await delay(lookMs);
    }
  }
}

/** Processor time that a process has used with all its threads, ms. */
export function processorTime(process_: number): number {
  const fields = readFileSync(`/proc/${process_}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
}

/** Memory of a process, bytes, without its part of what others have too. */
export function ownMemory(process_: number): number {
  const rollup = readFileSync(`/proc/${process_}/smaps_rollup`, 'utf8');
  return Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? NaN) * 1024;
}
