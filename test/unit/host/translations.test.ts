import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { folders } from '../../support/databases';
import { repositoryRoot } from '../../support/repository';
import { bundleIn, manifestIn, translatedLanguages, type Texts } from '../../support/translations';

/** What stays as it is: places for values, icons, commands' links, code, options, variables, addresses and settings. */
const fixed =
  /\{\d+\}|\$\([\w~-]+\)|\(command:[^)]*\)|`[^`]*`|(?<!\w)--[a-z-]+|\b[A-Z]+_[A-Z_]+\b|https?:\/\/(?:[\w.]+\b(?::\w+)?(?:\/\w+)*)?|\bmockforgeAnalytics\.\w+/g;

/** Names and terms that are the same in German, and what is nothing but places and signs. */
const sameInGerman = new Set([
  ...['MockForge Analytics', 'CPU', 'Recorder', 'Handler', 'Handler p95', 'p95 {0}'],
  ...['Client', 'Client {0}', 'Clients', 'Code', 'Server', 'Status', 'Status {0}', 'System'],
  ...['Dashboard', 'Limit {0}', 'Live', 'Live, {0}', 'Log', 'Rate', 'Threads', 'Token', 'Traffic'],
  ...['24 h', '{0}.', '{0} × {1}', '{0}/min', '{0}: {1}'],
]);

function partsOf(text: string): readonly string[] {
  return (text.match(fixed) ?? []).sort();
}

/** How a text ends, where that says whether more comes after it. */
function endOf(text: string): string {
  return /(?:\.\.\.|[.?:;,])$/.exec(text)?.[0] ?? '';
}

/** `Compare Periods` of `Compare Periods...`, `Top Clients` of `Query: Top Clients`. */
function bareTitle(title: string): string {
  return title.replace(/^\w+: |\.\.\.$/g, '');
}

/** The texts of a translation that break a rule, with those that they translate. */
function breaking(
  [source, translation]: readonly [Texts, Texts],
  isBroken: (source: string, translation: string) => boolean,
): readonly (readonly [string, string])[] {
  return Object.entries(source).flatMap(([key, text]) => {
    const translated = translation[key] ?? '';
    return isBroken(text, translated) ? [[text, translated] as const] : [];
  });
}

describe('the translations', () => {
  const newFolder = folders();

  it('are into German', () => {
    assert.deepEqual(translatedLanguages(), ['de']);
  });

  it('are in the package', async () => {
    const folder = await newFolder();
    // In the repository itself vsce would look through all that is installed.
    for (const name of readdirSync(repositoryRoot())) {
      if (/^(?:\.vscodeignore|package\..*json|l10n)$/.test(name))
        cpSync(join(repositoryRoot(), name), join(folder, name), { recursive: true });
    }
    const vsce = join(repositoryRoot(), 'node_modules', '@vscode', 'vsce', 'vsce');
    const options = { cwd: folder, encoding: 'utf8' } as const;
    const listed = execFileSync(process.execPath, [vsce, 'ls', '--no-dependencies'], options);
    const expected = translatedLanguages().flatMap((language) => [
      `l10n/bundle.l10n.${language}.json`,
      `package.nls.${language}.json`,
    ]);
    assert.deepEqual(
      listed
        .split('\n')
        .filter((file) => /\.(?:l10n|nls)\./.test(file))
        .sort(),
      [...expected, 'package.nls.json'].sort(),
    );
  });

  for (const language of translatedLanguages()) {
    for (const [name, textsIn] of [
      ['bundle', bundleIn],
      ['manifest', manifestIn],
    ] as const) {
      const both = [textsIn('en'), textsIn(language)] as const;

      describe(`the ${name} in ${language}`, () => {
        it('has every text, none too many, and in the order of the English ones', () => {
          assert.deepEqual(Object.keys(both[1]), Object.keys(both[0]));
        });

        it('keeps what is no word, each as often', () => {
          const changed = breaking(
            both,
            (text, translated) => partsOf(text).join() !== partsOf(translated).join(),
          );
          assert.deepEqual(changed, []);
        });

        it('ends each text as the English one ends', () => {
          const changed = breaking(both, (text, translated) => {
            const end = endOf(text);
            return end !== '' && endOf(translated) !== end;
          });
          assert.deepEqual(changed, []);
        });

        it('begins and ends a text with a blank only where the English one does', () => {
          const blanks = (text: string): string => text.replace(/\S[^]*\S|\S/, '|');
          const changed = breaking(both, (text, translated) => blanks(text) !== blanks(translated));
          assert.deepEqual(changed, []);
        });

        it('leaves nothing in English but names and terms', () => {
          const left = breaking(
            both,
            (text, translated) => text === translated && !sameInGerman.has(text),
          );
          assert.deepEqual(left, []);
        });
      });
    }

    it(`call a command in ${language} what the manifest calls it`, () => {
      const [bundle, manifest] = [bundleIn(language), manifestIn(language)];
      const different = Object.entries(manifestIn('en')).filter(([key, text]) =>
        [(title: string) => title, bareTitle].some((form) => {
          const said = bundle[form(text)];
          return said !== undefined && said !== form(manifest[key] ?? '');
        }),
      );
      assert.deepEqual(different, []);
    });
  }

  it('leave in English only what is still said', () => {
    const said = new Set([...Object.keys(bundleIn('en')), ...Object.values(manifestIn('en'))]);
    assert.deepEqual(
      [...sameInGerman].filter((text) => !said.has(text)),
      [],
    );
  });
});
