import { strict as assert } from 'node:assert';
import { checkSettings, defaultSettings } from '../../../src/host/settings';
import { settingKeys } from '../../../src/ids';
import { english } from '../../../src/sentences/localize';

function check(values: Readonly<Record<string, unknown>>): ReturnType<typeof checkSettings> {
  return checkSettings((key) => values[key], english);
}

describe('checkSettings', () => {
  it('uses the defaults if nothing is set', () => {
    assert.deepEqual(check({}), { settings: defaultSettings, problems: [] });
  });

  it('takes what is valid, normalised', () => {
    const { settings, problems } = check({
      [settingKeys.enabled]: false,
      [settingKeys.metricsUrl]: ' http://LOCALHOST:9191/ ',
      [settingKeys.adminUrl]: 'https://mock.example/admin/',
      [settingKeys.scrapeIntervalSeconds]: 20,
      [settingKeys.storagePath]: '/data',
      [settingKeys.workspaceId]: ' shop ',
      [settingKeys.environment]: '',
      [settingKeys.errorRateThresholdPercent]: 0.5,
    });
    assert.deepEqual(problems, []);
    assert.deepEqual(settings, {
      ...defaultSettings,
      enabled: false,
      metricsUrl: 'http://localhost:9191/metrics',
      adminUrl: 'https://mock.example/admin',
      scrapeIntervalSeconds: 20,
      storagePath: '/data',
      workspaceId: 'shop',
      errorRateThresholdPercent: 0.5,
    });
  });

  it('names the setting, its value, its range and the default that is used', () => {
    const { settings, problems } = check({ [settingKeys.scrapeIntervalSeconds]: 7 });
    assert.equal(settings.scrapeIntervalSeconds, 15);
    assert.deepEqual(problems, [
      {
        key: 'mockforgeAnalytics.metrics.scrapeIntervalSeconds',
        message:
          'mockforgeAnalytics.metrics.scrapeIntervalSeconds is 7, but it must be a number of seconds ' +
          'from 1 to 60 that is a divisor of 60. The default, 15, is used.',
      },
    ]);
  });

  const wrong: readonly (readonly [keyof typeof settingKeys, unknown])[] = [
    ['enabled', 'yes'],
    ['metricsUrl', 'localhost:9090'],
    ['metricsUrl', 'ftp://127.0.0.1/metrics'],
    ['metricsUrl', 'http://user:secret@127.0.0.1:9090/metrics'],
    ['metricsUrl', ''],
    ['metricsUrl', 9090],
    ['adminUrl', 'http://'],
    ['scrapeIntervalSeconds', 0],
    ['scrapeIntervalSeconds', 120],
    ['scrapeIntervalSeconds', 2.5],
    ['scrapeIntervalSeconds', '15'],
    ['scrapeIntervalSeconds', null],
    ['aggregationIntervalSeconds', 59],
    ['aggregationIntervalSeconds', 90],
    ['aggregationIntervalSeconds', 3660],
    ['rollupIntervalHours', 0],
    ['rollupIntervalHours', 25],
    ['minuteAggregatesDays', 0],
    ['hourAggregatesDays', 3651],
    ['dayAggregatesDays', 1.5],
    ['errorEventsDays', '7'],
    ['clientAnalyticsDays', -1],
    ['trafficPatternsDays', 0],
    ['snapshotsDays', 0],
    ['cleanupIntervalHours', 169],
    ['maxSizeMb', -1],
    ['errorsPerMinute', 0],
    ['errorsPerMinute', 10_001],
    ['maxQueryResults', -1],
    ['maxQueryResults', Number.NaN],
    ['storagePath', 'data'],
    ['storagePath', '~/data'],
    ['workspaceId', 5],
    ['environment', ['ci']],
    ['internalTraffic', 1],
    ['errorRateThresholdPercent', 101],
    ['errorRateThresholdPercent', -0.1],
  ];
  for (const [name, value] of wrong) {
    it(`refuses ${JSON.stringify(value)} as ${name}`, () => {
      const { settings, problems } = check({ [settingKeys[name]]: value });
      assert.equal(settings[name], defaultSettings[name]);
      assert.deepEqual(
        problems.map(({ key }) => key),
        [settingKeys[name]],
      );
    });
  }
});
