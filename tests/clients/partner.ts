// A partner's program in strict TypeScript: what it asks and what it is told is typed by our schema.
import { Client, fetchExchange } from "@urql/core";
import {
  CallPageDocument,
  CallsByDepartmentDocument,
  type FigureStatus,
  RecordCallDocument,
  type RecordCallInput,
} from "./operations.js";
import type { Department } from "./types.js";

declare const process: { env: Record<"GRAPHQL" | "TOKEN", string> };

const client = new Client({
  url: process.env.GRAPHQL,
  exchanges: [fetchExchange],
  fetchOptions: { headers: { authorization: `Bearer ${process.env.TOKEN}` } },
});

const page = await client.query(CallPageDocument, { first: 2 }).toPromise();
const types: string[] = page.data!.calls!.edges.map((edge) => edge.node.callType.code);

type Sketch = Pick<Department, "ubigeo" | "population2007">;
const place: Sketch = { ubigeo: "17", population2007: 109_555 };

const counted = await client.query(CallsByDepartmentDocument, { department: place.ubigeo }).toPromise();
const cells: [number | null, FigureStatus][] = counted.data!.callCounts!.cells.map((cell) => [
  cell.count.value,
  cell.count.status,
]);

const input: RecordCallInput = {
  idempotencyKey: "typescript-1",
  receivedAt: "2013-11-14T23:59:00-05:00",
  effective: "effective",
  callType: "report",
  durationSeconds: 240,
  answeredAfterSeconds: 7,
};
const act = await client.mutation(RecordCallDocument, { input }).toPromise();

// @ts-expect-error a page says how many there are
client.query(CallPageDocument, {});
// @ts-expect-error a withheld figure has no value
const withheld: number = counted.data!.callCounts!.cells[0]!.count.value;
// @ts-expect-error people are counted in whole numbers, not in words
const crowd: Sketch = { ubigeo: "17", population2007: "many" };
// @ts-expect-error calls have no name
page.data!.calls!.edges[0]!.node.name;

console.log(JSON.stringify({ types, cells, repeated: act.data!.recordCall!.repeated, withheld, crowd }));
