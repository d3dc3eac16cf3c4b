// What graphql-codegen makes of our SDL (at SCHEMA), into the folder OUTPUT: types.ts for the whole
// schema, operations.ts with the typed documents of operations.graphql.
import { readFileSync, writeFileSync } from "node:fs";
import { codegen } from "@graphql-codegen/core";
import * as typedDocuments from "@graphql-codegen/typed-document-node";
import * as types from "@graphql-codegen/typescript";
import * as operations from "@graphql-codegen/typescript-operations";
import { parse } from "graphql";

const document = parse(readFileSync(new URL("operations.graphql", import.meta.url), "utf-8"));
const schema = parse(readFileSync(process.env.SCHEMA, "utf-8"));
const scalars = { Date: "string", DateTime: "string", JSON: "unknown" };

async function write(name, pluginMap) {
  const filename = `${process.env.OUTPUT}/${name}`;
  const written = await codegen({
    filename,
    schema,
    documents: [{ location: "operations.graphql", document }],
    config: { enumsAsTypes: true, strictScalars: true, useTypeImports: true, scalars },
    plugins: Object.keys(pluginMap).map((plugin) => ({ [plugin]: {} })),
    pluginMap,
  });
  writeFileSync(filename, written);
  return written.length;
}

console.log(
  JSON.stringify([
    await write("types.ts", { types }),
    await write("operations.ts", { operations, typedDocuments }),
  ]),
);
