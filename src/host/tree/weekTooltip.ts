import * as vscode from 'vscode';
import { numberFormat } from '../../domain/numberFormat';
import { daySeconds, endOfSecond } from '../../domain/time';
import { sparklineSvg, type SparklineTheme } from '../surfaces/sparkline';
import type { Tooltip } from '../surfaces/tooltip';
import type { Target } from '../target';

const themes: Readonly<Record<vscode.ColorThemeKind, SparklineTheme>> = {
  [vscode.ColorThemeKind.Light]: 'light',
  [vscode.ColorThemeKind.Dark]: 'dark',
  [vscode.ColorThemeKind.HighContrast]: 'highContrast',
  [vscode.ColorThemeKind.HighContrastLight]: 'highContrastLight',
};

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
  const svg = sparklineSvg(week.points, themes[vscode.window.activeColorTheme.kind]);
  return [{ svg, caption }];
}
