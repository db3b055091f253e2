import { nearestName } from '../domain/nearestName';
import type { OneOf } from '../domain/oneOf';
import { daySeconds, hourSeconds, minuteSeconds, weekSeconds } from '../domain/time';
import type {
  Budget,
  BudgetMistake,
  Budgets,
  BudgetWindow,
  Comparison,
  CoverageLimits,
  Limit,
  MistakeFacts,
  TrafficLimits,
  ValueKind,
} from './budgets';
import { latencies } from './budgets';
import { selectionOf } from './selectionOf';
import type { YamlEntry, YamlValue } from './yamlFile';
import { YamlFile } from './yamlFile';
import schema from './trafficBudgets.schema.json';

/** UTF-16 units of a file that is read, and mistakes that are told, at most. */
const mostUnits = 200_000;
const mostMistakes = 100;

const { window: windowSchema, budgets: budgetsSchema, ignore: ignoreSchema } = schema.properties;
const [lengthPattern = '', noNamePattern = ''] = windowSchema.anyOf.map(
  ({ pattern, not }) => pattern ?? not.pattern,
);
const budgetSchema = budgetsSchema.items.properties;
const coverageSchema = budgetSchema.coverage.properties;

const windowUnits = new Map([
  ['s', 1],
  ['m', minuteSeconds],
  ['h', hourSeconds],
  ['d', daySeconds],
  ['w', weekSeconds],
  ['y', 365 * daySeconds],
]);

/** What a file of budgets says. Whatever a mistake does not concern is read. */
export function readBudgets(text: string): Budgets {
  return new BudgetsReader(text).read();
}

type Entries<Key extends string> = ReadonlyMap<Key, YamlEntry>;
type Mistake = OneOf<MistakeFacts>;

class BudgetsReader {
  readonly #text: string;
  readonly #mistakes: BudgetMistake[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  read(): Budgets {
    const nothing = { window: null, ignoresInjectedFaults: false, list: [] };
    const top = { line: 0, from: 0, to: 0 };
    if (this.#text.length > mostUnits) {
      const mistake = { kind: 'too_large', most: mostUnits, at: top } as const;
      return { ...nothing, mistakes: [mistake] };
    }
    const file = YamlFile.parse(this.#text);
    if (!file) return { ...nothing, mistakes: [{ kind: 'too_deep', at: top }] };
    const entries = this.#entries(file.contents, schema.properties, schema.required);
    const read = {
      window: this.#window(entries?.get('window')),
      ignoresInjectedFaults: this.#ignoresFaults(entries?.get('ignore')),
      list: this.#budgets(entries?.get('budgets'), file),
    };
    // What the parser could not read explains whatever else looks wrong.
    const mistakes = file.errors.length > 0 ? file.errors : this.#mistakes;
    return {
      ...read,
      mistakes: [...mistakes].sort((a, b) => a.at.line - b.at.line).slice(0, mostMistakes),
    };
  }

