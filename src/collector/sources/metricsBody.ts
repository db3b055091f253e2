import { ExpositionError } from '../../prometheus/expositionError';
import type { ExpositionFormat } from '../../prometheus/lineCursor';
import { addressOf, networkCode, refuseOther, sourceError } from './failure';

/** What a user can do where nobody answers, and where something else than metrics does. */
export const metricsAdvice = {
  start: 'Start MockForge, or connect to the address it runs at.',
  check: 'Check the metrics URL: MockForge serves its metrics at port 9090, path /metrics.',
} as const;

/** Takes a body as it arrives; an ExpositionScanner is one. */
export interface BodyReader {
  /** @throws ExpositionError where what has arrived so far is no exposition */
  push(piece: Uint8Array): void;
  /** @throws ExpositionError where the body is not complete */
  end(): void;
}

const largestBodyBytes = 512 * 1024 * 1024;
const pieceBytes = 64 * 1024;

/**
 * Hands the body of an answer, 64 kB at a time, to the reader that `open` gives for its format.
 * @returns that reader, and the body's size in bytes
 * @throws SourceError where it is no complete exposition, or larger than 512 MB; what the network throws
 */
export async function readMetricsBody<Reader extends BodyReader>(
  response: Response,
  url: string,
  open: (format: ExpositionFormat) => Reader,
): Promise<{ readonly reader: Reader; readonly bodyBytes: number }> {
  const reader = open(formatOf(response, url));
  let bodyBytes = 0;
  try {
    for await (const chunk of piecesOf(response)) {
      bodyBytes += chunk.length;
      if (bodyBytes > largestBodyBytes) throw tooLarge(url);
      for (let at = 0; at < chunk.length; at += pieceBytes) {
        reader.push(chunk.subarray(at, at + pieceBytes));
      }
    }
  } catch (error) {
    throw error instanceof ExpositionError
      ? malformed(error, url)
      : brokenOff(error, url, bodyBytes);
  }
  try {
    reader.end();
  } catch (error) {
    throw error instanceof ExpositionError ? cut(url, bodyBytes) : error;
  }
  return { reader, bodyBytes };
}

function formatOf(response: Response, url: string): ExpositionFormat {
  refuseOther(response, url, 'metrics', metricsAdvice.check);
  const address = addressOf(url);
  const contentType = response.headers.get('content-type') ?? '';
  if (contentType.includes('json')) {
    throw sourceError(
      'json',
      `${address} answered with JSON, not with metrics.`,
      metricsAdvice.check,
    );
  }
  if (contentType !== '' && !/^(text\/plain|application\/openmetrics-text)/.test(contentType)) {
    const what = `${address} answered with ${contentType}, not with metrics as text.`;
    throw sourceError('not_metrics', what, metricsAdvice.check);
  }
  return contentType.includes('openmetrics') ? 'openmetrics' : 'prometheus-text';
}

function piecesOf(response: Response): AsyncIterable<Uint8Array> | readonly Uint8Array[] {
  return (response.body as AsyncIterable<Uint8Array> | null) ?? [];
}

function tooLarge(url: string): Error {
  const what = `${addressOf(url)} sent more than 512 MB of metrics, so they were not read.`;
  return sourceError('too_large', what, 'Restart MockForge: its metrics grow with each path.');
}

function malformed(error: ExpositionError, url: string): Error {
  const what = `The metrics of ${addressOf(url)} cannot be read: ${error.message}`;
  return sourceError('malformed', what, metricsAdvice.check);
}

/** The connection broke while the body came; a time-out stays what it is. */
function brokenOff(error: unknown, url: string, bodyBytes: number): unknown {
  const network = networkCode(error) !== '' || error instanceof TypeError;
  return network ? cut(url, bodyBytes) : error;
}

function cut(url: string, bodyBytes: number): Error {
  const what = `The metrics of ${addressOf(url)} broke off after ${bodyBytes} bytes.`;
  return sourceError('cut_body', what, 'Nothing of them was counted; the next scrape tries again.');
}
