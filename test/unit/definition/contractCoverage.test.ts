import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import type { MatchedDocument } from '../../../src/definition/contractCoverage';
import { contractCoverage } from '../../../src/definition/contractCoverage';
import type { DefinedOperation } from '../../../src/definition/definition';
import { matchOperations } from '../../../src/definition/matchOperations';
import type { AnswerCount, EndpointAnswers } from '../../../src/protocol/answers';
import type { ContractCoverage, OperationState } from '../../../src/protocol/contractCoverage';
import { declaredAndSeen, declaredByFaultOnly } from '../../../src/protocol/contractCoverage';

const at = { line: 0, character: 0 };

function operation(parts: Partial<DefinedOperation> = {}): DefinedOperation {
  return {
    method: 'GET',
    path: '/a',
    operationId: null,
    deprecated: false,
    statuses: ['200'],
    at: { document: null, ...at },
    pathAt: at,
    ...parts,
  };
}

/** Answers of GET /a: `[status, requests, injected]`. */
function answered(...counts: readonly (readonly [number, number, number?])[]): EndpointAnswers {
  const statuses = counts.map(([status, requests, injected = 0]) => ({
    status,
    requests,
    injected,
  }));
  return { method: 'GET', endpoint: '/a', statuses };
}

function coverageOf(
  operations: readonly DefinedOperation[],
  ...answers: readonly EndpointAnswers[]
): ContractCoverage {
  return contractCoverage([matched(operations, answers)], answers, []);
}

function matched(
  operations: readonly DefinedOperation[],
  answers: readonly EndpointAnswers[],
  name = 'api.yaml',
): MatchedDocument {
  const endpoints = matchOperations({ operations, prefixes: [] }, [], answers);
  return { name, operations, endpoints };
}

function stateOf(
  statuses: readonly string[],
  answers: EndpointAnswers,
): OperationState | undefined {
  return coverageOf([operation({ statuses })], answers).list[0]?.state;
}

