// A screen that stays open: says that it listens, and, once its socket is closed, by which code.
import { createClient } from "graphql-ws";
import WebSocket from "ws";
import { address, authorization, tell } from "./operations.mjs";

const client = createClient({
  url: address.replace(/^http/, "ws"),
  webSocketImpl: WebSocket,
  connectionParams: { Authorization: authorization },
  retryAttempts: 0,
  on: { connected: () => tell({ listens: true }) },
});
try {
  for await (const result of client.iterate({ query: "subscription { callReceived { id } }" })) {
    tell(result);
  }
} catch ({ code, reason }) {
  tell({ code, reason });
}
