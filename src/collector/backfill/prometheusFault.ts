import { errorMessage } from '../../domain/errorMessage';
import { minuteSeconds, toSeconds } from '../../domain/time';
import { historyQueries } from '../../mockforge/historyQueries';
import { PrometheusApi } from '../../prometheus/queryRange';
import type { Access } from '../sources/access';
import { askPrometheus } from './askPrometheus';

/**
 * Why a server at this address cannot be asked for the past, in sentences for the user; undefined where it can.
 * It may hold nothing of MockForge: that depends on the range.
 */
export async function prometheusFault(access: Access, url: string): Promise<string | undefined> {
  const api = new PrometheusApi(url, askPrometheus(access, new AbortController().signal));
  const now = toSeconds(access.clock.now());
  try {
    await api.series(historyQueries([]).counted, now - minuteSeconds, now);
    return undefined;
  } catch (error) {
    return errorMessage(error);
  }
}