describe('contractCoverage', () => {
  it('calls an operation covered when every declared status was seen, and partly when some were', () => {
    equal(stateOf(['200', '404'], answered([200, 3], [404, 1])), 'covered');
    equal(stateOf(['200', '404'], answered([200, 3])), 'partly');
    equal(stateOf(['200'], answered([200, 1], [500, 1])), 'covered');
  });

  it('calls it never exercised where only undeclared statuses came', () => {
    const coverage = coverageOf([operation()], answered([500, 4]));
    equal(coverage.list[0]?.state, 'never');
    deepEqual(coverage.undeclared, [{ method: 'GET', path: '/a', status: 500, requests: 4 }]);
  });

  it('takes any status of a range for the range, and for default what nothing else declares', () => {
    equal(stateOf(['2XX', '4xx'], answered([204, 1], [422, 1])), 'covered');
    equal(stateOf(['2XX', 'default'], answered([204, 1])), 'partly');
    equal(stateOf(['2XX', 'default'], answered([503, 1])), 'partly');
    equal(stateOf(['200', 'default'], answered([200, 1], [201, 1])), 'covered');
    deepEqual(
      coverageOf([operation({ statuses: ['default'] })], answered([500, 1])).undeclared,
      [],
    );
  });

  it('does not count a status that injected faults alone may have given', () => {
    const coverage = coverageOf(
      [operation({ statuses: ['200', '500', '503'] })],
      answered([200, 2], [500, 3, 3], [503, 3, 2], [504, 1, 1]),
    );
    const [own] = coverage.list;
    deepEqual(own && declaredAndSeen(own), ['200', '503']);
    deepEqual(own && declaredByFaultOnly(own), ['500']);
    deepEqual(coverage.statuses, { declared: 3, seen: 2, seenByFaultOnly: 1 });
    deepEqual(coverage.undeclared, []);
    equal(stateOf(['500'], answered([500, 3, 3])), 'never');
  });

  it('is covered by any answer of its own where it declares none', () => {
    equal(stateOf([], answered([500, 1])), 'covered');
    equal(stateOf([], answered([500, 1, 1])), 'never');
  });

  it('counts deprecated operations apart', () => {
    const coverage = coverageOf(
      [operation({ deprecated: true }), operation({ path: '/b' })],
      answered([200, 1]),
    );
    deepEqual(coverage.operations, {
      total: 1,
      covered: 0,
      partly: 0,
      never: 1,
      deprecated: 1,
      notCounted: 0,
    });
    deepEqual(coverage.statuses, { declared: 1, seen: 0, seenByFaultOnly: 0 });
    equal(coverage.list[0]?.state, 'covered');
  });

  it('counts no operation whose requests are left out, also not as never exercised', () => {
    const paths = ['/a', '/health', '/health/{probe}', '/v1/health'];
    const defined = [
      ...paths.map((path) => operation({ path })),
      operation({ path: '/health', method: 'POST', deprecated: true }),
    ];
    const answers = [answered([200, 1])];
    const coverage = contractCoverage([matched(defined, answers)], answers, ['/health*']);
    deepEqual(coverage.operations, {
      ...{ total: 2, covered: 1, partly: 0, never: 1 },
      ...{ deprecated: 1, notCounted: 2 },
    });
    deepEqual(coverage.statuses, { declared: 2, seen: 1, seenByFaultOnly: 0 });
    deepEqual(
      coverage.list.map(({ state }) => state),
      ['covered', 'notCounted', 'notCounted', 'never', 'notCounted'],
    );
  });

  it('counts an operation of two documents once, with what both declare', () => {
    const documents = [
      [operation({ deprecated: true })],
      [operation({ operationId: 'a', statuses: ['200', '404'] })],
    ];
    const answers = [answered([200, 1])];
    const coverage = contractCoverage(
      documents.map((operations, i) => matched(operations, answers, `${i}.yaml`)),
      answers,
      [],
    );
    const [own] = coverage.list;
    deepEqual(
      [coverage.list.length, own?.operationId, own?.deprecated, own?.declared],
      [1, 'a', false, ['200', '404']],
    );
    deepEqual(own?.documents, ['0.yaml', '1.yaml']);
  });

  it('lists requests that no operation defines, most first', () => {
    const others = [
      { ...answered([200, 1]), endpoint: '/b' },
      { ...answered([200, 2], [404, 3]), endpoint: '/c' },
      { ...answered([200, 1]), method: 'POST' },
    ];
    deepEqual(coverageOf([operation()], answered([200, 9]), ...others).unknown, [
      { method: 'GET', path: '/c', requests: 5 },
      { method: 'POST', path: '/a', requests: 1 },
      { method: 'GET', path: '/b', requests: 1 },
    ]);
  });

  it('adds up for any operations and answers', () => {
    fc.assert(
      fc.property(fc.array(operations, { maxLength: 6 }), answersOfAll, (defined, answers) => {
        const excluded = ['/c*'];
        const counted = answers.filter(({ endpoint }) => endpoint !== '/c');
        const coverage = contractCoverage([matched(defined, counted)], counted, excluded);
        const { total, covered, partly, never, deprecated, notCounted } = coverage.operations;
        equal(covered + partly + never, total);
        equal(total + deprecated + notCounted, coverage.list.length);
        const requests = sum(counted.flatMap(({ statuses }) => statuses));
        const listed = sum(coverage.list.flatMap(({ seen }) => seen));
        equal(listed + sum(coverage.unknown), requests);
        for (const one of coverage.list) {
          const state = one.path === '/c' ? 'notCounted' : plainState(one.declared, one.seen);
          equal(one.state, state);
        }
      }),
    );
  });
});

const operations = fc
  .record({
    path: fc.constantFrom('/a', '/b', '/c'),
    method: fc.constantFrom('GET', 'POST'),
    deprecated: fc.boolean(),
    statuses: fc.uniqueArray(fc.constantFrom('200', '201', '2XX', '404', '5XX', 'default')),
  })
  .map(operation);

const counts = fc
  .record({ requests: fc.integer({ min: 1, max: 9 }), injected: fc.nat({ max: 9 }) })
  .map(({ requests, injected }) => ({ requests, injected: Math.min(requests, injected) }));

const answersOfAll = fc.uniqueArray(
  fc.record({
    method: fc.constantFrom('GET', 'POST'),
    endpoint: fc.constantFrom('/a', '/b', '/c'),
    statuses: fc.uniqueArray(
      fc
        .tuple(fc.constantFrom(200, 201, 404, 500, 503), counts)
        .map(([status, count]) => ({ status, ...count })),
      { selector: ({ status }) => status },
    ),
  }),
  { selector: ({ method, endpoint }) => `${method} ${endpoint}` },
);

function sum(list: readonly { readonly requests: number }[]): number {
  return list.reduce((total, { requests }) => total + requests, 0);
}

/** The definition word by word. */
function plainState(declared: readonly string[], seen: readonly AnswerCount[]): OperationState {
  const own = seen.filter(({ requests, injected }) => requests - injected > 0);
  if (declared.length === 0) return own.length > 0 ? 'covered' : 'never';
  const isOf = (name: string, status: number): boolean =>
    name === String(status) || (name.endsWith('XX') && name[0] === String(status)[0]);
  const isSeen = (name: string): boolean =>
    own.some(({ status }) =>
      name === 'default' ? !declared.some((other) => isOf(other, status)) : isOf(name, status),
    );
  if (declared.every(isSeen)) return 'covered';
  return declared.some(isSeen) ? 'partly' : 'never';
}
