import { PassThrough, type Readable } from 'node:stream';
import { CodedError } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { ChangesHeard, type Changed } from './changes-heard.ts';

/** Many changes at once are one reason to read again. */
const burstMs = 300;
/** Also what tells a proxy and us that the other one is still there. */
const beatMs = 15_000;
/** A browser comes back by itself, and is asked anew who it is. */
const lastsMs = 300_000;
const openMax = 2_000;

/** Server-sent events that say what to read again: https://html.spec.whatwg.org/multipage/server-sent-events.html */
@Injectable()
export class ChangeStreams {
  readonly #open = new Set<PassThrough>();
  #isEnding = false;

  constructor(private readonly heard: ChangesHeard) {}

  open(organizationId: string): Readable {
    if (this.#open.size >= openMax) throw new CodedError('too-many-requests');
    const stream = new PassThrough();
    this.#open.add(stream);
    const waiting = new Set<Changed>();
    const flush = (): void => {
      for (const changed of waiting) stream.write(`event: changed\ndata: ${changed}\n\n`);
      waiting.clear();
    };
    const stopHearing = this.heard.listen(organizationId, (changed) => {
      if (waiting.size === 0) setTimeout(flush, burstMs).unref();
      waiting.add(changed);
    });
    const beat = setTimeout(() => {
      stream.write(':\n\n');
      beat.refresh();
    }, beatMs);
    const end = setTimeout(() => stream.end(), lastsMs);
    stream.once('close', () => {
      stopHearing();
      clearTimeout(beat);
      clearTimeout(end);
      this.#open.delete(stream);
    });
    stream.write('retry: 2000\n\n');
    if (this.#isEnding) stream.end();
    return stream;
  }

  /** The service stops: browsers come back to another replica. */
  endAll(): void {
    this.#isEnding = true;
    for (const stream of this.#open) stream.end();
  }
}
