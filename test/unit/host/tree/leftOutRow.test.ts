import { deepEqual, match } from 'node:assert/strict';
import { leftOutRow } from '../../../../src/host/tree/leftOutRow';
import { settingKeys } from '../../../../src/ids';
import { english } from '../../../../src/sentences/localize';

describe('the row of an entry that is left out', () => {
  const entry = { entry: '2 (again)', what: 'It is the same server as shop.' };

  it('says which one, why, and leads to the setting', () => {
    const { text, children, setting, open } = leftOutRow(entry, english);
    deepEqual([text.label, text.description], ['Entry 2 (again)', 'left out']);
    match(text.spoken, /^Entry 2 \(again\), left out\. It is the same server as shop\.$/);
    deepEqual(
      children.map((child) => child.text.label),
      ['It is the same server as shop.'],
    );
    deepEqual([setting, open], [settingKeys.targets, true]);
  });

  it('shows what somebody named an entry as it is', () => {
    const { text } = leftOutRow({ entry: '2 (\u202e[a](command:b))', what: 'x' }, english);
    deepEqual(text.label, 'Entry 2 (\ufffd[a]\u2060(command:b))');
  });
});
