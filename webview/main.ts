import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/popover.css';
import './styles/overview.css';
import './styles/stateLine.css';
import './styles/cards.css';
import './styles/panels.css';
import './styles/charts.css';
import './styles/tables.css';
import './styles/chips.css';
import './styles/endpointColumns.css';
import './styles/columns.css';
import './styles/coverage.css';
import './styles/emptyState.css';
import './styles/heatmap.css';
import './styles/endpoint.css';
import './styles/errorGroup.css';
import './styles/result.css';
import { errorMessage } from '../src/domain/errorMessage';
import { registerCharts } from './charts/register';
import { Dashboard } from './dashboard/dashboard';
import { element } from './elements/dom';
import { registerToolkit } from './controls/toolkit';
import { observeWidths } from './elements/widths';
import { connectHost } from './host';
import { t, useTranslations } from './localize';

async function start(): Promise<void> {
  registerToolkit();
  registerCharts();
  observeWidths();
  const host = connectHost();
  const content = await host.calls.call('ready', null);
  useTranslations(content.translations);
  if (content.view === 'query') {
    const { QueryPage } = await import('./result/queryPage');
    const page = new QueryPage(host, content.locale);
    page.show(content.shown);
    host.onEvent((event) => {
      if (event.type === 'query') page.show(event);
    });
    document.body.append(page.root);
    return;
  }
  const dashboard = new Dashboard(host, content.settings);
  document.body.append(dashboard.root);
  dashboard.start();
}

start().catch((error: unknown) => {
  const reason = errorMessage(error);
  document.body.append(
    element(
      'p',
      { class: 'panel-empty', role: 'alert' },
      t(
        'This view could not be opened: {0} Close it and open it again. The MockForge Analytics log has details.',
        reason,
      ),
    ),
  );
});
