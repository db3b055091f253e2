import * as vscode from 'vscode';
import { numberFormat } from '../../domain/numberFormat';
import { daySeconds, endOfSecond } from '../../domain/time';
import type { ErrorsSince } from '../../protocol/readModels';
import { coalesced } from '../coalesced';
import { DisposableStore } from '../disposableStore';
import type { Log } from '../surfaces/log';
import type { TreeView } from '../surfaces/treeView';
import type { ViewedTarget } from '../viewedTarget';

const memoryKey = 'recentErrors.seen';

/** The newest failed request that was there when the view was last looked at, by the database's name. */
type Seen = Readonly<Record<string, number>>;

/** Badges a view with the failed requests of the last 24 hours that came since it was last looked at. */
export function badgeNewErrors(
  view: TreeView,
  target: ViewedTarget,
  memory: vscode.Memento,
  log: Log,
): DisposableStore {
  const owned = new DisposableStore();
  const count = coalesced(
    async () => {
      const to = endOfSecond(Date.now());
      const { excludedEndpoints } = target;
      const { name } = target.location;
      const store = await target.store();
      if (!store) {
        view.badge(0, '');
        return;
      }
      const span = { from: to - daySeconds, to, excludedEndpoints };
      const seen = memory.get<Seen>(memoryKey, {});
      const last = seen[name];
      const since = await store.reader.errorsSince(span, last ?? 0);
      // Whoever never looked is told of what comes from now on.
      if ((view.visible || last === undefined) && since.newest !== last) {
        await memory.update(memoryKey, { ...seen, [name]: since.newest });
      }
      const isNew = !view.visible && last !== undefined && since.failures > 0;
      view.badge(isNew ? since.failures : 0, newErrorsText(since));
    },
    (error) => {
      log.error(error);
    },
  );
  owned.add(
    target.onDidCommit(({ errors }) => {
      if (errors) count();
    }),
  );
  owned.add(view.onDidChangeVisibility(count));
  return owned;
}

function newErrorsText({ failures, isLeast }: ErrorsSince): string {
  const { t } = vscode.l10n;
  const written = numberFormat(vscode.env.language).count(failures);
  if (isLeast) return t('At least {0} new errors since you last looked', written);
  return failures === 1
    ? t('1 new error since you last looked')
    : t('{0} new errors since you last looked', written);
}
