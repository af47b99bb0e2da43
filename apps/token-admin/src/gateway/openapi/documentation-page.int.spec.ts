import { routeCatalogue } from '@mdm-gate/contracts';
import { requireServerBinary } from '@mdm-gate/testing';
import { chromium, type Browser, type Page } from 'playwright-core';
import { startGateway, type RunningGateway } from '../../fixtures/running-gateway.ts';

/** In the page, where `document` is. */
const widths = '[document.documentElement.scrollWidth, document.documentElement.clientWidth]';
const openAll = "document.querySelectorAll('details').forEach((each) => { each.open = true; })";

describe('the documentation page in Chromium', () => {
  let gateway: RunningGateway;
  let browser: Browser;
  beforeAll(async () => {
    gateway = await startGateway();
    browser = await chromium.launch({
      executablePath: requireServerBinary('chromium'),
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    });
  });
  afterAll(async () => {
    await browser.close();
    await gateway.stop();
  });

  const open = async (width: number): Promise<{ page: Page; complaints: string[] }> => {
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('requestfailed', (request) => complaints.push(request.url()));
    await page.goto(`${gateway.url}/api/docs`);
    return { page, complaints };
  };

  it.each([390, 1280])('at %i px scrolls nothing sideways, with everything unfolded', async (width) => {
    const { page, complaints } = await open(width);
    await page.evaluate(openAll);
    const [needed = 0, given = 0] = await page.evaluate<number[]>(widths);
    expect(needed).toBeLessThanOrEqual(given);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it.each([390, 1280])('at %i px shows every operation with an example that can be read', async (width) => {
    const { page } = await open(width);
    for (const { operationId, replies } of routeCatalogue) {
      const section = page.locator(`section#${operationId}`);
      const examples = await section.locator('> pre').allTextContents();
      if (examples.length < Object.keys(replies).length) throw new Error(`${operationId} lacks an example`);
      for (const example of examples) expect(() => JSON.parse(example) as unknown).not.toThrow();
    }
    const example = page.locator('section#createToken > pre').first();
    const box = await example.boundingBox();
    expect(box?.width).toBeGreaterThan(width / 2);
    await page.close();
  });

  it.each([390, 1280])('at %i px is searched by words, fields and codes', async (width) => {
    const { page } = await open(width);
    const shown = async (words: string) => {
      await page.getByRole('searchbox', { name: 'Search' }).fill(words);
      const sections = await page.locator('section:visible').all();
      return Promise.all(sections.map((section) => section.getAttribute('id')));
    };
    expect(await shown('revokes mdm token')).toEqual(['revokeToken']);
    expect(await page.locator('nav li:visible').count()).toBe(1);
    expect(await page.locator('body > div:visible').count()).toBe(1);
    expect(await shown('last-active-token')).toContain('revokeToken');
    expect(await shown('LASTPRESENTEDBY')).toContain('revokeToken');
    expect(await shown('zeppelin')).toEqual([]);
    expect(await shown('')).toHaveLength(routeCatalogue.length);
    await page.close();
  });
});
