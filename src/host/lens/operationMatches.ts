import type { CompositeKey } from '../../domain/compositeKey';
import { joinKey, splitKey } from '../../domain/compositeKey';
import type { Definition } from '../../definition/definition';
import type { DefinitionCalls } from '../../definition/definitionCalls';
import type { StoredEndpoint } from '../../definition/matchOperations';
import type { DefinitionReader } from './followedDefinitions';

type KeyNames = readonly ['document', 'target'];
type Asked = DefinitionCalls['match']['request'];

interface Known {
  readonly asked: Asked;
  readonly endpoints: Promise<readonly StoredEndpoint[]>;
}

/**
 * Under which endpoints the operations of documents are stored (docs/definitions.md#which-endpoint-an-operation-is): looked
 * up again only where something that it depends on differs.
 */
export class OperationMatches {
  readonly #reader: Pick<DefinitionReader, 'call'>;
  readonly #known = new Map<CompositeKey<KeyNames>, Known>();

  constructor(reader: Pick<DefinitionReader, 'call'>) {
    this.#reader = reader;
  }

  /**
   * In the order of the operations.
   * @param document tells it from others, and `target` whose routes and traffic these are
   */
  of(
    document: string,
    target: string,
    { operations, prefixes }: Pick<Definition, 'operations' | 'prefixes'>,
    { routes, traffic }: Pick<Asked, 'routes' | 'traffic'>,
  ): Promise<readonly StoredEndpoint[]> {
    const asked = { operations, prefixes, routes, traffic };
    const key = joinKey<KeyNames>(document, target);
    const known = this.#known.get(key);
    if (known && isSame(known.asked, asked)) return known.endpoints;
    const endpoints = this.#reader.call('match', {
      ...{ prefixes, routes, traffic },
      operations: operations.map(({ method, path, operationId }) => ({
        ...{ method, path, operationId },
      })),
    });
    const made = { asked, endpoints };
    this.#known.set(key, made);
    // The next need tries again where the thread ended meanwhile.
    endpoints.catch(() => {
      if (this.#known.get(key) === made) this.#known.delete(key);
    });
    return endpoints;
  }

  /** Gives back what is known of all other documents. */
  keepOnly(documents: readonly string[]): void {
    const kept = new Set(documents);
    for (const key of this.#known.keys()) {
      if (!kept.has(splitKey(key)[0])) this.#known.delete(key);
    }
  }
}

function isSame(a: Asked, b: Asked): boolean {
  return (
    areSame(a.operations, b.operations, ['method', 'path', 'operationId']) &&
    areSame(a.routes, b.routes, ['method', 'endpoint', 'operationId']) &&
    areSame(a.traffic, b.traffic, ['method', 'endpoint']) &&
    a.prefixes.join('\n') === b.prefixes.join('\n')
  );
}

function areSame<T>(some: readonly T[], others: readonly T[], keys: readonly (keyof T)[]): boolean {
  if (some === others) return true;
  return (
    some.length === others.length &&
    some.every((one, i) => keys.every((key) => one[key] === others[i]?.[key]))
  );
}
