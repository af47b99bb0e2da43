import { timingSafeEqual } from 'node:crypto';
import { type FastifyRequest } from 'fastify';
import { readAccessToken } from '../vendor/access-token.ts';
import { isSignedPath } from './signed-path.ts';
import { uemError } from './uem-error.ts';
import { type WorkspaceOneSystem } from './workspace-one.system.ts';
import { type WorkspaceOneTenant } from './workspace-one.state.ts';

function same(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function byBearer(system: WorkspaceOneSystem, token: string): WorkspaceOneTenant | undefined {
  if (system.faults.has('expired-access-tokens')) {
    return undefined;
  }
  const claims = readAccessToken(token, (id) => system.tenant(id)?.signingKey, Date.now());
  return claims === null ? undefined : system.tenant(claims.tenant);
}

function byBasic(system: WorkspaceOneSystem, code: string, pair: string): WorkspaceOneTenant | undefined {
  const [name, ...secret] = Buffer.from(pair, 'base64').toString('utf8').split(':');
  const tenant = system.tenants().find(({ basic }) => basic.userName === name);
  if (tenant === undefined) {
    return undefined;
  }
  const { tenantCode, basic, behaviour } = tenant;
  const isRight = same(code, tenantCode) && same(secret.join(':'), basic.password);
  return system.lockouts.admits(basic.userName, isRight, behaviour.locksAfter) ? tenant : undefined;
}

/** Vendor samples write both signs before the 1. */
const BY_CODE = /^(?:Basic (.+)|CMSURL[`']1 (.+))$/u;

async function byCertificate(
  system: WorkspaceOneSystem,
  code: string,
  signed: { readonly path: string; readonly signature: string },
): Promise<WorkspaceOneTenant | undefined> {
  const tenant = system.tenants().find(({ tenantCode }) => same(code, tenantCode));
  const certificate = tenant?.clientCertificate;
  if (certificate === undefined || certificate === null) {
    return undefined;
  }
  const isSigned = await isSignedPath(signed.path, signed.signature, certificate, Date.now());
  return isSigned ? tenant : undefined;
}

async function byCode(
  system: WorkspaceOneSystem,
  code: string,
  request: FastifyRequest,
): Promise<WorkspaceOneTenant | undefined> {
  const [, basic, signature] = BY_CODE.exec(request.headers.authorization ?? '') ?? [];
  if (basic !== undefined) {
    return byBasic(system, code, basic);
  }
  const path = new URL(request.originalUrl, 'http://localhost').pathname;
  return signature === undefined ? undefined : byCertificate(system, code, { path, signature });
}

async function identify(
  system: WorkspaceOneSystem,
  request: FastifyRequest,
): Promise<WorkspaceOneTenant | undefined> {
  const { authorization = '', 'aw-tenant-code': code } = request.headers;
  const bearer = /^Bearer (.+)$/u.exec(authorization)?.[1];
  if (bearer !== undefined) {
    return byBearer(system, bearer);
  }
  const isRefused = typeof code !== 'string' || system.faults.has('expired-credentials');
  return isRefused ? undefined : byCode(system, code, request);
}

/** The caller's tenant. Beside Basic and certificate the tenant code is needed, beside Bearer it is not. */
export async function authenticate(
  system: WorkspaceOneSystem,
  request: FastifyRequest,
): Promise<WorkspaceOneTenant> {
  const tenant = await identify(system, request);
  if (tenant === undefined) {
    throw uemError(401, 1005, 'User Credentials are invalid.');
  }
  return tenant;
}
