// The same on urql: it asks by GET where the address stays short, by POST otherwise.
import { Client, cacheExchange, fetchExchange } from "@urql/core";
import { address, authorization, operations, recorded, tell } from "./operations.mjs";

const methods = new Set();
const client = new Client({
  url: address,
  exchanges: [cacheExchange, fetchExchange],
  fetchOptions: { headers: { authorization } },
  fetch: (url, given) => {
    methods.add(given.method);
    return fetch(url, given);
  },
});

const edges = [];
let total, after;
do {
  const { data } = await client.query(operations.CallPage, { first: 100, after }).toPromise();
  edges.push(...data.calls.edges);
  total = data.calls.totalCount;
  after = data.calls.pageInfo.hasNextPage ? data.calls.pageInfo.endCursor : null;
} while (after);

const one = await client.query(operations.OneCall, { id: edges[0].node.id }).toPromise();
const figures = (department) =>
  client.query(operations.CallsByDepartment, { department }).toPromise();
const wrong = await figures(["99"]);
const counted = await figures(["17", "08"]);

const input = recorded("urql-1");
const act = () => client.mutation(operations.RecordCall, { input }).toPromise();
const acts = [(await act()).data.recordCall, (await act()).data.recordCall];

const partial = await client.query(operations.CallsWithTheirCases, {}).toPromise();

tell({
  total,
  ids: edges.map((edge) => edge.node.id),
  node: one.data.node,
  counted: counted.data.callCounts,
  wrong: wrong.error.graphQLErrors.map((error) => error.extensions.code),
  acts,
  partial: partial.data.calls.nodes,
  forbidden: partial.error.graphQLErrors.map(({ path, extensions }) => [path, extensions.code]),
  methods: [...methods].sort(),
});
