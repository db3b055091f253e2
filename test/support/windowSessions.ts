import { join } from 'node:path';
import { network } from '../../src/collector/network';
import { defaultCleanup } from '../../src/collector/cleanup';
import type { TargetUrls } from '../../src/domain/target';
import { endOfSecond } from '../../src/domain/time';
import { Storage } from '../../src/host/storage';
import { TargetSession } from '../../src/host/targetSession';
import { internalEndpointPatterns } from '../../src/mockforge/paths';
import { noDimensions } from './replays';
import { repositoryRoot } from './repository';

/** What a window collects, how often, and into which folder. */
export interface WindowTask {
  readonly targets: readonly TargetUrls[];
  readonly scrapeIntervalSeconds: number;
  readonly folder: string;
}

/** How the targets of a window stand, each in its place: in which phase, and how many requests to it can be read. */
export interface WindowState {
  readonly phases: readonly string[];
  readonly counts: readonly number[];
}

/** The targets of a window, which share its threads and are not started. `onChange` is told of each status and commit. */
export function windowSessions(
  { targets, scrapeIntervalSeconds, folder }: WindowTask,
  onChange: () => void,
): Promise<readonly TargetSession[]> {
  const storage = new Storage({
    distFolder: join(repositoryRoot(), 'dist'),
    defaultFolder: folder,
    sampleFile: '',
    teamPassword: () => Promise.resolve(undefined),
  });
  return Promise.all(
    targets.map(async (urls) => {
      const location = storage.fileLocation(urls, '');
      return new TargetSession({
        http: network,
        settings: {
          ...urls,
          recorderUrl: '',
          scrapeIntervalSeconds,
          dimensions: noDimensions,
          errorsPerMinute: 1000,
        },
        known: await location.exists(),
        location,
        cleanup: () => defaultCleanup,
        openStore: () => location.open(1),
        log: { info: () => undefined, warn: () => undefined },
        onStatus: onChange,
        onCommit: onChange,
      });
    }),
  );
}

export async function stateOf(sessions: readonly TargetSession[]): Promise<WindowState> {
  const to = endOfSecond(Date.now());
  const span = { from: to - 86_400, to, excludedEndpoints: internalEndpointPatterns };
  const counts = sessions.map(async (session) => {
    const store = await session.store();
    return store ? (await store.reader.summary(span)).requests : 0;
  });
  return { phases: sessions.map(({ status }) => status.phase), counts: await Promise.all(counts) };
}
