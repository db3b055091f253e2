import type { Recording } from '../../src/replay/recording';
import { shopRecording } from '../support/shop';

/** Families that the extension does not read: 95 % of most scrapes. */
const unread = /^(# \w+ )?mockforge_drift_.*\n/gm;

/** The bundled recording, without those metrics that nothing reads. */
export async function readDemoRecording(): Promise<Recording> {
  const recording = await shopRecording();
  const scrapes = recording.scrapes.map((scrape) => ({
    ...scrape,
    body: scrape.body.replaceAll(unread, ''),
  }));
  return { ...recording, scrapes };
}
