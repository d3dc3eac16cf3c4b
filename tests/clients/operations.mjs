// The operations of operations.graphql, each a document of its own, and what all programs need.
import { readFileSync } from "node:fs";
import { parse, print, separateOperations } from "graphql";

const whole = readFileSync(new URL("operations.graphql", import.meta.url), "utf-8");

/** Operation name -> document. */
export const operations = separateOperations(parse(whole));

export const text = (name) => print(operations[name]);

export const address = process.env.GRAPHQL;
export const authorization = `Bearer ${process.env.TOKEN}`;

/** A call as the guide of the API records it. */
export const recorded = (idempotencyKey) => ({
  idempotencyKey,
  receivedAt: "2013-11-14T23:59:00-05:00",
  effective: "effective",
  callType: "report",
  durationSeconds: 240,
  answeredAfterSeconds: 7,
});

export const tell = (value) => console.log(JSON.stringify(value));
