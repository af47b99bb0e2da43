import { ago, exactly } from './instant-text.ts';

/** When something was or will be: near it in words, to the minute on hover and for machines. */
export const Instant = ({ at }: { readonly at: string }) => (
  <time dateTime={at} title={exactly(at)}>
    {ago(at)}
  </time>
);
