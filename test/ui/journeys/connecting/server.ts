import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { productName, settingKeys } from '../../../../src/ids';
import { accessibilityViolations } from '../../pages/accessibility';
import { useWorkbench } from '../../useWorkbench';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

const html: Answer = (response) => {
  response.setHeader('content-type', 'text/html').end('<p>Hello');
};
const json: Answer = (response) => {
  response.setHeader('content-type', 'application/json').end('{"status":"ok"}');
};
const metrics: Answer = (response) => {
  response
    .setHeader('content-type', 'text/plain; version=0.0.4')
    .end('mockforge_uptime_seconds 5\n');
};
const cut: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'text/plain', 'content-length': 1000 });
  response.write('mockforge_uptime_seconds 5\n', () => response.destroy());
};

const silence: Answer = () => undefined;
const prometheus: Answer = (response, { url }) => {
  if (url === '/api/v1/status/buildinfo') {
    response.setHeader('content-type', 'application/json');
    response.end('{"status":"success","data":{"version":"2.42.0"}}');
  } else {
    response.setHeader('content-type', 'text/plain; version=0.0.4').end('go_goroutines 8\n');
  }
};

describe('a person who opens the dashboard before all is well', () => {
  const current = useWorkbench({ viewport: { width: 1440, height: 900 } });
  let server: Server;
  let answer = html;
  let address: string;

  before(async () => {
    server = createServer((request, response) => {
      answer(response, request);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  after(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  it('learns that no server is there, and what to do', async () => {
    const { workbench } = current();
    await workbench.applySettings({
      [settingKeys.metricsUrl]: 'http://127.0.0.1:2/metrics',
      [settingKeys.adminUrl]: 'http://127.0.0.1:2',
    });
    await workbench.openContainer(productName);
    await workbench.runCommand(`${productName}: Open Dashboard`);
    const { frame } = workbench.webview(productName);
    await frame.getByRole('heading', { name: 'No MockForge server is answering yet' }).waitFor();
    await frame.getByRole('button', { name: 'Connect to Server...' }).first().waitFor();
    for (const [theme, name] of [
      ['Default Light Modern', 'light'],
      ['Default High Contrast', 'high-contrast'],
      ['Default Dark Modern', 'dark'],
    ] as const) {
      await workbench.useTheme(theme);
      await workbench.screenshot(`empty-${name}`);
      assert.deepEqual(await accessibilityViolations(frame), []);
    }
    assert.deepEqual(workbench.webview(productName).takeProblems(), []);
  });

  const wrong: readonly (readonly [string, Answer, string])[] = [
    ['a web page', html, 'answered with a web page, not with metrics.'],
    ['JSON', json, 'answered with JSON, not with metrics.'],
    ['half a body', cut, 'broke off after 27 bytes.'],
    ['nothing in time', silence, 'gave no complete answer within 1 s.'],
    ['a Prometheus', prometheus, 'is a Prometheus server (version 2.42.0), not MockForge.'],
  ];
  for (const [name, answered, sentence] of wrong) {
    it(`reads on the state line that ${name} came, and sees it collect once it is right`, async () => {
      answer = answered;
      const { workbench } = current();
      await workbench.applySettings({
        [settingKeys.metricsUrl]: `http://${address}/${encodeURIComponent(name)}`,
        [settingKeys.adminUrl]: `http://${address}`,
        [settingKeys.scrapeIntervalSeconds]: 1,
      });
      const { frame } = workbench.webview(productName);
      await frame.getByText(sentence).first().waitFor();
      answer = metrics;
      await workbench.runCommand(`${productName}: Scrape Now`);
      await frame.getByText(`from ${address}`).first().waitFor();
      answer = answered;
      await frame.getByText(sentence).first().waitFor();
      await workbench
        .tree('Targets')
        .row(/^Metrics, failing/)
        .waitFor();
      await workbench.screenshot(`failing-${name}`);
      assert.deepEqual(await accessibilityViolations(frame), []);
      answer = metrics;
      await frame.getByText(`from ${address}`).first().waitFor();
    });
  }

  it('is offered to fill in the past where a Prometheus answers', async () => {
    answer = prometheus;
    const { workbench } = current();
    const backfill = 'Backfill from Prometheus...';
    const { frame } = workbench.webview(productName);
    await frame.getByRole('button', { name: backfill }).waitFor();
    const row = workbench.tree('Targets').row(/^Metrics, failing/);
    await row.hover();
    await row.getByRole('button', { name: backfill }).waitFor();
    await workbench.screenshot('targets-prometheus');
    await row.getByRole('button', { name: backfill }).click();
    const box = workbench.page.locator('.quick-input-widget').getByRole('textbox');
    await box.waitFor();
    assert.equal(await box.inputValue(), `http://${address}`);
    await workbench.screenshot('backfill-address');
    await workbench.quickInput.cancel();
    answer = metrics;
  });

  it('is told which setting is wrong', async () => {
    const { workbench } = current();
    await workbench.applySettings({ [settingKeys.scrapeIntervalSeconds]: 7 });
    await workbench.notified(settingKeys.scrapeIntervalSeconds);
    await workbench.screenshot('wrong-setting');
    await workbench.applySettings({ [settingKeys.scrapeIntervalSeconds]: 15 });
  });
});
