/** A reference to a part of a document, by the keys that lead to it. */
export interface Reference {
  /** Empty: the document in which it is written. */
  readonly document: string;
  readonly place: readonly string[];
}

/** What a `$ref` says: a document, and after # a JSON pointer (RFC 6901). */
export function parseReference(text: string): Reference {
  const [document = '', ...fragment] = text.split('#');
  const pointer = decoded(fragment.join('#'));
  const place = pointer.replace(/^\//, '').split('/');
  return {
    document: decoded(document),
    place: pointer === '' ? [] : place.map(unescaped),
  };
}

function unescaped(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** What is no valid percent-encoding stays as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
