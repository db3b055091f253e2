import { deepEqual } from 'node:assert/strict';
import { StatusTracker } from '../../../src/collector/statusTracker';
import { noDimensions, silentLog } from '../../support/replays';

describe('StatusTracker', () => {
  it('tells of the status where it changed, not with each read of a log that answers', () => {
    const told: string[] = [];
    const settings = {
      metricsUrl: 'http://127.0.0.1:9090/metrics',
      adminUrl: 'http://127.0.0.1:9080',
      recorderUrl: '',
      scrapeIntervalSeconds: 15,
      dimensions: noDimensions,
      errorsPerMinute: 1000,
    };
    const tracker = new StatusTracker(settings, true, silentLog, ({ phase, log }) => {
      told.push(`${phase} ${log.state}`);
    });
    tracker.set({ paused: false });
    for (let read = 0; read < 3; read++) tracker.set({ log: { state: 'on', failure: null } });
    tracker.set({ log: { state: 'unknown', failure: null } });
    deepEqual(told, ['collecting unknown', 'collecting on', 'collecting unknown']);
  });
});
