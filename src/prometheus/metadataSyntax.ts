import { NEWLINE, endOfLine, isBlank } from './bytes';
import type { LineCursor } from './lineCursor';
import { endOfMetricName } from './sampleSyntax';

/** The metric types of both formats, as their `# TYPE` lines spell them. */
export type MetricType =
  | 'counter'
  | 'gauge'
  | 'histogram'
  | 'summary'
  | 'untyped'
  | 'unknown'
  | 'gaugehistogram'
  | 'stateset'
  | 'info';

/** A metric family as a `# TYPE` line announces it. */
export interface AnnouncedFamily {
  readonly name: string;
  /** `undefined` where the family is not wanted and the type is none. */
  readonly type: MetricType | undefined;
  /** Whether a sample of the family could be wanted. */
  readonly wanted: boolean;
}

/** By type, what follows the family's name in the names of its samples, in either format. */
const SAMPLE_SUFFIXES: Readonly<Record<MetricType, readonly string[]>> = {
  counter: ['', '_total', '_created'],
  gauge: [''],
  histogram: ['_bucket', '_sum', '_count', '_created'],
  summary: ['', '_sum', '_count', '_created'],
  untyped: [''],
  unknown: [''],
  gaugehistogram: ['_bucket', '_gsum', '_gcount'],
  stateset: [''],
  info: ['_info'],
};

/** The names that samples of a family of this type can have. */
export function sampleNames(family: string, type: MetricType): string[] {
  return SAMPLE_SUFFIXES[type].map((suffix) => family + suffix);
}

const ALL_SUFFIXES = [...new Set(Object.values(SAMPLE_SUFFIXES).flat())];

/** What the comment line that begins at the cursor is. */
export type CommentKind = 'type' | 'end' | 'other';

/**
 * Steps over the `#` and what tells the kind of line; behind `# TYPE` the name is next.
 *
 * @throws ExpositionError where OpenMetrics does not know the line: it has no free comments
 */
export function readCommentKind(cursor: LineCursor): CommentKind {
  cursor.position++;
  cursor.skipBlanks();
  if (!cursor.openMetrics) {
    if (!cursor.skipWord('TYPE') || !isBlank(cursor.byte)) return 'other';
    cursor.skipBlanks();
    return 'type';
  }
  if (cursor.skipWord(' TYPE ')) return 'type';
  if (cursor.skipWord(' HELP ') || cursor.skipWord(' UNIT ')) return 'other';
  if (cursor.skipWord(' EOF\n')) {
    cursor.position--;
    return 'end';
  }
  return cursor.fail({ kind: 'metadata_expected' });
}

/**
 * Reads a family's name and type and leaves the cursor at the line's end.
 *
 * @param isWanted by sample name
 * @throws ExpositionError where there is no name, or a wanted family has no type that is one
 */
export function readFamily(
  cursor: LineCursor,
  isWanted: (sampleName: string) => boolean,
): AnnouncedFamily {
  const nameStart = cursor.position;
  cursor.position = endOfMetricName(cursor);
  const name = cursor.text(nameStart, cursor.position);
  const type = readType(cursor);
  const suffixes = type === undefined ? ALL_SUFFIXES : SAMPLE_SUFFIXES[type];
  const wanted = suffixes.some((suffix) => isWanted(name + suffix));
  if (wanted && type === undefined) cursor.fail({ kind: 'metric_type_expected' });
  cursor.position = endOfLine(cursor.view, cursor.position);
  return { name, type, wanted };
}

/** Leaves the cursor behind the type, or where it should be. */
function readType(cursor: LineCursor): MetricType | undefined {
  if (!isBlank(cursor.byte)) return undefined;
  cursor.position++;
  cursor.skipBlanks();
  const start = cursor.position;
  let end = start;
  while (!isBlank(cursor.view.getUint8(end)) && cursor.view.getUint8(end) !== NEWLINE) end++;
  const type = cursor.text(start, end);
  if (!isMetricType(type)) return undefined;
  cursor.position = end;
  cursor.skipBlanks();
  return cursor.byte === NEWLINE ? type : undefined;
}

function isMetricType(text: string): text is MetricType {
  return Object.hasOwn(SAMPLE_SUFFIXES, text);
}
