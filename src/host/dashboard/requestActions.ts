import { basename } from 'node:path';
import * as vscode from 'vscode';
import { curlCommand, httpFile, isMethodName } from '../../domain/repeatedRequest';
import type { RepeatedRequest } from '../../domain/repeatedRequest';
import { shellOf, type Shell } from '../../domain/shell';
import type { HttpGet } from '../../collector/sources/httpGet';
import type { RecordedRequest } from '../../mockforge/recordedRequest';
import { settingKeys } from '../../ids';
import type { CallHandlers } from '../../protocol/remoteCall';
import type { HostCalls, RepeatableRequest } from '../../protocol/webviewMessages';
import type { ApiDocuments } from '../apiDocuments';
import type { DocumentedBody } from '../coverage/apiCoverage';
import { copyText } from '../surfaces/clipboard';
import { inform, warn } from '../surfaces/notifications';
import { plainLabel } from '../surfaces/plainText';
import type { Target } from '../target';
import { mockAddress, type ServerAddresses } from './mockAddress';

/** The server that requests are sent to again. */
export interface RepeatingServer {
  readonly settings: ServerAddresses;
  readonly http: HttpGet;
  /** A request as a recorder keeps it; null where there is none that has it. */
  recorded(request: RepeatableRequest): Promise<RecordedRequest | null>;
  /** A body that a document of the API has for it; null where none declares one. */
  exampleBody(request: RepeatableRequest): Promise<DocumentedBody | null>;
}

/** A target, with the documents of this workspace. */
export function repeatingServer(target: Target, documents: ApiDocuments): RepeatingServer {
  return {
    settings: target.settings,
    http: target.http,
    recorded: (request) => target.recorded(request),
    exampleBody: async (request) => {
      try {
        return await (await documents.load()).exampleBody(target, request);
      } catch {
        // Where documents cannot be read the request is repeated without.
        return null;
      }
    },
  };
}

/** Methods whose requests have no body, or none that means anything (RFC 9110, section 9.3). */
const withoutBody: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'CONNECT']);

/** What can be done with a request that the dashboard shows. */
export function requestActions(
  server: () => RepeatingServer,
): Pick<CallHandlers<HostCalls>, 'copyText' | 'copyAsCurl' | 'openAsHttp'> {
  const { t } = vscode.l10n;
  return {
    copyText: async (text) => {
      await copyText(text, t('Copied'));
      return null;
    },
    copyAsCurl: async (request) => {
      if (!isRepeatable(request)) return null;
      const shell = shellOf(vscode.env.shell, process.platform);
      const { repeated, note } = await known(request, server());
      // Its versions hand the quotes in a word on to a program in different ways.
      const isLeftOut = repeated.body !== null && shell.quoting === 'powershell';
      const written = isLeftOut ? { ...repeated, body: null } : repeated;
      const command = curlCommand(written, await origin(server()), shell);
      const why = isLeftOut
        ? t('PowerShell cannot pass the body on safely: open the request as .http.')
        : note;
      await copyText(command, [t('Copied as curl'), why].filter(Boolean).join('. '));
      if (!shell.isOwn) tellShell(shell);
      return null;
    },
    openAsHttp: async ({ request, beside }) => {
      if (!isRepeatable(request)) return null;
      const languages = await vscode.languages.getLanguages();
      const { repeated, note } = await known(request, server());
      const document = await vscode.workspace.openTextDocument({
        language: languages.includes('http') ? 'http' : 'plaintext',
        content: httpFile(repeated, await origin(server()), note),
      });
      const { Active, Beside } = vscode.ViewColumn;
      await vscode.window.showTextDocument(document, beside ? Beside : Active);
      return null;
    },
  };
}

/** All that is known of a request, and what is to be said of its body. */
async function known(
  request: RepeatableRequest,
  server: RepeatingServer,
): Promise<{ readonly repeated: RepeatedRequest; readonly note: string | null }> {
  const { t } = vscode.l10n;
  const { method } = request;
  const found = await server.recorded(request);
  const { path = request.path, headers = [], body = null } = found ?? {};
  const repeated: RepeatedRequest = { method, path, headers, body };
  if (body !== null) {
    const note = t(
      'The body is the one that was recorded; secrets in it are replaced by REDACTED.',
    );
    return { repeated, note };
  }
  const mayHaveBody = found ? found.lacksBody : !withoutBody.has(method);
  const example = mayHaveBody ? await server.exampleBody(request) : null;
  if (example) return withExample(repeated, example);
  const note = found?.lacksBody
    ? t('The body is left out: secrets in it could not be told from the rest.')
    : !found && ['POST', 'PUT', 'PATCH'].includes(method)
      ? t(
          'The body is not known: no recorder has this request, and no API document of this workspace declares one.',
        )
      : null;
  return { repeated, note };
}

function withExample(
  repeated: RepeatedRequest,
  { document, contentType, body }: DocumentedBody,
): { readonly repeated: RepeatedRequest; readonly note: string } {
  const { t } = vscode.l10n;
  const name = plainLabel(document);
  if (body === null) {
    const note = t('{0} declares a body of type {1}, but has no example of it.', name, contentType);
    return { repeated, note };
  }
  const others = repeated.headers.filter(([header]) => header !== 'content-type');
  return {
    repeated: { ...repeated, headers: [...others, ['content-type', contentType]], body },
    note: t('The body is an example from {0}, not what was sent.', name),
  };
}

function isRepeatable({ method }: RepeatableRequest): boolean {
  if (isMethodName(method)) return true;
  warn(vscode.l10n.t('{0} is not an HTTP method, so this request cannot be repeated.', method));
  return false;
}

/** The origin of the mocks. If it is a guess, the user is told so. */
async function origin({ settings, http }: RepeatingServer): Promise<string> {
  const { t } = vscode.l10n;
  const address = await mockAddress(settings, http);
  if (!address.isKnown) {
    warn(
      t(
        'The admin API does not say where the mocks are served. {0} is the usual address. If yours differs, set {1}.',
        address.origin,
        settingKeys.recorderUrl,
      ),
      {
        title: t('Open Settings'),
        run: () =>
          vscode.commands.executeCommand('workbench.action.openSettings', settingKeys.recorderUrl),
      },
    );
  }
  return address.origin;
}

function tellShell({ quoting }: Shell): void {
  inform(
    vscode.l10n.t(
      "The command is written for {0}. Your terminal's shell, {1}, is not supported and may misread parts of the path.",
      quoting === 'posix' ? 'sh' : 'PowerShell',
      basename(vscode.env.shell),
    ),
  );
}
