// Every audit of the graphql-http suite, against GRAPHQL as the holder of TOKEN; JSON of all results.
import { auditServer } from "graphql-http";

const headers = { authorization: `Bearer ${process.env.TOKEN}` };
const results = await auditServer({
  url: process.env.GRAPHQL,
  fetchFn: (url, given = {}) => fetch(url, { ...given, headers: { ...headers, ...given.headers } }),
});
const told = results.map(({ id, name, status, reason }) => ({ id, name, status, reason }));
console.log(JSON.stringify(told));
