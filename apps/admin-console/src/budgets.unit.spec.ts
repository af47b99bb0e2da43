import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const built = join(import.meta.dirname, '../dist/public');

const kilobytes = (file: string): number =>
  gzipSync(readFileSync(join(built, file)), { level: 9 }).length / 1_000;

const sum = (files: readonly string[]): number => files.reduce((total, file) => total + kilobytes(file), 0);

describe('the built console', () => {
  const page = existsSync(join(built, 'index.html')) ? readFileSync(join(built, 'index.html'), 'utf8') : '';
  const first = [...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(([, file = '']) => file);
  const ending = (end: string) => first.filter((file) => file.endsWith(end));

  it('loads at most 200 kB of scripts and 15 kB of styles at first', () => {
    expect(ending('.js').length).toBeGreaterThan(0);
    expect(sum(ending('.js'))).toBeLessThanOrEqual(200);
    expect(sum(ending('.css'))).toBeLessThanOrEqual(15);
  });

  it('loads at most 30 kB for each further page', () => {
    const later = readdirSync(join(built, 'assets')).filter(
      (file) => file.endsWith('.js') && !first.includes(`assets/${file}`),
    );
    expect(later.length).toBeGreaterThan(0);
    for (const file of later) expect(kilobytes(`assets/${file}`)).toBeLessThanOrEqual(30);
  });

  it('has nothing in its page that the policy refuses', () => {
    expect(page).not.toMatch(/<style|style=|<script(?![^>]*\bsrc=)|https?:\/\//);
  });
});
