/** What a client sent and was answered: requests by "protocol method status endpoint". */
export type Account = Map<string, number>;

interface ShopRequest {
  readonly method: string;
  readonly path: (i: number) => string;
  readonly endpoint: string;
  readonly body?: string;
}

/** Every kind of answer that the shop's API has: found, created, invalid, unknown path, GraphQL. */
const requests: readonly ShopRequest[] = [
  { method: 'GET', path: () => '/api/users', endpoint: '/api/users' },
  { method: 'GET', path: (i) => `/api/users/${i}`, endpoint: '/api/users/:id' },
  { method: 'POST', path: () => '/api/orders', endpoint: '/api/orders', body: '{"total":3}' },
  { method: 'POST', path: () => '/api/orders', endpoint: '/api/orders', body: '{}' },
  { method: 'GET', path: (i) => `/nope/${i}`, endpoint: '/nope/:id' },
  {
    method: 'POST',
    path: () => '/graphql',
    endpoint: '/graphql',
    body: '{"query":"{ __typename }"}',
  },
];

/** Sends `count` requests one after the other to a shop on loopback and keeps the books. */
export async function sendShopTraffic(shop: string, count: number): Promise<Account> {
  const account: Account = new Map();
  for (let i = 0; i < count; i++) {
    const { method, path, endpoint, body } = requests[i % requests.length]!;
    const response = await fetch(shop + path(i), {
      method,
      ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } }),
    });
    await response.arrayBuffer();
    const isGraphql = endpoint === '/graphql';
    const key = isGraphql
      ? `graphql query ${response.status} ${endpoint}`
      : `http ${method} ${response.status} ${endpoint}`;
    account.set(key, (account.get(key) ?? 0) + 1);
  }
  return account;
}
