import * as vscode from 'vscode';
import type { SparklineTheme } from './sparkline';

const themes: Readonly<Record<vscode.ColorThemeKind, SparklineTheme>> = {
  [vscode.ColorThemeKind.Light]: 'light',
  [vscode.ColorThemeKind.Dark]: 'dark',
  [vscode.ColorThemeKind.HighContrast]: 'highContrast',
  [vscode.ColorThemeKind.HighContrastLight]: 'highContrastLight',
};

/** The kind of the theme that the editor has now. */
export function sparklineTheme(): SparklineTheme {
  return themes[vscode.window.activeColorTheme.kind];
}
