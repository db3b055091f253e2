import { keysShape, scalarShape, type Shape } from './outline';

/** Keys of a path item that are operations: OpenAPI 3.2's as well. */
const methods = new Set([
  ...['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'],
]);

/** Whether a key of a path item is a method; others are parameters, a summary, servers or a vendor's own. */
export function isMethodKey(key: string): boolean {
  return methods.has(key);
}

const operationShape = shapeOf({
  operationId: scalarShape,
  deprecated: scalarShape,
  responses: keysShape,
});

/** Of what stands at a path, or where its reference leads to. */
export const pathItemShape: Shape = (key) => {
  if (key === '$ref') return scalarShape;
  return isMethodKey(key) ? operationShape : undefined;
};

const everyPathItem: Shape = (key) => (key.startsWith('/') ? pathItemShape : undefined);

/** Of a document that defines operations or routes. */
export const definitionShape = shapeOf({
  openapi: scalarShape,
  swagger: scalarShape,
  basePath: scalarShape,
  info: shapeOf({ title: scalarShape }),
  servers: shapeOf({ url: scalarShape }),
  paths: everyPathItem,
  routes: shapeOf({
    path: scalarShape,
    method: scalarShape,
    response: shapeOf({ status: scalarShape }),
  }),
});

/** Of a document of which path items at some places are wanted, each told by the keys that lead to it. */
export function pathItemsShape(places: readonly (readonly string[])[]): Shape {
  return (key) => {
    const below = places.filter(([first]) => first === key).map(([, ...rest]) => rest);
    if (below.length > 0) return pathItemsShape(below);
    return places.some((place) => place.length === 0) ? pathItemShape(key) : undefined;
  };
}

function shapeOf(entries: Readonly<Partial<Record<'' | (string & {}), Shape>>>): Shape {
  const kept = new Map(Object.entries(entries));
  return (key) => kept.get(key);
}
