import { addressOf, SourceError } from './failure';
import { networkCode } from './networkFailure';
import type { Wanted } from './sourceFailure';

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

function largestOf(wanted: Wanted): number {
  return wanted === 'metrics' || wanted === 'history' ? largestAnswer[wanted] : largestAnswer.json;
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
  wanted: Wanted,
): AsyncGenerator<Uint8Array, void, undefined> {
  const address = addressOf(url);
  const largestBytes = largestOf(wanted);
  const coding = unknownCoding(response);
  if (coding !== undefined) {
    throw new SourceError({ kind: 'unknown_coding', address, wanted, coding });
  }
  let size = 0;
  try {
    for await (const piece of piecesOf(response)) {
      size += piece.length;
      if (size > largestBytes) {
        const megabytes = largestBytes / megabyte;
        throw new SourceError({ kind: 'large_body', address, wanted, megabytes });
      }
      yield piece;
    }
  } catch (error) {
    throw error instanceof SourceError ? error : brokenOff(error, url, wanted, size);
  }
}

/**
 * The body of an answer as text, from UTF-8.
 * @throws SourceError as bodyOf
 */
export async function textOf(response: Response, url: string, wanted: Wanted): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bodyOf(response, url, wanted)) pieces.push(piece);
  return new TextDecoder().decode(Buffer.concat(pieces));
}

/** The error for an answer that ended too early, after so many bytes. */
export function cutBody(url: string, wanted: Wanted, bytes: number): Error {
  return new SourceError({ kind: 'cut_body', address: addressOf(url), wanted, bytes });
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

/** The connection broke while the body came; a time-out stays what it is. */
function brokenOff(error: unknown, url: string, wanted: Wanted, size: number): unknown {
  const code = networkCode(error);
  if (code === 'Z_DATA_ERROR' || code.startsWith('ERR__ERROR_FORMAT')) {
    return new SourceError({ kind: 'wrong_coding', address: addressOf(url), wanted });
  }
  return code === '' && !(error instanceof TypeError) ? error : cutBody(url, wanted, size);
}
