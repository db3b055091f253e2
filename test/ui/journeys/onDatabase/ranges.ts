import { strict as assert } from 'node:assert';
import { joined, numberFormat } from '../../../../src/domain/numberFormat';
import { daySeconds, floorTo, hourSeconds } from '../../../../src/domain/time';
import { productName, settingKeys } from '../../../../src/ids';
import { nativeRows } from '../../../support/nativeSqlite';
import { batchOf, coverageOf, minuteOf, rowOf } from '../../../unit/store/support/batches';
import type { WholeDatabase } from '../../../unit/store/support/wholeDatabase';
import { accessibilityViolations } from '../../pages/accessibility';
import { DashboardPage } from '../../pages/dashboardPage';
import { useDatabase } from '../../useDatabase';
import { useWorkbench } from '../../useWorkbench';

const numbers = numberFormat('en');
const thisHour = floorTo(Date.now() / 1000, hourSeconds);
/** Days before now on which something happened, more each time. */
const daysAgo = [1090, 801, 402, 95, 40, 9, 5, 2];
const restart = thisHour - 3 * daySeconds;

/** Names, days ago, and seconds of that hour. */
const sessions = [
  ['smoke', 5, 0, 1200],
  ['smoke', 2, 0, 1800],
  ['load', 2, 600, 2400],
  ['by hand', 1, 0, null],
] as const;

interface Minute {
  readonly at: number;
  readonly requests: number;
  readonly errors: number;
}

