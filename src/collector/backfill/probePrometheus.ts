import { minuteSeconds, toSeconds } from '../../domain/time';
import { historyQueries } from '../../mockforge/historyQueries';
import { PrometheusApi } from '../../prometheus/queryRange';
import type { Access } from '../sources/access';
import { askPrometheus } from './askPrometheus';

/**
 * Asks a server at this address for the past. It may hold nothing of MockForge: that depends on the range.
 * @throws SourceError or PrometheusError where it cannot be asked
 */
export async function probePrometheus(access: Access, url: string): Promise<void> {
  const api = new PrometheusApi(url, askPrometheus(access, new AbortController().signal));
  const now = toSeconds(access.clock.now());
  await api.series(historyQueries([]).counted, now - minuteSeconds, now);
}
