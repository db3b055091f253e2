import { createReadStream } from 'node:fs';
import { systemClock } from '../collector/systemClock';
import { inspectServer } from '../collector/inspect/inspectServer';
import { largestAnswer } from '../collector/sources/answerBody';
import { failureOf } from '../collector/sources/failure';
import { get } from '../collector/sources/access';
import type { Access } from '../collector/sources/access';
import { readMetricsBody } from '../collector/sources/metricsBody';
import type { SourceFailure } from '../collector/sources/sourceFailure';
import { errorMessage } from '../domain/errorMessage';
import { normaliseMetricsUrl, normaliseServerUrl } from '../domain/serverUrl';
import { shownUrl } from '../domain/shownUrl';
import { ExposureReader } from '../mockforge/exposure';
import { sampleLines } from '../prometheus/everySample';
import { ExpositionError } from '../prometheus/expositionError';
import type { ExpositionFormat } from '../prometheus/lineCursor';
import { expositionText } from '../sentences/answerText';
import { failureLine } from '../sentences/failureTexts';
import { exposureText, inspectionText } from '../sentences/inspectionText';
import { english } from '../sentences/localize';
import type { Command } from './command';
import { environmentNetwork } from './environmentNetwork';
import { defaultAdminUrl, readArguments, refuseStray, serverAddress } from './options';
import type { Output } from './output';
import { CommandError, UsageError } from './usageError';

export const inspect: Command = {
  usage: 'inspect URL|FILE [--samples] [--admin-url URL]',
  about: `Lists what a server, or a file of its metrics, exposes, what of it is used, what is missing and how to enable it.
With --samples, prints each sample as a line of JSON.`,
  run: inspectSource,
};

/** A whole body of metrics, in pieces as they came. */
interface Body {
  readonly format: ExpositionFormat;
  readonly pieces: readonly Uint8Array[];
}

/** A large body of a busy server takes longer than collecting would wait for it. */
function accessTo(addresses: readonly string[]): Access {
  return { http: environmentNetwork(addresses), clock: systemClock, timeoutMs: 60_000 };
}

async function inspectSource(words: readonly string[], output: Output): Promise<void> {
  const names = ['admin-url'] as const;
  const { options, flags, subjects } = readArguments(words, names, ['samples']);
  const [subject, stray] = subjects;
  if (subject === undefined) throw new UsageError('Give a URL or FILE to inspect.');
  refuseStray(stray, [...names, 'samples']);
  if (/^file:/i.test(subject)) throw new UsageError('Write the path of the file without file://.');
  const isUrl = /^[a-z][a-z0-9+.-]*:\/\//i.test(subject);
  const samples = flags.has('samples');
  if (options['admin-url'] !== undefined && (samples || !isUrl)) {
    throw new UsageError('--admin-url needs a URL and cannot be combined with --samples.');
  }
  const source = isUrl ? serverAddress(subject, normaliseMetricsUrl) : subject;
  if (samples && isUrl) printSamples(shownUrl(source), await urlBody(source), output);
  else if (samples) printSamples(source, await fileBody(source), output);
  else if (!isUrl) printExposure(source, await fileBody(source), output);
  else await printInspection(source, options['admin-url'] ?? defaultAdminUrl, output);
}

function printSamples(source: string, { pieces, format }: Body, output: Output): void {
  orRejected(source, () => {
    for (const lines of sampleLines(pieces, format)) output.result(lines);
  });
}

function printExposure(file: string, { pieces, format }: Body, output: Output): void {
  const reader = new ExposureReader(format);
  orRejected(file, () => {
    for (const piece of pieces) reader.push(piece);
    reader.end();
  });
  output.result(exposureText(file, reader.exposure));
}

async function printInspection(metricsUrl: string, admin: string, output: Output): Promise<void> {
  const adminUrl = serverAddress(admin, normaliseServerUrl);
  const inspection = await inspectServer(accessTo([metricsUrl, adminUrl]), {
    metricsUrl,
    adminUrl,
  });
  output.result(inspectionText(inspection));
  if (!inspection.metrics.ok) throw failed(inspection.metrics.failure);
}

function orRejected(source: string, read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof ExpositionError)) throw error;
    const why = expositionText(error.fault, english);
    throw new CommandError(`${source} is rejected as a whole: ${why}.`);
  }
}

async function fileBody(file: string): Promise<Body> {
  const pieces: Uint8Array[] = [];
  try {
    let size = 0;
    for await (const piece of createReadStream(file) as AsyncIterable<Buffer>) {
      size += piece.length;
      if (size > largestAnswer.metrics) throw new CommandError(`${file} is larger than 512 MB.`);
      pieces.push(piece);
    }
  } catch (error) {
    if (error instanceof CommandError) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && mayBeAddress.test(file))
      throw noFile(file);
    throw new CommandError(`${file} cannot be read: ${errorMessage(error)}`);
  }
  return { pieces, format: file.endsWith('.openmetrics') ? 'openmetrics' : 'prometheus-text' };
}

/** A host with a port, or one that is only a number or this machine; there may be a file of that name, too. */
const mayBeAddress = /^(?:[^/\\?#]*:\d+|localhost|\d+(?:\.\d+){3})(?:[/?#]|$)/i;

function noFile(name: string): CommandError {
  const shown = shownUrl(name);
  return new CommandError(`There is no file ${shown}. To inspect a server, write http://${shown}.`);
}

async function urlBody(url: string): Promise<Body> {
  const pieces: Uint8Array[] = [];
  const keep = { push: (piece: Uint8Array) => void pieces.push(piece), end: () => undefined };
  const access = accessTo([url]);
  try {
    const { reader } = await get(access, url, (response) =>
      readMetricsBody(response, url, (format) => ({ ...keep, format })),
    );
    return { pieces, format: reader.format };
  } catch (error) {
    throw failed(failureOf(error, url, 'metrics'));
  }
}

function failed(failure: SourceFailure): CommandError {
  return new CommandError(failureLine(failure, english));
}
