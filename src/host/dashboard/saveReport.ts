import * as vscode from 'vscode';
import type { DashboardData, DashboardQuery } from '../../protocol/dashboardData';
import type { DashboardRequest } from '../../protocol/webviewMessages';
import type { ReportFacts } from '../../report/reportFacts';
import { dashboardQuery } from './dashboardReads';
import type { QueryFacts } from './dashboardReads';
import { pick } from '../surfaces/questions';
import { saveFile } from './saveFile';

/** Rows of a report's longest table. */
const endpointLimit = 500;

type ReportFormat = 'html' | 'markdown' | 'json';

/** Whose traffic is reported. */
export interface ReportSource extends QueryFacts, Pick<ReportFacts, 'errorRateThreshold'> {
  /** As the report names it: an address, or a file. */
  readonly target: string;
  /** The name of one of several servers. */
  readonly server?: string | null;
  readonly read: (query: DashboardQuery) => Promise<DashboardData>;
}

/** Asks for a format and a file, and saves there what a request shows. */
export async function saveReport(source: ReportSource, request: DashboardRequest): Promise<void> {
  const format = await chosenFormat();
  if (!format) return;
  const endpointPage = { ...request.endpointPage, offset: 0, limit: endpointLimit };
  const data = await source.read(dashboardQuery({ ...request, endpointPage }, source));
  const madeAt = Date.now();
  const { target, server = null, errorRateThreshold } = source;
  const content = await report(format, {
    ...{ data, target, errorRateThreshold, madeAt },
    additions: [],
  });
  const day = new Date(madeAt).toISOString().slice(0, 10);
  await saveFile(
    { name: `traffic-${day}.${format === 'markdown' ? 'md' : format}`, encoding: 'utf8', content },
    server,
  );
}

async function report(format: ReportFormat, facts: Omit<ReportFacts, 'locale'>): Promise<string> {
  const { reportHtml, reportJson, reportMarkdown } = await import('../../report/report');
  const writers = { html: reportHtml, markdown: reportMarkdown, json: reportJson };
  return writers[format]({ ...facts, locale: vscode.env.language }, vscode.l10n.t);
}

async function chosenFormat(): Promise<ReportFormat | undefined> {
  const formats = [
    {
      format: 'html' as const,
      label: vscode.l10n.t('HTML report'),
      detail: vscode.l10n.t('One file with charts and tables, to read or share.'),
    },
    {
      format: 'markdown' as const,
      label: 'Markdown',
      detail: vscode.l10n.t('One screen, for a pull request or an issue.'),
    },
    {
      format: 'json' as const,
      label: 'JSON',
      detail: vscode.l10n.t('The same numbers, for other programs.'),
    },
  ];
  const title = vscode.l10n.t('Choose a Format');
  return (await pick(formats, { title }))?.format;
}
