import type { ProcessRun } from './processRuns';
import { isToldApart, overlap, relationInTurn, relationOf } from './sameProcess';
import type { Relation } from './sameProcess';

/** One process: the runs in which Prometheus shows it, of several jobs, names or replicas. */
export type ProcessCopies = readonly ProcessRun[];

/** The processes that Prometheus shows, and pairs of them that may still be one. */
export interface Processes {
  readonly all: readonly ProcessCopies[];
  readonly doubts: readonly (readonly [ProcessCopies, ProcessCopies])[];
}

/** Brings the runs of one process together. */
export function processesOf(runs: readonly ProcessRun[]): Processes {
  const relations = new Relations();
  let all: ProcessCopies[] = [];
  for (const run of runs) {
    const others: ProcessCopies[] = [];
    let own: ProcessCopies = [run];
    for (const copies of all) {
      if (relations.between(own, copies) === 'one') own = [...copies, ...own];
      else others.push(copies);
    }
    all = [...others, own];
  }
  const doubts = all.flatMap((one, i) =>
    all
      .slice(i + 1)
      .filter((other) => relations.between(one, other) !== 'two')
      .map((other) => [one, other] as const),
  );
  return { all, doubts };
}

class Relations {
  readonly #known = new Map<ProcessRun, Map<ProcessRun, Relation>>();

  /** Of two processes: where the copies of one say different things of the other it is in doubt. */
  between(one: ProcessCopies, other: ProcessCopies): Relation {
    let areOne = false;
    let areTwo = false;
    for (const a of one) {
      for (const b of other) {
        const relation = this.#of(a, b);
        areOne ||= relation === 'one';
        areTwo ||= relation === 'two';
      }
    }
    if (areOne) return areTwo ? 'doubt' : 'one';
    return areTwo ? 'two' : 'doubt';
  }

  #of(a: ProcessRun, b: ProcessRun): Relation {
    const isInTurn = a.history === b.history;
    // A server that restarts all the time has very many runs, so most pairs must be told apart
    // cheaply.
    if (isInTurn ? !overlap(a, b) : isToldApart(a, b)) return 'two';
    const known = this.#known.get(b)?.get(a) ?? this.#known.get(a)?.get(b);
    if (known !== undefined) return known;
    const relation = isInTurn ? relationInTurn(a, b) : relationOf(a, b);
    this.#known.set(a, (this.#known.get(a) ?? new Map<ProcessRun, Relation>()).set(b, relation));
    return relation;
  }
}
