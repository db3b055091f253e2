import type { NamedRoute } from '../domain/routeTable';
import type { ConfigResult } from '../mockforge/configFile';
import type { OperationAddition } from './addOperation';
import type { BodyExample } from './bodyExample';
import type { DefinedOperation, Definition, NamedText } from './definition';
import type { TextChange } from './documentTexts';
import type { NamedOperation, StoredEndpoint } from './matchOperations';
import type { NewOperation } from '../protocol/contractCoverage';

/** The calls to the thread that reads definitions. */
export type DefinitionCalls = {
  begin: { request: string; response: undefined };
  append: { request: NamedText; response: undefined };
  change: { request: { name: string; changes: readonly TextChange[] }; response: undefined };
  /** Null where the text does not parse or defines nothing; `lines`: how many it has. */
  read: { request: string; response: { definition: Definition | null; lines: number } };
  match: {
    request: {
      operations: readonly NamedOperation[];
      prefixes: readonly string[];
      routes: readonly NamedRoute[];
      traffic: readonly StoredEndpoint[];
    };
    response: readonly StoredEndpoint[];
  };
  /** Null where the document declares no body for the operation. */
  exampleBody: {
    request: { name: string } & Pick<DefinedOperation, 'method' | 'path'>;
    response: BodyExample | null;
  };
  /** The server that the text describes. */
  readServer: { request: string; response: ConfigResult };
  addOperation: {
    request: { name: string; operation: NewOperation };
    response: OperationAddition;
  };
  forget: { request: string; response: undefined };
};

/** The calls back from it. */
export type ReferenceCalls = {
  readReferenced: { request: { reference: string; base: string }; response: NamedText | null };
};
