// The same on the reference client of GraphQL over Server-Sent Events, one operation a request. A
// call is recorded every quarter of a second until the first is heard of.
import { createClient } from "graphql-sse";
import { address, authorization, recorded, tell, text } from "./operations.mjs";

const open = (headers) => createClient({ url: address, headers, retryAttempts: 0 });
const first = async (client, query, variables) => {
  for await (const result of client.iterate({ query, variables })) return result;
};
const codes = (errors) => errors.map((error) => error.extensions.code);
const listen = "subscription { callReceived { id durationSeconds } }";

const client = open({ authorization });
let event;
const heard = first(client, listen).then((result) => (event = result));
const calls = [];
while (!event) {
  const input = recorded(crypto.randomUUID());
  calls.push((await first(client, text("RecordCall"), { input })).data.recordCall.call.id);
  await Promise.race([heard, new Promise((resolve) => setTimeout(resolve, 250))]);
}
const release = await first(client, "{ release { id } }");
const wrong = await first(client, "subscription { nothingOfThisName }").catch((error) => error);
const partial = await first(client, text("CallsWithTheirCases"));
const refused = await first(open({}), listen).catch((error) => error);
const bad = open({ authorization: "Bearer ynp_no" });
const shut = await first(bad, listen).catch(({ response }) => response.status);

tell({
  release: release.data.release.id,
  calls,
  event: event.data.callReceived,
  wrong: codes(wrong.errors),
  forbidden: codes(partial.errors),
  refused: codes(refused.errors),
  shut,
});
