import type { Browser } from 'playwright-core';
import type { WhoAmI } from '@mdm-gate/contracts';
import { startChromium } from '../fixtures/chromium.ts';
import { Person, type Look } from '../fixtures/person.ts';
import { startStack, type RunningStack } from '../fixtures/running-stack.ts';

/** The running product, a browser, and the organization of the story, in which each role has somebody. */
export class Stage {
  readonly #people: Person[] = [];

  private constructor(
    readonly stack: RunningStack,
    readonly browser: Browser,
    readonly organizationId: string,
  ) {}

  static async set(): Promise<Stage> {
    const [stack, browser] = await Promise.all([startStack(), startChromium()]);
    const viewer = await Person.at(browser, stack.gatewayUrl);
    await viewer.signIn('viewer');
    const me = (await (await viewer.page.request.get(`${stack.gatewayUrl}/api/v1/session`)).json()) as WhoAmI;
    await viewer.context.close();
    return new Stage(stack, browser, me.roles[0]?.organizationId ?? '');
  }

  async enter(login: string, look?: Look): Promise<Person> {
    const person = await Person.at(this.browser, this.stack.gatewayUrl, look);
    this.#people.push(person);
    await person.signIn(login);
    return person;
  }

  /** A page of the story's organization. */
  at(page: string): string {
    return `/organizations/${this.organizationId}${page}`;
  }

  /** What any page complained of, whoever had it open. */
  complaints(): string[] {
    return this.#people.flatMap(({ complaints }) => complaints);
  }

  async clear(): Promise<void> {
    await this.browser.close();
    await this.stack.stop();
  }
}
