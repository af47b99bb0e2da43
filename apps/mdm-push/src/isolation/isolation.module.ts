import { Module } from '@nestjs/common';
import { IsolatedReaders } from './readers.ts';

/** One pool of threads for all who read what others sent. */
@Module({ providers: [IsolatedReaders], exports: [IsolatedReaders] })
export class IsolationModule {}
