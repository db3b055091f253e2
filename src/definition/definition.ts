/** What a document defines. Lines and characters are counted from 0, characters in UTF-16 units, as editors do. */
export interface Definition {
  readonly kind: DefinitionKind;
  readonly title: string | null;
  /** The paths of its servers or its base path, without a slash at the end; '' for none. */
  readonly prefixes: readonly string[];
  readonly operations: readonly DefinedOperation[];
  /** Where its paths or routes are; null where it has none. */
  readonly pathsAt: TextPosition | null;
  /** The other documents that were read for it, as the reader named them. */
  readonly references: readonly string[];
  readonly findings: readonly DefinitionFinding[];
}

export type DefinitionKind = 'openapi' | 'swagger' | 'mockforge';

/** An operation of a description, or a route of a MockForge file. */
export interface DefinedOperation {
  /** Upper case. */
  readonly method: string;
  /** As it is written: a template, without the prefixes. */
  readonly path: string;
  readonly operationId: string | null;
  readonly deprecated: boolean;
  /** As declared: `200`, `2XX`, `default`. */
  readonly statuses: readonly string[];
  /** The key of its method, or where the route begins. */
  readonly at: DocumentPlace;
  /** The key of its path in the document itself; for a route as `at`. */
  readonly pathAt: TextPosition;
}

export interface TextPosition {
  readonly line: number;
  readonly character: number;
}

/** A position in a document. */
export interface DocumentPlace extends TextPosition {
  /** The other document that it is in, as the reader named it; null: the one that was read. */
  readonly document: string | null;
}

/** What of a document cannot be used as it is written. */
export type DefinitionFinding = { readonly at: TextPosition } & (
  | { readonly kind: 'defined_twice'; readonly method: string; readonly path: string }
  /** A document or a part of one that cannot be read. */
  | { readonly kind: 'unknown_reference'; readonly reference: string }
  | { readonly kind: 'circular_reference'; readonly reference: string }
);

/** A document's text, and what others call it. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/**
 * Reads the document that a reference leads to, written in the document with the name `base`; null where it cannot be
 * read or may not be.
 */
export type ReadReferenced = (reference: string, base: string) => Promise<NamedText | null>;
