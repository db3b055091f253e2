import { addressOf, sourceError, SourceError } from './failure';
import { networkCode } from './networkFailure';

const megabyte = 1_000_000;

/** Bytes that are read of an answer at most, after decompression. */
export const largestAnswer = {
  /** It grows with each path that MockForge has seen; it is read as it comes, and nothing of it kept. */
  metrics: 512 * megabyte,
  /** Kept until it is parsed. The 1000 requests of the log are less than 1 MB. */
  json: 32 * megabyte,
  /** Kept until it is parsed: all series of one name over days. */
  history: 256 * megabyte,
} as const;

/** What an answer should be. */
export interface Expected {
  /** As sentences name it: `metrics`, `the request log`. */
  readonly wanted: string;
  readonly largestBytes: number;
  /** What the user can do where it is larger, and where it breaks off. */
  readonly tooLarge: string;
  readonly brokenOff: string;
}

/** JSON of a MockForge server. */
export function jsonAnswer(wanted: string): Expected {
  return {
    wanted,
    largestBytes: largestAnswer.json,
    tooLarge: 'Restart MockForge, which empties it, or check what answers at this address.',
    brokenOff: 'None of it was used. The next scrape tries again.',
  };
}

/** What fetch can undo (RFC 9110, section 8.4.1); the first two are asked for. */
const knownCodings = new Set(['gzip', 'deflate', 'x-gzip', 'br', 'identity', '']);

/**
 * The body of an answer as it comes, decompressed. Whoever stops reading ends the connection.
 * @throws SourceError where it is larger than expected, breaks off or cannot be decompressed
 */
export async function* bodyOf(
  response: Response,
  url: string,
  expected: Expected,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { wanted, largestBytes } = expected;
  const coding = unknownCoding(response);
  if (coding !== undefined)
    throw compressed(url, wanted, `with ${coding}, which was not requested`);
  let size = 0;
  try {
    for await (const piece of piecesOf(response)) {
      size += piece.length;
      if (size > largestBytes) throw tooLarge(url, expected);
      yield piece;
    }
  } catch (error) {
    throw error instanceof SourceError ? error : brokenOff(error, url, expected, size);
  }
}

/**
 * The body of an answer as text, from UTF-8.
 * @throws SourceError as bodyOf
 */
export async function textOf(response: Response, url: string, expected: Expected): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bodyOf(response, url, expected)) pieces.push(piece);
  return new TextDecoder().decode(Buffer.concat(pieces));
}

/** What to tell of an answer that ended too early, after so many bytes. */
export function cutBody(url: string, { wanted, brokenOff: todo }: Expected, size: number): Error {
  const subject = `The ${wanted.replace(/^the /, '')}`;
  const what = `${subject} of ${addressOf(url)} broke off after ${size} bytes.`;
  return sourceError('cut_body', what, todo);
}

function piecesOf(response: Response): AsyncIterable<Uint8Array> | readonly Uint8Array[] {
  return (response.body as AsyncIterable<Uint8Array> | null) ?? [];
}

function unknownCoding(response: Response): string | undefined {
  const codings = (response.headers.get('content-encoding') ?? '').split(',');
  return codings
    .map((coding) => coding.trim().toLowerCase())
    .find((coding) => !knownCodings.has(coding));
}

function tooLarge(url: string, { wanted, largestBytes, tooLarge: todo }: Expected): Error {
  const limit = `${largestBytes / megabyte} MB`;
  const what = `${addressOf(url)} sent more than ${limit} as ${wanted}, so it was not read.`;
  return sourceError('too_large', what, todo);
}

/** The connection broke while the body came; a time-out stays what it is. */
function brokenOff(error: unknown, url: string, expected: Expected, size: number): unknown {
  const code = networkCode(error);
  if (code === 'Z_DATA_ERROR' || code.startsWith('ERR__ERROR_FORMAT')) {
    return compressed(url, expected.wanted, 'in another way than it says');
  }
  return code === '' && !(error instanceof TypeError) ? error : cutBody(url, expected, size);
}

function compressed(url: string, wanted: string, how: string): Error {
  const what = `${addressOf(url)} sent ${wanted} compressed ${how}.`;
  return sourceError(
    'malformed',
    what,
    'Check the proxy in front of MockForge, which itself compresses nothing.',
  );
}
