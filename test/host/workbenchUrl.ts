/** What one browser tab shows; all paths absolute. */
export interface WorkbenchTarget {
  readonly folder: string;
  /** An unpacked extension to run in development mode. */
  readonly extensionDevelopmentPath?: string | undefined;
  /** The module, with its `.js`, whose `run()` the extension host calls. */
  readonly extensionTestsPath?: string | undefined;
}

/** The address at which the server on that port of this machine shows the target to whoever has its token. */
export function workbenchUrl(port: number, target: WorkbenchTarget, token: string): string {
  const url = new URL(`http://127.0.0.1:${port}/`);
  url.searchParams.set('folder', target.folder);
  const payload = Object.entries({
    extensionDevelopmentPath: target.extensionDevelopmentPath,
    extensionTestsPath: target.extensionTestsPath,
  }).flatMap(([name, path]) => (path === undefined ? [] : [[name, remoteUri(path)]]));
  if (payload.length > 0) {
    url.searchParams.set('payload', JSON.stringify(payload));
  }
  url.searchParams.set('tkn', token);
  return url.href;
}

/** The authority is the literal `remote`, whatever the server's address. */
function remoteUri(path: string): string {
  return `vscode-remote://remote${encodeURI(path)}`;
}
