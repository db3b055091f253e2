import type { Recording } from '../../src/replay/recording';
import { shopRecording } from '../support/shop';

/** Families that the extension does not read: 95 % of most scrapes. */
const unread = /^(# \w+ )?mockforge_drift_.*\n/gm;

/** A sample that is counted by path. */
const ofPath = /^([^#{]+\{endpoint=")([^"]*)("[^}]*\}) (\S+)$/;

/**
 * The bundled recording, without those metrics that nothing reads, and with one path for each endpoint: of the delay that
 * it injects the server counts each path that was ever asked for, which would be 1.7 MB a scrape.
 */
export async function readDemoRecording(): Promise<Recording> {
  const recording = await shopRecording();
  const paths = new Map<string, string>();
  const scrapes = recording.scrapes.map((scrape) => ({
    ...scrape,
    body: withOnePathEach(scrape.body.replaceAll(unread, ''), paths),
  }));
  return { ...recording, scrapes };
}

/** @param paths by their endpoint, the first that was seen of it */
function withOnePathEach(body: string, paths: Map<string, string>): string {
  const sums = new Map<string, number>();
  const lines = body.split('\n').map((line) => {
    const [, before, path = '', after, value] = ofPath.exec(line) ?? [];
    if (before === undefined || after === undefined) return line;
    // What differs from request to request has digits.
    const endpoint = path.replaceAll(/[^/]*\d[^/]*/g, ':id');
    const known = paths.get(endpoint) ?? path;
    paths.set(endpoint, known);
    const series = `${before}${known}${after}`;
    const isFirst = !sums.has(series);
    sums.set(series, (sums.get(series) ?? 0) + Number(value));
    return isFirst ? series : null;
  });
  return lines
    .filter((line) => line !== null)
    .map((line) => (sums.has(line) ? `${line} ${sums.get(line)}` : line))
    .join('\n');
}