describe('a person with years of data', () => {
  const current = useWorkbench({ viewport: { width: 1440, height: 1000 } });
  let minutes: readonly Minute[];
  let dashboard: DashboardPage;

  before(async () => {
    await current().workbench.applySettings({ [settingKeys.dayAggregatesDays]: 3650 });
  });
  useDatabase(current, fillYears, (file) => {
    minutes = nativeRows(
      file,
      `SELECT timestamp AS at, SUM(request_count) AS requests, SUM(error_count) AS errors
       FROM metrics_aggregates_minute GROUP BY 1 ORDER BY 1`,
    ) as unknown as readonly Minute[];
  });

  before(async () => {
    const { workbench } = current();
    await workbench.runCommand(`${productName}: Open Dashboard`);
    dashboard = new DashboardPage(workbench.webview(productName).frame);
    await dashboard.chooseRange('30d');
    await dashboard.endpointRow('/api/users').first().waitFor();
    await dashboard.window.waitFor();
  });

  function requestsSince(from: number, to = Infinity): number {
    return minutes
      .filter(({ at }) => at >= from && at < to)
      .reduce((sum, { requests }) => sum + requests, 0);
  }

  /** Waits until the card of requests shows so many. */
  async function whenShown(requests: number): Promise<void> {
    await dashboard
      .card('Requests')
      .locator('.card-value')
      .getByText(numbers.count(requests), { exact: true })
      .waitFor();
  }

  it('draws three years that are entered, and adds them up', async () => {
    const from = thisHour - 3 * 365 * daySeconds;
    await dashboard.enterRange(from, thisHour);
    await whenShown(requestsSince(from));
    await dashboard.tableSwitch('Traffic').click();
    const rows = await dashboard.rows('Traffic');
    const total = rows.reduce((sum, cells) => sum + Number(cells.at(-1)?.replaceAll(/\D/g, '')), 0);
    assert.equal(total, requestsSince(from));
    assert.ok(rows.length > 150 && rows.length <= 160, `${rows.length} weeks`);
    assert.match(rows[0]?.[0] ?? '', /^\d+( \w+)?( \d{4})? ?– ?\d+ \w+ \d{4}$/);
    await dashboard.tableSwitch('Traffic').click();
    await current().workbench.screenshot('ranges-three-years');
  });

  it('is told in a sentence what is no range', async () => {
    await dashboard.openRangeForm();
    await dashboard.submitRange(thisHour, thisHour - hourSeconds);
    await dashboard.frame.getByText('The range ends before it begins.').waitFor();
    await dashboard.submitRange(thisHour + 5 * hourSeconds, thisHour + 6 * hourSeconds);
    await dashboard.frame.getByText('That range is in the future.').waitFor();
    await dashboard.frame.locator('.period-form input').first().press('Escape');
  });

  it('sees all data, from the first on', async () => {
    await dashboard.chooseRange('All');
    await whenShown(requestsSince(0));
    assert.equal(await dashboard.toolbarButton(/^Back to/).isVisible(), false);
    const [share] = await dashboard.windowShares();
    assert.ok(share < 0.01);
  });

  it('drags the window of a year back, and forth to where it is live again', async () => {
    await dashboard.chooseRange('1y');
    await whenShown(requestsSince(thisHour - 365 * daySeconds));
    const before = await dashboard.windowText();
    await dashboard.dragWindow(current().workbench.page, -0.25);
    await dashboard.toolbarButton('Back to 1y').waitFor();
    const after = await dashboard.windowText();
    assert.notEqual(after, before);
    const from = await dashboard.windowBegins();
    await whenShown(requestsSince(from, from + 365 * daySeconds));
    await current().workbench.screenshot('ranges-dragged');
    assert.deepEqual(await accessibilityViolations(dashboard.frame), []);
    await dashboard.dragWindow(current().workbench.page, 0.9);
    await dashboard.pressedButton('1y').waitFor();
    await whenShown(requestsSince(thisHour - 365 * daySeconds));
  });

  it('moves and resizes it with keys, and has it read out', async () => {
    const slider = dashboard.window;
    await slider.press('Home');
    await dashboard.toolbarButton('Back to 1y').waitFor();
    const from = await dashboard.windowBegins();
    await whenShown(requestsSince(from, from + 365 * daySeconds));
    assert.match(
      await dashboard.windowText(),
      /^\d+ \w+ \d{4} \d\d:\d\d to \d+ \w+ \d{4} \d\d:\d\d$/,
    );
    await slider.press('End');
    await dashboard.pressedButton('1y').waitFor();
    await slider.press('Shift+Home');
    await dashboard.pressedButton('All').waitFor();
    await whenShown(requestsSince(0));
  });

  it('keeps the range when a comparison does not fit, is told why, and may change it', async () => {
    await dashboard.chooseRange('7d');
    await whenShown(requestsSince(thisHour - 7 * daySeconds));
    await dashboard.chooseLike('Compare', /^before restart/);
    await dashboard.frame.getByText(/^not compared: the range begins before/).waitFor();
    await whenShown(requestsSince(thisHour - 7 * daySeconds));
    await current().workbench.screenshot('ranges-not-compared');
    await dashboard.frame.getByRole('button', { name: /^Show Since/ }).click();
    await whenShown(requestsSince(restart));
    await dashboard.frame.getByText('compared with').first().waitFor();
    const side = (await dashboard.cardTexts('Error rate')).value;
    const since = minutes.filter(({ at }) => at >= restart);
    const errors = since.reduce((sum, minute) => sum + minute.errors, 0);
    assert.equal(side, joined(numbers.percent(errors / requestsSince(restart))));
  });

  it('shows a session as a range, and beside the one of its name before it', async () => {
    const { workbench } = current();
    const rows = dashboard.frame.getByRole('region', { name: 'Sessions' }).getByRole('button');
    const begin = thisHour - 2 * daySeconds;
    await dashboard.openRangeForm();
    assert.deepEqual((await rows.locator('.session-name').allTextContents()).slice(0, 4), [
      'by hand',
      'load',
      'smoke',
      'smoke',
    ]);
    await workbench.screenshot('ranges-sessions');
    await rows.filter({ hasText: 'smoke' }).first().click();
    await whenShown(requestsSince(begin, begin + 1800));
    await workbench.runCommand(`${productName}: Compare Periods...`);
    await workbench.quickInput.locator.getByRole('option', { name: 'Session smoke' }).waitFor();
    await workbench.screenshot('ranges-compare-sessions');
    await workbench.quickInput.choose('Session smoke');
    await dashboard.comparedWith(/session “smoke”, /).waitFor();
    await dashboard.frame.getByText('compared with').first().waitFor();
    for (const theme of [
      'Default Light Modern',
      'Default High Contrast',
      'Default Dark Modern',
    ] as const) {
      await workbench.useTheme(theme);
      await workbench.screenshot(`ranges-session-${theme}`);
    }
    assert.deepEqual(await accessibilityViolations(dashboard.frame), []);
  });

  it('ends the session that is running, and compares any two', async () => {
    const { workbench } = current();
    await workbench.runCommand(`${productName}: Mark Session End`);
    await workbench.runCommand(`${productName}: Compare Periods...`);
    await workbench.quickInput.choose('Two sessions...');
    await workbench.quickInput.choose('load');
    await workbench.quickInput.locator.getByText('Compare Periods (2/2): With Session').waitFor();
    await workbench.quickInput.choose('by hand');
    await dashboard.comparedWith(/session “load”, /).waitFor();
    await dashboard.openRangeForm();
    const list = dashboard.frame.getByRole('region', { name: 'Sessions' });
    await list.getByText('by hand').waitFor();
    assert.equal(await list.getByText(/^since /).count(), 0);
  });
});

/** A minute on each of the days, an hour apart from others, and a restart three days ago. */
async function fillYears(database: WholeDatabase): Promise<void> {
  for (const [i, ago] of daysAgo.entries()) {
    const minute = thisHour - ago * daySeconds;
    const requestCount = 100 + 37 * i;
    await database.commit(
      batchOf(i + 1, {
        committedAt: (minute + 2 * hourSeconds) * 1000,
        minutes: [
          minuteOf(minute, {
            rows: [
              rowOf({ requestCount }),
              rowOf({ statusCode: 500, requestCount: 5 + i, errorCount: 5 + i }),
            ],
          }),
        ],
        events: [
          coverageOf(minute, minute + hourSeconds),
          ...(ago === 2
            ? [{ kind: 'server_restart' as const, from: restart, to: restart, detail: {} }]
            : []),
        ],
      }),
    );
  }
  for (const [name, ago, begin, end] of sessions) {
    const minute = thisHour - ago * daySeconds;
    await database.startSession(name, minute + begin);
    if (end !== null) await database.endSession(name, minute + end);
  }
  await database.rollUp(Date.now());
}
