import * as vscode from 'vscode';
import { plainText } from './plainText';

/** Does work that a notification tells of meanwhile. */
export async function withProgress<T>(title: string, work: () => Promise<T>): Promise<T> {
  return vscode.window.withProgress(notification(title, false), work);
}

/** Does work that a notification tells of meanwhile, and that is aborted there. `report` takes the share that is done, 0 to 1. */
export async function withCancellableProgress<T>(
  title: string,
  stop: AbortController,
  work: (report: (done: number) => void) => Promise<T>,
): Promise<T> {
  return vscode.window.withProgress(notification(title, true), (progress, cancelled) => {
    cancelled.onCancellationRequested(() => {
      stop.abort();
    });
    let shown = 0;
    return work((done) => {
      const percent = Math.floor(done * 100);
      if (percent === shown) return;
      progress.report({ message: `${percent}%`, increment: Math.max(0, percent - shown) });
      shown = percent;
    });
  });
}

/** Does work that the status bar tells of meanwhile. */
export async function withQuietProgress<T>(title: string, work: () => Promise<T>): Promise<T> {
  const location = vscode.ProgressLocation.Window;
  return vscode.window.withProgress({ location, title: plainText(title) }, work);
}

function notification(title: string, cancellable: boolean): vscode.ProgressOptions {
  const location = vscode.ProgressLocation.Notification;
  return { location, title: plainText(title), cancellable };
}
