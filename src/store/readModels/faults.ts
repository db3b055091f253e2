import faultCountsSql from '../../../sql/readModels/faultCounts.sql';
import type { AnswerCount } from '../../protocol/answers';
import type { TimeSpan } from '../../protocol/readModels';
import type { Connection } from '../database/connection';
import { overFailures } from './failures';
import type { EndpointCounts } from './spanCounts';

/** Requests that injected faults ended. */
export interface FaultCounts {
  /** Null: not known. */
  readonly method: string | null;
  readonly statuses: readonly string[];
  readonly count: number;
}

/** What injected faults of a span ended at HTTP endpoints. */
export class Faults {
  readonly #byPath = new Map<string, FaultCounts[]>();

  constructor(connection: Connection, span: TimeSpan) {
    for (const row of overFailures(connection, span, faultCountsSql)) {
      const endpoint = row.text('endpoint');
      const statuses = row.textOrNull('statuses') ?? String(row.numberOrNull('status_code') ?? '');
      const counts = {
        method: row.textOrNull('method'),
        statuses: statuses.split(' '),
        count: row.number('failures'),
      };
      const known = this.#byPath.get(endpoint);
      if (known) known.push(counts);
      else this.#byPath.set(endpoint, [counts]);
    }
  }

  /** Those that an endpoint may have met. */
  of({ method, endpoint }: Pick<EndpointCounts, 'method' | 'endpoint'>): readonly FaultCounts[] {
    return this.ofPath(endpoint).filter(
      (fault) => fault.method === null || fault.method === method,
    );
  }

  /** Those of a path, whatever the method. */
  ofPath(endpoint: string | null): readonly FaultCounts[] {
    return this.#byPath.get(endpoint ?? '') ?? [];
  }
}

/** Answers by status, ascending, and how many of them these faults may have ended. */
export function answerCounts(
  byStatus: EndpointCounts['byStatus'],
  faults: readonly FaultCounts[],
): readonly AnswerCount[] {
  return [...byStatus]
    .flatMap(([status, requests]) =>
      status === null || requests === 0 ? [] : [{ status, requests }],
    )
    .sort((a, b) => a.status - b.status)
    .map(({ status, requests }) => {
      const injected = faults
        .filter(({ statuses }) => statuses.includes(String(status)))
        .reduce((sum, { count }) => sum + count, 0);
      return { status, requests, injected: Math.min(requests, injected) };
    });
}
