// A hotline's screen on the reference client of graphql-transport-ws: it listens, records a call over
// the same socket and hears of it; what it may not have comes as errors, or closes the socket.
import { createClient } from "graphql-ws";
import WebSocket from "ws";
import { address, authorization, recorded, tell, text } from "./operations.mjs";

const open = (Authorization) =>
  createClient({
    url: address.replace(/^http/, "ws"),
    webSocketImpl: WebSocket,
    connectionParams: { Authorization },
    retryAttempts: 0,
  });
const first = async (client, query, variables) => {
  for await (const result of client.iterate({ query, variables })) return result;
};
const codes = (errors) => errors.map((error) => error.extensions.code);
const listen = "subscription { callReceived { id durationSeconds } }";

const client = open(authorization);
const heard = client.iterate({ query: listen });
const next = heard.next();
const release = await first(client, "{ release { id } }"); // answered in order: the stream is open
const act = await first(client, text("RecordCall"), { input: recorded(crypto.randomUUID()) });
const event = (await next).value;
await heard.return();
const wrong = await first(client, "subscription { nothingOfThisName }").catch(codes);
const partial = await first(client, text("CallsWithTheirCases"));
await client.dispose();

const stranger = open();
const refused = await first(stranger, listen).catch(codes);
await stranger.dispose();
const shut = await first(open("Bearer ynp_no"), listen).catch(({ code }) => code);

tell({
  release: release.data.release.id,
  calls: [act.data.recordCall.call.id],
  event: event.data.callReceived,
  wrong,
  forbidden: codes(partial.errors),
  refused,
  shut,
});
