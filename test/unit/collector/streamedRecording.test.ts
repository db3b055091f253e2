import { deepEqual, ok } from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { Collector } from '../../../src/collector/collector';
import type { HttpGet } from '../../../src/collector/sources/httpGet';
import { logStreamRule } from '../../../src/mockforge/logStreamRows';
import { adminPaths } from '../../../src/mockforge/paths';
import { recordedHttp, recordedUrls } from '../../../src/replay/recordedHttp';
import { RecordedServer } from '../../../src/replay/recordedServer';
import { VirtualClock } from '../../../src/replay/virtualClock';
import { databases } from '../../support/databases';
import { noDimensions, quietly } from '../../support/replays';
import { shopRecording } from '../../support/shop';
import { writeShopDatabase } from '../../support/shopDatabase';
import { everythingStored, storedByEndpoint } from '../../support/trafficRows';

/** The recorded network with its live stream, which the virtual clock moves. */
function streamingHttp(server: RecordedServer, clock: VirtualClock): HttpGet {
  const http = recordedHttp(server, clock);
  return (url, { signal }) => {
    const stream = url.endsWith(adminPaths.logStream) ? server.stream(clock.now()) : null;
    if (!stream) return http(url);
    const { periodMs } = logStreamRule;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        const wait = (): void => {
          const at = (Math.floor(clock.now() / periodMs) + 1) * periodMs;
          clock.schedule(at, () => {
            if (signal.aborted) return;
            const event = stream.event(clock.now());
            if (event === null) {
              controller.error(new TypeError('terminated'));
              return;
            }
            controller.enqueue(new TextEncoder().encode(event));
            wait();
          });
        };
        wait();
      },
    });
    const headers = { 'content-type': 'text/event-stream' };
    return Promise.resolve(new Response(body, { headers }));
  };
}

describe('Collecting a recording with its live stream', function () {
  this.timeout(60_000);
  const newDatabase = databases();

  it('comes to the same errors and the same requests by endpoint as without, reading the log less', async () => {
    const recording = await shopRecording();
    const polled = await newDatabase(writeShopDatabase);

    const streamed = await newDatabase();
    const clock = new VirtualClock(recording.from);
    const http = streamingHttp(new RecordedServer(recording), clock);
    let logReads = 0;
    const collector = new Collector({
      ...quietly,
      clock,
      http: (url, init) => {
        if (url.includes(`${adminPaths.logs}?`)) logReads++;
        return http(url, init);
      },
      settings: {
        ...recordedUrls,
        recorderUrl: '',
        scrapeIntervalSeconds: 15,
        dimensions: noDimensions,
        errorsPerMinute: 1000,
      },
      openStore: () => Promise.resolve(streamed),
    });
    collector.start();
    await collector.idle();
    await clock.runUntil(recording.to, async () => {
      await turn();
      await collector.idle();
    });
    await collector.pause();
    await collector.serverEnded();

    deepEqual(await storedByEndpoint(streamed), await storedByEndpoint(polled));
    const [{ error_events: errors }, { error_events: expected }] = [
      await everythingStored(streamed),
      await everythingStored(polled),
    ];
    deepEqual(errors, expected);
    // A scrape each 15 s over 20 minutes, and a few reads where processes begin.
    ok(logReads < 100, `${logReads} reads of the log`);
  });
});
