import type { ServerResponse } from 'node:http';
import type { Clock } from '../../src/domain/clock';
import { floorTo } from '../../src/domain/time';
import { logStreamRule } from '../../src/mockforge/logStreamRows';
import type { RecordedStream } from '../../src/replay/recordedStream';

/** Sends a live stream until it breaks or nobody listens; `onSent` is told the bytes of each event. */
export function sendStream(
  stream: Pick<RecordedStream, 'event'>,
  clock: Clock,
  response: ServerResponse,
  onSent: (bytes: number) => void = () => undefined,
): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  response.flushHeaders();
  let cancel = (): void => undefined;
  const wait = (): void => {
    const at = floorTo(clock.now(), logStreamRule.periodMs) + logStreamRule.periodMs;
    cancel = clock.schedule(at, send);
  };
  const send = (): void => {
    const event = stream.event(clock.now());
    if (event === null) {
      response.destroy();
      return;
    }
    response.write(event);
    onSent(Buffer.byteLength(event));
    wait();
  };
  response.once('close', () => {
    cancel();
  });
  wait();
}
