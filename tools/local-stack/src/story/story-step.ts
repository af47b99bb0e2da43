import type { StoryContext } from './story-context.ts';

/** A step of the story: it tells what it observes, and throws when it observes anything else than the product promises. */
export interface StoryStep {
  readonly title: string;
  run(context: StoryContext): Promise<void>;
}
