import { strict as assert } from 'node:assert';
import { treeMessage } from '../../../src/host/tree/treeMessage';
import type { CollectingStatus, FailureKind } from '../../../src/protocol/collectingStatus';

function status(
  phase: CollectingStatus['phase'],
  metricsFailure: FailureKind | null,
  logFails = false,
): CollectingStatus {
  const failure = (kind: FailureKind, name: string): CollectingStatus['metrics'] => ({
    state: 'failing',
    failure: { kind, what: `${name} fails.`, todo: 'Mend it.' },
  });
  const fine = { state: 'on', failure: null } as const;
  return {
    phase,
    metricsUrl: '',
    adminUrl: '',
    scrapeIntervalSeconds: 15,
    metrics: metricsFailure ? failure(metricsFailure, 'Metrics') : fine,
    log: logFails ? failure('unreachable', 'The log') : fine,
    recorder: { state: 'unknown', failure: null },
    lastScrapeAt: null,
    lastTryAt: null,
    nextTryAt: null,
    failedTries: 0,
  };
}

describe('treeMessage', () => {
  it('is the failure in its own words', () => {
    assert.equal(treeMessage(status('failing', 'timeout')), 'Metrics fails. Mend it.');
  });

  it('leaves a server that is not running before first contact to the welcome', () => {
    assert.equal(treeMessage(status('waiting', 'unreachable')), undefined);
  });

  it('tells before first contact what answered that is no MockForge', () => {
    assert.equal(treeMessage(status('waiting', 'html')), 'Metrics fails. Mend it.');
  });

  it('tells why there are no endpoints while totals are collected', () => {
    assert.equal(treeMessage(status('collecting', null, true)), 'The log fails. Mend it.');
  });

  it('is silent while all is well, and while the user paused', () => {
    assert.equal(treeMessage(status('collecting', null)), undefined);
    assert.equal(treeMessage(status('paused', 'timeout', true)), undefined);
  });
});
