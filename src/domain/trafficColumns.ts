/** A column that minutes, hours and days have, and what its values in rows of one key become when these become one. */
interface TrafficColumn {
  readonly column: string;
  /** `least` and `greatest` pass NULL over. */
  readonly merge: 'sum' | 'least' | 'greatest';
  /** What a sum of whole numbers counts; such sums are exact. */
  readonly unit?: string;
}

/**
 * What is known of requests one by one, and is added up wherever they are: over time, by endpoint and by client. No
 * source knows every request, so that each sum is a lower bound.
 */
export const requestSizes = {
  bytesSent: { column: 'bytes_sent', merge: 'sum', unit: 'bytes sent' },
  bytesReceived: { column: 'bytes_received', merge: 'sum', unit: 'bytes received' },
} as const satisfies Readonly<Record<string, TrafficColumn>>;

/** The numbers of a row of minutes, hours and days by their fields. Latencies are milliseconds. */
export const trafficColumns = {
  requestCount: { column: 'request_count', merge: 'sum', unit: 'requests' },
  errorCount: { column: 'error_count', merge: 'sum', unit: 'errors' },
  latencySum: { column: 'latency_sum', merge: 'sum' },
  latencyMin: { column: 'latency_min', merge: 'least' },
  latencyMax: { column: 'latency_max', merge: 'greatest' },
  ...requestSizes,
} as const satisfies Readonly<Record<string, TrafficColumn>>;

export type TrafficField = keyof typeof trafficColumns;

/** A value of each column; only sums are always known. */
export type TrafficNumbers = {
  readonly [Field in TrafficField]: (typeof trafficColumns)[Field]['merge'] extends 'sum'
    ? number
    : number | null;
};

type SizeField = keyof typeof requestSizes;

/** The sizes of requests while they are added up. */
export type SizeSums = Record<SizeField, number>;

/** The sizes of one request, or of all in a row. */
export type RequestSizes = Readonly<SizeSums>;

/** All columns in their order. */
export const trafficFields: readonly (TrafficColumn & { readonly field: TrafficField })[] =
  fieldsOf(trafficColumns);

export const sizeFields: readonly (TrafficColumn & { readonly field: SizeField })[] =
  fieldsOf(requestSizes);

/** The numbers of no request. */
export const noTraffic = Object.fromEntries(
  trafficFields.map(({ field, merge }) => [field, merge === 'sum' ? 0 : null]),
) as unknown as TrafficNumbers;

/** The sizes of no request. */
export const noSizes = Object.fromEntries(
  sizeFields.map(({ field }) => [field, 0]),
) as unknown as RequestSizes;

/** Adds the sizes of requests to those of others. */
export function addSizes(sum: SizeSums, added: RequestSizes): void {
  for (const { field } of sizeFields) sum[field] += added[field];
}

/** The sizes of what has other fields as well. */
export function sizesOf(sized: RequestSizes): RequestSizes {
  const sizes = { ...noSizes };
  addSizes(sizes, sized);
  return sizes;
}

function fieldsOf<Field extends string>(
  columns: Readonly<Record<Field, TrafficColumn>>,
): readonly (TrafficColumn & { readonly field: Field })[] {
  return Object.entries<TrafficColumn>(columns).map(([field, column]) => ({
    field: field as Field,
    ...column,
  }));
}
