import { html } from 'hono/html';
import type { OpenApi } from '../openapi.ts';

type PathItem = NonNullable<NonNullable<OpenApi['paths']>[string]>;
type Operation = NonNullable<PathItem['get']>;
type Listed = { readonly method: string; readonly path: string; readonly operation: Operation };

const METHODS = ['get', 'post', 'put', 'delete'] as const;

const listed = ({ paths = {} }: OpenApi): readonly Listed[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item?.[method];
      return operation === undefined ? [] : [{ method, path, operation }];
    }),
  );

const json = (value: unknown) => html`<pre>${JSON.stringify(value, null, 2)}</pre>`;

const schemaOf = (content: Operation['responses'] | object | undefined): unknown => {
  const media = Object.values(content ?? {})[0];
  return typeof media === 'object' && media !== null && 'schema' in media
    ? media.schema
    : undefined;
};

const parameters = ({ parameters: all = [] }: Operation) =>
  all.length === 0
    ? ''
    : html`<h4>Parameters</h4>
        <table>
          ${all.map((one) =>
            '$ref' in one
              ? ''
              : html`<tr>
                  <td><code>${one.name}</code></td>
                  <td>${one.in}${one.required ? '' : ', optional'}</td>
                  <td>${json(one.schema ?? {})}</td>
                </tr>`,
          )}
        </table>`;

const body = ({ requestBody }: Operation) =>
  requestBody === undefined || '$ref' in requestBody
    ? ''
    : html`<h4>Body</h4>
        ${json(schemaOf(requestBody.content))}`;

const answers = ({ responses = {} }: Operation) =>
  html`<h4>Answers</h4>
    ${Object.entries(responses).map(([status, answer]) => {
      const name = '$ref' in answer ? answer.$ref.split('/').at(-1) : answer.description;
      const schema = '$ref' in answer ? undefined : schemaOf(answer.content);
      return html`<p><code>${status}</code> ${name}</p>
        ${schema === undefined ? '' : json(schema)}`;
    })}`;

const roleOf = (operation: Operation): string =>
  'x-role' in operation ? `needs the role ${String(operation['x-role'])}` : 'open to everyone';

const entry = ({ method, path, operation }: Listed) =>
  html`<details>
    <summary>
      <b class="${method}">${method.toUpperCase()}</b> <code>${path}</code> ${operation.summary}
    </summary>
    <p>${operation.description ?? ''} <i>${roleOf(operation)}</i></p>
    ${parameters(operation)} ${body(operation)} ${answers(operation)}
  </details>`;

/** The document as a page without script: groups to unfold, each with its routes, shapes and answers. */
export const docsPage = (document: OpenApi) => {
  const groups = Map.groupBy(listed(document), ({ operation }) => operation.tags?.[0] ?? 'Other');
  const names = [...groups.keys()];
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Felt API</title>
        <link rel="stylesheet" href="/api/v1/docs.css" />
      </head>
      <body>
        <h1>Felt API ${document.info.version}</h1>
        <p>${document.info.description}</p>
        <p><a href="/api/v1/openapi.json">openapi.json</a> (OpenAPI ${document.openapi})</p>
        <nav>${names.map((name) => html`<a href="#${encodeURIComponent(name)}">${name}</a> `)}</nav>
        ${[...groups].map(
          ([name, all]) =>
            html`<section id="${encodeURIComponent(name)}">
              <h2>${name}</h2>
              ${all.map(entry)}
            </section>`,
        )}
      </body>
    </html>`;
};

export const DOCS_STYLES = `
:root { color-scheme: dark light; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 0 auto; padding: 1rem; }
summary { cursor: pointer; padding: .6rem .3rem; min-height: 24px; }
details { border-bottom: 1px solid #8884; }
pre { overflow: auto; background: #8882; padding: .6rem; margin: .3rem 0; max-height: 30rem; }
table { border-collapse: collapse; }
td { vertical-align: top; padding: 0 1rem 0 0; }
td pre { background: none; padding: 0; margin: 0; }
nav a { display: inline-block; padding: .4rem .8rem .4rem 0; }
b { display: inline-block; min-width: 4.5rem; }
.get { color: #3a9d5d; } .post { color: #3b82c4; } .put { color: #b7791f; } .delete { color: #c44; }
`;
