import assert from 'node:assert/strict';
import { ExposureReader, gapsIn } from '../../../src/mockforge/exposure';
import type { Exposure } from '../../../src/mockforge/exposure';
import { ExpositionError } from '../../../src/prometheus/expositionError';
import { flawText, gapText } from '../../../src/sentences/inspectionText';
import { recordedBodies } from '../prometheus/scan';

function exposureOf(body: string): Exposure {
  const reader = new ExposureReader('prometheus-text');
  reader.push(Buffer.from(body));
  reader.end();
  return reader.exposure;
}

describe('ExposureReader', () => {
  const body = recordedBodies().at(-1)!;
  const lines = body.trimEnd().split('\n');
  const samples = lines.filter((line) => !line.startsWith('#'));

  function allUsed(pattern: RegExp): { all: number; used: number } {
    const { length } = samples.filter((line) => pattern.test(line));
    return { all: length, used: length };
  }

  it('counts what a recorded body holds', () => {
    const exposure = exposureOf(body);
    assert.equal(exposure.bytes, Buffer.byteLength(body));
    assert.equal(exposure.lines, lines.length);
    assert.equal(exposure.samples, samples.length);
    const announced = lines.filter((line) => line.startsWith('# TYPE'));
    assert.equal(exposure.families.length, announced.length);
  });

  it('tells what of a family collecting reads', () => {
    const families = new Map(exposureOf(body).families.map((family) => [family.name, family]));
    const requests = families.get('mockforge_requests_total')!;
    assert.equal(requests.type, 'counter');
    assert.deepEqual(requests.samples, allUsed(/^mockforge_requests_total\{/));
    const durations = families.get('mockforge_request_duration_seconds')!;
    assert.deepEqual(durations.samples, allUsed(/^mockforge_request_duration_seconds_/));
    assert.equal(families.get('mockforge_drift_percentage')!.samples, null);
  });

  it('tells how many raw paths make it grow', () => {
    const paths = new Set(
      samples
        .filter((line) => line.startsWith('mockforge_drift_'))
        .map((line) => /endpoint="([^"]*)"/.exec(line)![1]),
    );
    const drift = exposureOf(body).growth.find(({ what }) => what === 'drift')!;
    assert.equal(drift.paths, paths.size);
    assert.equal(drift.samples, samples.filter((line) => /^mockforge_drift_/.test(line)).length);
  });

  it('says what of it is not used, since it is wrong, and nothing of a sound body', () => {
    assert.deepEqual(exposureOf(body).flaws, []);
    const duration = 'mockforge_request_duration_seconds';
    const lines = (method: string, ...bounds: readonly string[]): string[] => [
      ...bounds.map((le) => `${duration}_bucket{protocol="http",method="${method}",le="${le}"} 1`),
      `${duration}_sum{protocol="http",method="${method}"} 0.5`,
      `${duration}_count{protocol="http",method="${method}"} 1`,
    ];
    const { flaws } = exposureOf(
      [
        ...lines('GET', '0.1', '1', '+Inf'),
        ...lines('PUT', '0.1', '1'),
        ...lines('POST', '1', '0.1', '+Inf'),
        ...lines('HEAD', '0.1', '0.10', '+Inf'),
        'mockforge_requests_total{protocol="http",method="GET",status="200"} NaN',
        '',
      ].join('\n'),
    );
    assert.deepEqual(flaws.map(flawText), [
      'Histograms without their sum or +Inf bucket, or with decreasing buckets, which are ignored: 2.',
      'Histograms whose buckets and count disagree: 1.',
      'Samples of a series that appeared before, which are ignored: 1.',
      'Samples that no counter can be (NaN, infinite or negative), which are ignored: 1.',
    ]);
  });

  it('finds what collecting reads behind any number of other names', () => {
    const names = Array.from({ length: 12_000 }, (_, i) => `a${i} 1\n`);
    const { families, samples: count } = exposureOf(
      `${names.join('')}mockforge_uptime_seconds 3\n`,
    );
    assert.equal(count, 12_001);
    assert.equal(families.length, 10_002);
    assert.deepEqual(
      families.filter(({ samples: own }) => own !== null),
      [{ name: 'mockforge_uptime_seconds', type: null, samples: { all: 1, used: 1 } }],
    );
  });

  it('tells samples of a family that mean nothing to us from those that do', () => {
    const { families } = exposureOf(
      [
        'mockforge_requests_total{protocol="http",method="GET",status="200"} 5',
        'mockforge_requests_total{protocol="carrier pigeon",method="GET",status="200"} 5',
        '',
      ].join('\n'),
    );
    assert.deepEqual(families[0]?.samples, { all: 2, used: 1 });
  });

  it('counts a GraphQL call once, though the server counts it twice', () => {
    const { requests } = exposureOf(
      [
        'mockforge_requests_total{protocol="http",method="POST",status="200"} 5',
        'mockforge_requests_total{protocol="graphql",method="query",status="200"} 3',
        'mockforge_ws_messages_sent_total 9',
        '',
      ].join('\n'),
    );
    assert.equal(requests, 5);
  });

  it('takes a sample that no line announced for a family of its own', () => {
    assert.deepEqual(exposureOf('b 1\na 2\na 3\n').families, [
      { name: 'a', type: null, samples: null },
      { name: 'b', type: null, samples: null },
    ]);
  });

  it('rejects a body that breaks off, in any family', () => {
    assert.throws(() => exposureOf('unwanted 1\nunwanted{a="'), ExpositionError);
    assert.throws(() => exposureOf('unwanted{a=} 1\n'), ExpositionError);
  });
});

/** What a body lacks, as people read it. */
function missingIn(exposure: Exposure): readonly string[] {
  return gapsIn(exposure).map(gapText);
}

describe('gapsIn', () => {
  it('names what a recorded body lacks', () => {
    const gaps = missingIn(exposureOf(recordedBodies().at(-1)!));
    assert.deepEqual(
      gaps.map((text) => /No request|process_start|by-path|No fault/.exec(text)?.[0]),
      ['by-path', 'No fault'],
    );
  });

  it('names everything that a new server on another platform lacks', () => {
    const gaps = missingIn(exposureOf('mockforge_uptime_seconds 3\n'));
    assert.deepEqual(
      gaps.map((text) => /No request|process_start|by-path|No fault/.exec(text)?.[0]),
      ['No request', 'process_start', 'by-path', 'No fault'],
    );
  });

  it('says only that when the metrics are not those of MockForge', () => {
    assert.match(missingIn(exposureOf('up 1\n')).join(), /^It contains no MockForge metrics/);
    const prometheus = missingIn(exposureOf('prometheus_build_info{version="2"} 1\n'));
    assert.match(prometheus.join(), /^These are the metrics of a Prometheus server/);
  });
});
