import { strict as assert } from 'node:assert';
import { defaultSettings } from '../../src/host/settings';
import { settingKeys } from '../../src/ids';
import { extensionUnderTest, set, statusWhere } from './extensionUnderTest';

describe('settings', () => {
  afterEach(async () => {
    await set(Object.fromEntries(Object.values(settingKeys).map((key) => [key, undefined])));
  });

  it('are used when they change', async () => {
    const { exports: api } = await extensionUnderTest();
    await set({ [settingKeys.scrapeIntervalSeconds]: 30 });
    await statusWhere(api, ({ scrapeIntervalSeconds }) => scrapeIntervalSeconds === 30);
  });

  it('that are wrong leave the defaults', async () => {
    const { exports: api } = await extensionUnderTest();
    await set({ [settingKeys.scrapeIntervalSeconds]: 30 });
    await statusWhere(api, ({ scrapeIntervalSeconds }) => scrapeIntervalSeconds === 30);
    await set({
      [settingKeys.scrapeIntervalSeconds]: 7,
      [settingKeys.metricsUrl]: 'not an address',
    });
    const status = await statusWhere(
      api,
      ({ scrapeIntervalSeconds }) => scrapeIntervalSeconds === 15,
    );
    assert.equal(status.metricsUrl, defaultSettings.metricsUrl);
  });

  it('switch collecting off and on', async () => {
    const { exports: api } = await extensionUnderTest();
    await set({ [settingKeys.enabled]: false });
    await statusWhere(api, ({ phase }) => phase === 'paused');
    await set({ [settingKeys.enabled]: true });
    await statusWhere(api, ({ phase }) => phase !== 'paused');
  });
});
