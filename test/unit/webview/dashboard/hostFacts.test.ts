import { deepEqual, equal } from 'node:assert/strict';
import {
  initialState,
  restoredState,
  shownSourceOf,
} from '../../../../src/protocol/dashboardState';
import type { DashboardSettings } from '../../../../src/protocol/webviewMessages';
import { HostFacts } from '../../../../webview/dashboard/hostFacts';
import { everythingOn } from '../../../support/everythingOn';

const targets = {
  targets: [
    { id: 'a', name: 'shop' },
    { id: 'b', name: 'orders' },
  ],
  shown: 'a',
};

const common: DashboardSettings = {
  locale: 'en',
  errorRateThresholdPercent: 5,
  status: everythingOn,
  place: null,
  importedFiles: [],
};
const settings = { ...common, targets };

describe('what a page is told by its host', () => {
  it('is another target only where another one is shown', () => {
    const facts = new HostFacts(settings);
    const told = { type: 'targets', status: everythingOn } as const;
    const renamed = { ...targets, targets: [{ id: 'a', name: 'store' }] };
    equal(facts.take({ ...told, targets: renamed }), 'head');
    equal(facts.targets?.targets[0]?.name, 'store');
    equal(facts.take({ ...told, targets: { ...targets, shown: 'b' } }), 'target');
    equal(facts.take({ ...told, targets: { ...targets, shown: 'b' } }), 'head');
  });

  it('is drawn anew as a whole where the phase is another one', () => {
    const facts = new HostFacts(settings);
    const later = { ...everythingOn, lastScrapeAt: 1 };
    equal(facts.take({ type: 'status', status: later }), 'head');
    equal(facts.take({ type: 'status', status: { ...later, phase: 'failing' } }), 'phase');
    equal(facts.status.phase, 'failing');
    const files = [{ path: '/a.sqlite', name: 'a.sqlite', from: 0, to: 60 }];
    equal(facts.take({ type: 'importedFiles', files }), 'head');
    equal(facts.files, files);
  });

  it('is kept with the state of the page, so that it comes back with the same target or file', () => {
    const facts = new HostFacts(settings);
    facts.take({ type: 'targets', targets: { ...targets, shown: 'b' }, status: everythingOn });
    const kept = structuredClone(facts.kept(initialState));
    deepEqual(shownSourceOf(kept), { shownTarget: 'b' });
    deepEqual(restoredState(kept), initialState);
    const shownFile = { path: '/a.sqlite', name: 'a.sqlite', from: 0, to: 60 };
    const ofFile = new HostFacts({ ...common, shownFile });
    deepEqual(shownSourceOf(ofFile.kept(initialState)), { shownFile: '/a.sqlite' });
    deepEqual(shownSourceOf('nothing'), {});
  });
});
