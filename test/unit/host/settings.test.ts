import { strict as assert } from 'node:assert';
import { checkSettings, defaultSettings } from '../../../src/host/settings';
import { targetId } from '../../../src/domain/target';
import { targetsOf } from '../../../src/host/targetSettings';
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
      [settingKeys.teamStore]: ' postgres://ci@db.example/traffic?workspace=shop ',
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
      teamStore: 'postgres://ci@db.example/traffic?workspace=shop',
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
    ['teamStore', '/data'],
    ['teamStore', 'postgres://ci@db.example/traffic?target=orders'],
    ['teamStore', 'postgres://ci@db.example:0/traffic'],
    ['teamStore', 5],
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

  it('repeats no address of a team store that has a password, and says where that is kept', () => {
    for (const address of ['postgres://ci:s3cret@db/traffic', 'postgres://db/x?password=s3cret']) {
      const { settings, problems } = check({ [settingKeys.teamStore]: address });
      assert.equal(settings.teamStore, '');
      assert.deepEqual(
        problems.map(({ message }) => message),
        [
          'mockforgeAnalytics.teamStore.address cannot be used. It has a password. Run Connect to Team Store..., which keeps it elsewhere. The default, "", is used.',
        ],
      );
    }
  });

  it('takes a list of targets, normalised, with what is set for all', () => {
    const { settings, problems } = check({
      [settingKeys.environment]: 'dev',
      [settingKeys.targets]: [
        { name: ' shop ', metricsUrl: 'http://LOCALHOST:9090', workspaceId: 'w', environment: '' },
        {
          name: 'orders',
          metricsUrl: 'http://127.0.0.1:9190/metrics',
          adminUrl: 'http://127.0.0.1:9180/',
          recorderUrl: 'http://127.0.0.1:3100',
        },
      ],
    });
    assert.deepEqual(problems, []);
    assert.deepEqual(targetsOf(settings), [
      {
        name: 'shop',
        metricsUrl: 'http://localhost:9090/metrics',
        adminUrl: 'http://localhost:9080',
        recorderUrl: '',
        workspaceId: 'w',
        environment: null,
      },
      {
        name: 'orders',
        metricsUrl: 'http://127.0.0.1:9190/metrics',
        adminUrl: 'http://127.0.0.1:9180',
        recorderUrl: 'http://127.0.0.1:3100',
        workspaceId: null,
        environment: 'dev',
      },
    ]);
  });

  it('takes the addresses for the one target where the list has none', () => {
    const { settings } = check({
      [settingKeys.metricsUrl]: 'http://127.0.0.1:9191/metrics?token=x',
      [settingKeys.workspaceId]: 'w',
      [settingKeys.targets]: [{ name: 'shop' }],
    });
    assert.deepEqual(targetsOf(settings), [
      {
        name: '127.0.0.1:9191',
        metricsUrl: 'http://127.0.0.1:9191/metrics?token=x',
        adminUrl: defaultSettings.adminUrl,
        recorderUrl: '',
        workspaceId: 'w',
        environment: null,
      },
    ]);
  });

  const shop = { name: 'shop', metricsUrl: 'http://127.0.0.1:1/metrics', adminUrl: 'http://h:1' };
  const shopId = targetId(shop);
  const wrongEntries: readonly (readonly [entry: unknown, message: string])[] = [
    ['shop', '2 is left out. It must be an object with "name" and "metricsUrl".'],
    [{ metricsUrl: 'http://h' }, '2 is left out. Give it a "name".'],
    [{ name: 5, metricsUrl: 'http://h' }, '2 is left out. "name" must be text.'],
    [
      { name: 'a' },
      '2 (a) is left out. Give it a "metricsUrl", the address of its metrics, such as http://127.0.0.1:9090/metrics.',
    ],
    [
      { name: 'a', metricsUrl: 'h:9090' },
      '2 (a) is left out. Its "metricsUrl" cannot be used. h:9090 is not a server address. Enter http://h:9090.',
    ],
    [
      { name: 'a', metricsUrl: 'http://h', adminUrl: 'http://me:secret@h' },
      '2 (a) is left out. Its "adminUrl" cannot be used. Leave the user name and password out of http://h: they are never sent.',
    ],
    [
      { ...shop, metricsUrl: 'http://127.0.0.1:2', adminUrl: 'http://h:2' },
      '2 (shop) is left out. An entry above it has the same name. Give it another one.',
    ],
    [
      { name: 'a', metricsUrl: 'http://127.0.0.1:1/metrics/', adminUrl: 'http://h:2' },
      '2 (a) is left out. It is the same server as shop: both have the metrics http://127.0.0.1:1/metrics/. Remove one of them.',
    ],
    [
      { name: 'a', metricsUrl: 'http://127.0.0.1:2', adminUrl: 'http://h:1/' },
      '2 (a) is left out. It has the admin API of shop, http://h:1. Set its own "adminUrl".',
    ],
    [
      { name: 'a', metricsUrl: 'http://127.0.0.1:2', adminUrl: 'http://h:2', database: '../shop' },
      '2 (a) is left out. Its "database" must be the name of a folder below "targets", such as c7962eda44acb7e6.',
    ],
    [
      { name: 'a', metricsUrl: 'http://127.0.0.1:2', adminUrl: 'http://h:2', database: shopId },
      '2 (a) is left out. It has the database of shop. Remove its "database".',
    ],
  ];
  for (const [entry, message] of wrongEntries) {
    it(`leaves out ${JSON.stringify(entry)} by itself`, () => {
      const last = { name: 'last', metricsUrl: 'http://127.0.0.1:3', adminUrl: 'http://h:3' };
      const { settings, problems } = check({ [settingKeys.targets]: [shop, entry, last] });
      assert.deepEqual(
        settings.targets.map(({ name }) => name),
        ['shop', 'last'],
      );
      const [problem, ...others] = problems;
      assert.deepEqual([problem?.key, others], [settingKeys.targets, []]);
      assert.equal(problem?.message, `mockforgeAnalytics.targets: entry ${message}`);
      const { entry: place, what } = problem.leftOut ?? {};
      assert.equal(`${place} is left out. ${what}`, message);
    });
  }

  it('takes a server that keeps its database at other addresses, and says what another one there needs', () => {
    const moved = { name: 'moved', metricsUrl: 'http://127.0.0.1:3', adminUrl: 'http://h:3' };
    const { settings, problems } = check({
      [settingKeys.targets]: [{ ...moved, database: shopId }, shop],
    });
    assert.deepEqual(settings.targets.map(targetId), [shopId]);
    const { message } = problems[0]!;
    assert.match(
      message,
      /2 \(shop\) is left out\. Its database would be that of moved, which had/,
    );
    const [, own] = /such as ([0-9a-f]{16})\.$/.exec(message) ?? [];
    const repaired = check({
      [settingKeys.targets]: [
        { ...moved, database: shopId },
        { ...shop, database: own },
      ],
    });
    assert.deepEqual(repaired.problems, []);
    assert.deepEqual(repaired.settings.targets.map(targetId), [shopId, own]);
  });

  it('says where two targets would have the usual admin API', () => {
    const { problems } = check({
      [settingKeys.targets]: [
        { name: 'a', metricsUrl: 'http://127.0.0.1:9090' },
        { name: 'b', metricsUrl: 'http://127.0.0.1:9190' },
      ],
    });
    assert.match(
      problems[0]?.message ?? '',
      /2 \(b\) is left out\. Without an "adminUrl" its admin API would be http:\/\/127\.0\.0\.1:9080, which is that of a\./,
    );
  });

  it('refuses what is no list of targets, without repeating it', () => {
    const { settings, problems } = check({ [settingKeys.targets]: 'http://h?token=secret' });
    assert.deepEqual(settings.targets, []);
    assert.deepEqual(problems, [
      {
        key: settingKeys.targets,
        message:
          'mockforgeAnalytics.targets cannot be used. It must be a list of servers, each with a "name" and a "metricsUrl". The default, [], is used.',
      },
    ]);
  });
});
