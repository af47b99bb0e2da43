import { errorCodes, exampleOf, routeCatalogue, type RouteContract } from '@mdm-gate/contracts';
import type { z } from 'zod';
import { apiPrefix } from '../serves.ts';
import { errorsOf } from './errors-of.ts';
import { jsonSchemaOf } from './json-schema-of.ts';
import { tagOf } from './tag-of.ts';

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const exampleText = (schema: z.ZodType, io: 'input' | 'output'): string =>
  `<pre>${escaped(JSON.stringify(exampleOf(schema, io), null, 2))}</pre>`;

const schemaText = (schema: z.ZodType, io: 'input' | 'output'): string => {
  const text = JSON.stringify(jsonSchemaOf(schema, io), null, 2);
  return `${exampleText(schema, io)}<details><summary>Schema</summary><pre>${escaped(text)}</pre></details>`;
};

const bodyOf = ({ body }: RouteContract): string =>
  body === undefined ? '' : `<h3>Body</h3>${schemaText(body, 'input')}`;

const queryOf = ({ query }: RouteContract): string =>
  query === undefined ? '' : `<h3>Query</h3>${schemaText(query, 'input')}`;

const repliesOf = ({ replies }: RouteContract): string =>
  Object.entries(replies)
    .map(
      ([status, reply]) =>
        `<h3>${status}</h3><p>${escaped(reply.description)}</p>${schemaText(reply.schema, 'output')}`,
    )
    .join('');

const errorsTable = (contract: RouteContract): string => {
  const rows = [...errorsOf(contract)].flatMap(([status, codes]) =>
    codes.map(
      (code) =>
        `<tr><td>${status}</td><td><code>${code}</code></td><td>${escaped(errorCodes[code].title)}</td></tr>`,
    ),
  );
  return `<details><summary>Errors</summary><div class="wide"><table>${rows.join('')}</table></div></details>`;
};

const headersOf = (contract: RouteContract): string => {
  const headers = [
    ...(contract.ifMatch === true ? ['<code>If-Match</code>: the ETag that you read, required'] : []),
    ...(contract.method === 'POST' ? ['<code>Idempotency-Key</code>: a retried request is done once'] : []),
  ];
  return headers.length === 0 ? '' : `<ul>${headers.map((header) => `<li>${header}</li>`).join('')}</ul>`;
};

const operation = (contract: RouteContract): string => `
<section id="${contract.operationId}">
<h2><span class="method">${contract.method}</span> <code>${apiPrefix}${escaped(contract.path)}</code></h2>
<p>${escaped(contract.summary)}. Who may: <strong>${contract.access}</strong>.</p>
${headersOf(contract)}${queryOf(contract)}${bodyOf(contract)}${repliesOf(contract)}${errorsTable(contract)}
</section>`;

const groups = (): readonly (readonly [string, readonly RouteContract[]])[] => [
  ...Map.groupBy(routeCatalogue, tagOf),
];

const entry = ({ operationId, summary }: RouteContract): string =>
  `<li><a href="#${operationId}">${escaped(summary)}</a></li>`;

const contents = (): string =>
  groups()
    .map(([tag, routes]) => `<div><h3>${tag}</h3><ul>${routes.map(entry).join('')}</ul></div>`)
    .join('');

const chapters = (): string =>
  groups()
    .map(([tag, routes]) => `<div><h1>${tag}</h1>${routes.map(operation).join('')}</div>`)
    .join('');

/** The same as the OpenAPI document, for people. Needs nothing from elsewhere, and a script only to be searched. */
export const documentationPage = (): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>MDM Gate API</title>
<link rel="stylesheet" href="docs.css">
<script src="docs.js" defer></script>
</head>
<body>
<h1>MDM Gate API</h1>
<p>For programs: <a href="openapi.json">OpenAPI 3.1</a>. Every call carries an access token of the identity
provider as <code>Authorization: Bearer …</code>. Errors are <code>application/problem+json</code> with a stable
<code>code</code>. A list is read page by page: pass <code>nextCursor</code> as <code>cursor</code>.</p>
<p id="search" hidden><label>Search <input type="search"></label> <output></output></p>
<nav>${contents()}</nav>
${chapters()}
</body>
</html>
`;
