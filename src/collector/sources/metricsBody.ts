import { shownText } from '../../domain/shownUrl';
import { ExpositionError } from '../../prometheus/expositionError';
import type { ExpositionFormat } from '../../prometheus/lineCursor';
import { bodyOf, cutBody } from './answerBody';
import { addressOf, refuseOther, SourceError } from './failure';
import { isJson, mediaType } from './mediaType';

/** Takes a body as it arrives; an ExpositionScanner is one. */
export interface BodyReader {
  /** @throws ExpositionError where what has arrived so far is no exposition */
  push(piece: Uint8Array): void;
  /** @throws ExpositionError where the body is not complete */
  end(): void;
}

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
    for await (const chunk of bodyOf(response, url, 'metrics')) {
      bodyBytes += chunk.length;
      for (let at = 0; at < chunk.length; at += pieceBytes) {
        reader.push(chunk.subarray(at, at + pieceBytes));
      }
    }
  } catch (error) {
    throw error instanceof ExpositionError ? malformed(error, url) : error;
  }
  try {
    reader.end();
  } catch (error) {
    throw error instanceof ExpositionError ? cutBody(url, 'metrics', bodyBytes) : error;
  }
  return { reader, bodyBytes };
}

/** An answer that does not say its type is read as the older format. */
function formatOf(response: Response, url: string): ExpositionFormat {
  refuseOther(response, url, 'metrics');
  const type = mediaType(response);
  if (type === 'application/openmetrics-text') return 'openmetrics';
  if (type === 'text/plain' || type === '') return 'prometheus-text';
  const address = addressOf(url);
  throw new SourceError(
    isJson(type)
      ? { kind: 'json_for_metrics', address }
      : { kind: 'not_text', address, type: shownText(type) },
  );
}

function malformed({ fault }: ExpositionError, url: string): Error {
  return new SourceError({ kind: 'exposition', address: addressOf(url), fault });
}