  #window(entry: YamlEntry | undefined): BudgetWindow | null {
    const text = entry && this.#scalar(entry, 'window');
    if (text === undefined || !entry) return null;
    if (new RegExp(lengthPattern).test(text)) {
      const unit = windowUnits.get(text.slice(-1)) ?? 0;
      return { kind: 'last', seconds: Number(text.slice(0, -1)) * unit };
    }
    if (text === '' || new RegExp(noNamePattern).test(text)) {
      this.#wrong(entry, 'window');
      return null;
    }
    return { kind: 'session', name: text === 'run' ? null : text };
  }

  #ignoresFaults(entry: YamlEntry | undefined): boolean {
    if (!entry) return false;
    const ignored = this.#entries(entry.value, ignoreSchema.properties)?.get('injectedFaults');
    if (!ignored) return false;
    const { content } = ignored.value;
    if (typeof content !== 'boolean') this.#wrong(ignored, 'truth');
    return content === true;
  }

  #budgets(entry: YamlEntry | undefined, file: YamlFile): readonly Budget[] {
    if (!entry) return [];
    const { items } = entry.value;
    if (!items) {
      this.#add(entry.value, { kind: 'no_list' });
      return [];
    }
    const most = budgetsSchema.maxItems;
    if (items.length > most) this.#add(entry, { kind: 'too_many', most });
    return items
      .slice(0, most)
      .filter((item) => !file.hasErrorIn(item))
      .flatMap((item) => this.#budget(item) ?? []);
  }

  #budget(item: YamlValue): Budget | undefined {
    const entries = this.#entries(item, budgetSchema);
    if (!entries) return undefined;
    const coverage = entries.get('coverage');
    if (coverage) return this.#coverageBudget(coverage, entries);
    const endpoint = entries.get('endpoint');
    if (!endpoint) {
      this.#add(item, { kind: 'missing_key', keys: ['endpoint', 'coverage'] });
      return undefined;
    }
    const name = this.#scalar(endpoint, 'endpoint');
    const selection = name === undefined ? null : selectionOf(name);
    if (name !== undefined && !selection) this.#wrong(endpoint, 'endpoint');
    const limits = [...entries].flatMap(([key, entry]): Limit<TrafficLimits>[] => {
      if (key === 'wholeP95' && selection && name !== '*') {
        this.#add(entry, { kind: 'only_of_all', key });
        return [];
      }
      const limit = this.#limit(key, entry);
      return limit ? [{ ...limit, at: entry.at }] : [];
    });
    if (item.entries?.length === 1) {
      const keys = Object.keys(budgetSchema).filter(
        (key) => key !== 'endpoint' && key !== 'coverage',
      );
      this.#add(endpoint, { kind: 'missing_key', keys });
    }
    if (name === undefined || !selection || limits.length === 0) return undefined;
    return { kind: 'endpoints', name, selection, at: endpoint.at, limits };
  }

  #coverageBudget(
    coverage: YamlEntry,
    beside: Entries<keyof typeof budgetSchema>,
  ): Budget | undefined {
    for (const [key, entry] of beside) {
      if (key !== 'coverage') this.#add(entry, { kind: 'beside_coverage', key });
    }
    const entries = this.#entries(coverage.value, coverageSchema);
    if (coverage.value.entries?.length === 0) {
      this.#add(coverage, { kind: 'missing_key', keys: Object.keys(coverageSchema) });
    }
    const kinds = { operations: 'coveredOperations', statuses: 'coveredStatuses' } as const;
    const limits = [...(entries ?? [])].flatMap(([key, entry]): Limit<CoverageLimits>[] => {
      const percent = this.#percent(entry, coverageSchema[key].pattern);
      return percent === undefined ? [] : [{ kind: kinds[key], percent, at: entry.at }];
    });
    return limits.length === 0 ? undefined : { kind: 'coverage', at: coverage.at, limits };
  }

  /** Undefined for what is none, or is mistaken. */
  #limit(key: keyof typeof budgetSchema, entry: YamlEntry): OneOf<TrafficLimits> | undefined {
    const latency = latencies.find((known) => known === key);
    if (latency) {
      const { pattern } = budgetSchema[latency];
      const text = this.#scalar(entry, 'duration', pattern);
      if (text === undefined) return undefined;
      const milliseconds = parseFloat(text) * (text.endsWith('ms') ? 1 : 1000);
      return { kind: 'latency', of: latency, milliseconds };
    }
    switch (key) {
      case 'errorRate': {
        const percent = this.#percent(entry, budgetSchema.errorRate.pattern);
        return percent === undefined ? undefined : { kind: 'errorRate', percent };
      }
      case 'requests': {
        const text = this.#scalar(entry, 'comparison', budgetSchema.requests.pattern);
        const [, comparison, count] = /^([<>=]+)\s*(\d+)$/.exec(text ?? '') ?? [];
        if (comparison === undefined) return undefined;
        return {
          kind: 'requests',
          comparison: comparison as Comparison,
          count: Number(count),
        };
      }
      case 'statuses':
        return this.#statuses(entry);
      default:
        return undefined;
    }
  }

  #statuses(entry: YamlEntry): OneOf<TrafficLimits, 'statuses'> | undefined {
    const { minItems, maxItems, items: item } = budgetSchema.statuses;
    const values = entry.value.items?.slice(0, maxItems + 1) ?? [];
    const isStatus = (code: unknown): code is number =>
      Number.isInteger(code) && Number(code) >= item.minimum && Number(code) <= item.maximum;
    const allowed = values.map(({ content }) => content).filter(isStatus);
    const isRight = values.length >= minItems && values.length <= maxItems;
    if (!isRight || allowed.length < values.length) {
      this.#wrong(entry, 'statuses');
      return undefined;
    }
    return { kind: 'statuses', allowed: [...new Set(allowed)].sort((a, b) => a - b) };
  }

  #percent(entry: YamlEntry, pattern: string): number | undefined {
    const text = this.#scalar(entry, 'percent', pattern);
    return text === undefined ? undefined : parseFloat(text);
  }

  /** A text that fits a pattern. */
  #scalar(entry: YamlEntry, wanted: ValueKind, pattern = ''): string | undefined {
    const { content } = entry.value;
    if (typeof content === 'string' && new RegExp(pattern).test(content)) return content;
    this.#wrong(entry, wanted);
    return undefined;
  }

  #entries<Key extends string>(
    value: YamlValue,
    properties: Readonly<Record<Key, unknown>>,
    required: readonly string[] = [],
  ): Entries<Key> | undefined {
    const keys = Object.keys(properties) as Key[];
    if (!value.entries) {
      this.#add(value, { kind: 'no_mapping', keys });
      return undefined;
    }
    const known = new Map<Key, YamlEntry>();
    for (const entry of value.entries) {
      if (this.#mistakes.length > mostMistakes) break;
      const key = keys.find((own) => own === entry.key);
      if (key === undefined) {
        const meant = nearestName(entry.key, keys) ?? null;
        this.#add(entry, { kind: 'unknown_key', key: entry.key, keys, meant });
      } else if (known.has(key)) this.#add(entry, { kind: 'repeated_key', key });
      else known.set(key, entry);
    }
    for (const key of required) {
      if (!keys.some((own) => own === key && known.has(own))) {
        this.#add(value, { kind: 'missing_key', keys: [key] });
      }
    }
    return known;
  }

  #wrong(entry: YamlEntry, wanted: ValueKind): void {
    const { key, value } = entry;
    this.#add(entry, { kind: 'wrong_value', key, value: value.text, wanted });
  }

  #add({ at }: Pick<YamlEntry, 'at'>, mistake: Mistake): void {
    this.#mistakes.push({ ...mistake, at });
  }
}
