import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';

/** Nothing comes from another host, nothing is written into the page: https://www.w3.org/TR/CSP3/ and Trusted Types. */
export const consoleSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** Beside this service in the repository and in its image. */
const builtConsole = join(import.meta.dirname, '../../../../admin-console/dist/public');

export interface ConsolePages {
  /** The path that a reverse proxy takes away, without a slash at its end. */
  readonly prefix: string;
  readonly folder?: string | undefined;
}

/** The admin console: one page for all its addresses, and files whose names change with their contents. */
export const serveConsole = async (
  app: NestFastifyApplication,
  { prefix, folder = builtConsole }: ConsolePages,
): Promise<void> => {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.get('/', (_, reply) => reply.redirect(`${prefix}/console/`));
  fastify.get('/console', (_, reply) => reply.redirect(`${prefix}/console/`));
  const page = readPage(folder, prefix);
  if (page === null) return;
  await app.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: '/console/assets/',
    decorateReply: false,
    immutable: true,
    maxAge: '365d',
    preCompressed: true,
    index: false,
  });
  const answer = (_: unknown, reply: FastifyReply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .header('content-security-policy', consoleSecurityPolicy)
      .send(page);
  fastify.get('/console/', answer);
  fastify.get('/console/*', answer);
};

/** Its links are made absolute, because it is answered at every depth. */
const readPage = (folder: string, prefix: string): string | null => {
  const file = join(folder, 'index.html');
  if (!existsSync(file)) return null;
  return readFileSync(file, 'utf8').replaceAll('./assets/', `${prefix}/console/assets/`);
};
