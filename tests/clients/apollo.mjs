// A hotline's system on Apollo Client: a normalised cache that joins pages, errors by their codes.
import { ApolloClient, CombinedGraphQLErrors, HttpLink, InMemoryCache } from "@apollo/client";
import { filter, firstValueFrom } from "rxjs";
import { relayStylePagination } from "@apollo/client/utilities";
import { address, authorization, operations, recorded, tell } from "./operations.mjs";

const cache = new InMemoryCache({
  possibleTypes: { Node: ["Call", "Case"] },
  typePolicies: { Query: { fields: { calls: relayStylePagination(["where"]) } } },
});
const link = new HttpLink({ uri: address, headers: { authorization } });
const client = new ApolloClient({ cache, link });

const pages = client.watchQuery({ query: operations.CallPage, variables: { first: 100 } });
const seen = pages.subscribe(() => undefined);
const first = await firstValueFrom(pages.pipe(filter((page) => page.dataState === "complete")));
let pageInfo = first.data.calls.pageInfo;
while (pageInfo.hasNextPage) {
  const more = await pages.fetchMore({ variables: { after: pageInfo.endCursor } });
  pageInfo = more.data.calls.pageInfo;
}
seen.unsubscribe();
const { calls } = client.readQuery({ query: operations.CallPage, variables: { first: 100 } });

const id = calls.edges[0].node.id;
const one = await client.query({ query: operations.OneCall, variables: { id } });

const figures = (department) =>
  client.query({ query: operations.CallsByDepartment, variables: { department } });
const wrong = await figures(["99"]).catch((error) => error);
const counted = await figures(["17", "08"]);

const variables = { input: recorded("apollo-1") };
const act = () => client.mutate({ mutation: operations.RecordCall, variables });
const acts = [(await act()).data.recordCall, (await act()).data.recordCall];

const partial = await client.query({ query: operations.CallsWithTheirCases, errorPolicy: "all" });

tell({
  total: calls.totalCount,
  ids: calls.edges.map((edge) => edge.node.id),
  node: one.data.node,
  counted: counted.data.callCounts,
  wrong: CombinedGraphQLErrors.is(wrong) && wrong.errors.map((error) => error.extensions.code),
  acts,
  partial: partial.data.calls.nodes,
  forbidden: partial.error.errors.map(({ path, extensions }) => [path, extensions.code]),
});
