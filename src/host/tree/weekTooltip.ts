import * as vscode from 'vscode';
import { numberFormat } from '../../domain/numberFormat';
import { daySeconds, endOfSecond } from '../../domain/time';
import { sparklineSvg } from '../surfaces/sparkline';
import { sparklineTheme } from '../surfaces/sparklineTheme';
import type { Tooltip } from '../surfaces/tooltip';
import type { Target } from '../target';

/** A target's requests of the last seven days as a picture; nothing where none are stored, or they cannot be read. */
export async function weekTooltip(target: Target): Promise<Tooltip> {
  const now = endOfSecond(Date.now());
  const week = await target
    .store()
    .then((store) => store?.reader.overview(now, target.excludedEndpoints, now - 7 * daySeconds))
    .catch(() => null);
  if (!week || week.points.length < 2) return [];
  const count = (of: 'requests' | 'errors'): string =>
    numberFormat(vscode.env.language).count(week.points.reduce((sum, point) => sum + point[of], 0));
  const caption = vscode.l10n.t(
    'Last 7 days: {0} requests, {1} errors',
    count('requests'),
    count('errors'),
  );
  const svg = sparklineSvg(week.points, sparklineTheme());
  return [{ svg, caption }];
}
