import { strict as assert } from 'node:assert';
import { endpointText } from '../../../src/host/tree/endpointText';
import { errorGroupText, storedErrorText } from '../../../src/host/tree/errorText';
import { endpointLabel, statusLabel } from '../../../src/host/tree/labels';
import { tooltipMarkdown } from '../../../src/host/surfaces/tooltip';
import type { ErrorGroup, StoredError, TopEndpoint } from '../../../src/protocol/readModels';
import { english } from '../../../src/sentences/localize';

const endpoint: TopEndpoint = {
  protocol: 'http',
  method: 'GET',
  endpoint: '/api/users/:id',
  requests: 412,
  errors: 13,
  averageMs: 12.5,
  timed: 10,
  p95: { value: 82, bucket: [80, 84], above: false },
  injected: null,
  statusCodes: [],
};

const at = new Date(2026, 10, 23, 22, 52, 58, 678).getTime();

const stored: StoredError = {
  count: 1,
  id: 1,
  timestamp: Math.floor(at / 1000),
  timestampMs: at,
  protocol: 'http',
  method: 'GET',
  endpoint: '/nope/:id',
  path: '/nope/7',
  statusCode: 404,
  errorType: 'not_found',
  errorMessage: null,
  clientIp: '127.0.0.1',
  userAgent: 'axios/1.7.9',
  requestId: null,
  traceId: null,
};

const group: ErrorGroup = {
  protocol: 'http',
  method: 'GET',
  anyMethod: false,
  endpoint: '/nope/:id',
  statusCodes: [404],
  errorType: 'not_found',
  errorMessage: null,
  count: 1104,
  first: stored.timestamp - 60,
  last: stored.timestamp,
};

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('endpointText', () => {
  it('says requests, error rate and p95', () => {
    const { label, description, spoken } = endpointText(endpoint, 'en', english);
    assert.equal(label, 'GET /api/users/:id');
    assert.equal(plain(description), '412 · 3.2% · p95 82 ms');
    assert.equal(
      plain(spoken),
      'GET /api/users/:id, 412 requests, 3.2% errors, 95th percentile 82 ms',
    );
  });

  it('leaves out a p95 that no source knows', () => {
    const { description, tooltip } = endpointText({ ...endpoint, p95: null }, 'en', english);
    assert.equal(description, '412 · 3.2%');
    assert.match(tooltipMarkdown(tooltip), /p95 of handler times \| – \|/);
  });
});

describe('endpointLabel', () => {
  it('says what was not attributed', () => {
    const name = { protocol: 'http', method: 'GET', endpoint: null } as const;
    assert.equal(endpointLabel(name, english), 'GET (not attributed to an endpoint)');
    assert.equal(
      endpointLabel({ ...name, method: 'OPTIONS' }, english),
      'OPTIONS (CORS preflight)',
    );
    assert.equal(
      endpointLabel({ ...name, protocol: 'grpc', method: null }, english),
      'gRPC (not attributed to an endpoint)',
    );
  });
});

describe('statusLabel', () => {
  it('names a number where HTTP does', () => {
    assert.equal(statusLabel('http', 404, english), '404 Not Found');
    assert.equal(statusLabel('http', 799, english), '799');
    assert.equal(statusLabel('grpc', 5, english), '5');
    assert.equal(statusLabel('http', null, english), 'No status');
  });
});

describe('errorGroupText', () => {
  it('says status, endpoint, count, reason and last time', () => {
    const { label, description, spoken } = errorGroupText(group, 'en', english);
    assert.equal(label, '404 GET /nope/:id');
    assert.equal(description, '1,104 · 22:52:58 · 404 Not Found');
    assert.equal(spoken, 'GET /nope/:id, 404 Not Found, 1,104 errors, last at 22:52:58');
  });
});

describe('errorGroupText of several statuses', () => {
  it('says their class, or all of them', () => {
    const faults = { ...group, statusCodes: [500, 503] };
    const { label, tooltip } = errorGroupText(faults, 'en', english);
    assert.equal(label, '5xx GET /nope/:id');
    assert.match(
      plain(tooltipMarkdown(tooltip)),
      /500 Internal Server Error\\, 503 Service Unavailable/,
    );
    const mixed = errorGroupText({ ...group, statusCodes: [408, 504] }, 'en', english);
    assert.equal(mixed.label, '408, 504 GET /nope/:id');
    assert.equal(
      errorGroupText({ ...group, statusCodes: [] }, 'en', english).label,
      'GET /nope/:id',
    );
  });
});

describe('storedErrorText', () => {
  it('says when, from where and with what', () => {
    const { label, description, tooltip } = storedErrorText(stored, 'en', english);
    assert.equal(label, '22:52:58.678');
    assert.equal(description, '127.0.0.1 · axios/1.7.9');
    assert.match(tooltipMarkdown(tooltip), /\| Path \| \\\/nope\\\/7 \|/);
  });

  it('knows seconds only where the log did not say more', () => {
    const { label } = storedErrorText({ ...stored, timestampMs: null }, 'en', english);
    assert.equal(label, '22:52:58');
  });

  it('says that it does not know the client', () => {
    const nobody = { ...stored, clientIp: null, userAgent: null };
    assert.equal(storedErrorText(nobody, 'en', english).description, 'unknown client');
  });

  it('says how many it stands for instead, where it is several', () => {
    const errorMessage = '7 more in this minute were counted, not stored one by one.';
    const several = { ...stored, clientIp: null, userAgent: null, count: 7, errorMessage };
    assert.equal(storedErrorText(several, 'en', english).description, errorMessage);
  });
});
