import { uemError } from './uem-error.ts';

const PAGE_SIZE_MAX = 500;

interface PageForm {
  /** The name of the parameter. */
  readonly size?: string;
  readonly sizeMax?: number;
}

export interface UemPage<T> {
  readonly rows: readonly T[];
  readonly page: number;
  readonly pageSize: number;
  readonly total: number;
}

function whole(query: ReadonlyMap<string, string>, name: string, otherwise: number): number {
  const text = query.get(name);
  if (text === undefined || text === '') {
    return otherwise;
  }
  if (!/^\d{1,9}$/u.test(text)) {
    throw uemError(400, 400, `The parameter ${name} is not valid.`);
  }
  return Number(text);
}

/** Pages count from 0; more than 500 rows, or what the tenant has fewer, are never given, whatever is asked for. */
export function uemPage<T>(
  all: readonly T[],
  query: ReadonlyMap<string, string>,
  { size = 'pagesize', sizeMax = PAGE_SIZE_MAX }: PageForm = {},
): UemPage<T> {
  const page = whole(query, 'page', 0);
  const pageSize = Math.min(sizeMax, Math.max(1, whole(query, size, PAGE_SIZE_MAX)));
  return { rows: all.slice(page * pageSize, (page + 1) * pageSize), page, pageSize, total: all.length };
}
