import { CallClient } from '../src/protocol/remoteCall';
import type { HostAction, HostCalls, WebviewEvent } from '../src/protocol/webviewMessages';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The extension host as the webview sees it. */
export interface Host {
  readonly calls: CallClient<HostCalls>;
  /** Sets off an action in the editor; a failure shows up there, so nobody waits for it. */
  run(action: HostAction): void;
  savedState(): unknown;
  saveState(state: unknown): void;
  onEvent(listener: (event: WebviewEvent) => void): void;
}

/** Connects to the extension host. VS Code allows this once in the life of a webview. */
export function connectHost(): Host {
  const api = acquireVsCodeApi();
  const calls = new CallClient<HostCalls>((message) => {
    api.postMessage(message);
  });
  const listeners: ((event: WebviewEvent) => void)[] = [];
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (calls.accept(data)) return;
    if (!isEvent(data)) return;
    for (const listener of listeners) listener(data);
  });
  return {
    calls,
    run: (action) => {
      calls.call('run', action).catch(() => undefined);
    },
    savedState: () => api.getState(),
    saveState: (state) => {
      api.setState(state);
    },
    onEvent: (listener) => {
      listeners.push(listener);
    },
  };
}

function isEvent(message: unknown): message is WebviewEvent {
  if (typeof message !== 'object' || message === null || !('type' in message)) return false;
  return ['status', 'targets', 'importedFiles', 'committed', 'changed', 'show', 'query'].includes(
    String(message.type),
  );
}
