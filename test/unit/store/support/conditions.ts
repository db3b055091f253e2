import fc from 'fast-check';
import type { Condition, ConditionOf, ConditionKind } from '../../../../src/domain/condition';

/** Conditions of some kinds on the traffic and the failures that tests make at random, in every combination. */
export function conditionLists(kinds: readonly ConditionKind[]): fc.Arbitrary<Condition[]> {
  const own = values.filter(({ kind }) => kinds.includes(kind));
  const condition = fc
    .tuple(fc.constantFrom(...own), fc.boolean())
    .map(([value, isExcluded]): Condition => ({ ...value, isExcluded }));
  return fc.array(condition, { maxLength: 4, size: 'max' });
}

type Value = { [Kind in ConditionKind]: Omit<ConditionOf<Kind>, 'isExcluded'> }[ConditionKind];

const http = { protocol: 'http', method: 'GET' } as const;
const berlin = { kind: 'hour', timeZone: 'Europe/Berlin' } as const;
const values: readonly Value[] = [
  { kind: 'protocol', protocol: 'http' },
  { kind: 'protocol', protocol: 'graphql' },
  { kind: 'protocol', protocol: 'grpc' },
  { kind: 'protocol', protocol: 'websocket' },
  { kind: 'status', code: 200 },
  { kind: 'status', code: 404 },
  { kind: 'status', code: 500 },
  { kind: 'status', code: 503 },
  { kind: 'endpoint', ...http, endpoint: '/api/users' },
  { kind: 'endpoint', ...http, endpoint: '/api/users/:id' },
  { kind: 'endpoint', ...http, endpoint: '/a' },
  { kind: 'endpoint', protocol: 'http', method: null, endpoint: '/b' },
  { kind: 'client', userAgent: 'curl/8.5.0' },
  { kind: 'client', userAgent: null },
  {
    kind: 'errorGroup',
    ...http,
    anyMethod: false,
    endpoint: '/a',
    errorType: 'not_found',
  },
  {
    kind: 'errorGroup',
    protocol: 'http',
    method: null,
    anyMethod: true,
    endpoint: '/a',
    errorType: 'internal_error',
  },
  // Monday, from 00:00 UTC on, is 01:00 in Berlin and 05:30 in Kolkata.
  { ...berlin, weekday: 1, hour: 1 },
  { ...berlin, weekday: 1, hour: 2 },
  { ...berlin, weekday: 2, hour: 1 },
  { kind: 'hour', weekday: 1, hour: 6, timeZone: 'Asia/Kolkata' },
];

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** Whether something meets all conditions; `is` tells whether it has the value of one. */
export function meets(
  conditions: readonly Condition[],
  is: (condition: Condition) => boolean,
): boolean {
  const wanted = conditions.filter(({ isExcluded }) => !isExcluded);
  return (
    conditions.every((one) => !one.isExcluded || !is(one)) &&
    wanted.every(({ kind }) => wanted.some((one) => one.kind === kind && is(one)))
  );
}

/** Whether a moment's hour of UTC lies, for the most part, in an hour of the week. */
export function isInHour(at: number, { weekday, hour, timeZone }: ConditionOf<'hour'>): boolean {
  const middle = new Date((Math.floor(at / 3600) * 3600 + 1800) * 1000);
  const options = { timeZone, weekday: 'short', hour: 'numeric', hourCycle: 'h23' } as const;
  return (
    middle.toLocaleString('en-US', options) ===
    middle
      .toLocaleString('en-US', options)
      .replace(/^\w+/, days[weekday] ?? '')
      .replace(/\d+/, String(hour).padStart(2, '0'))
  );
}
