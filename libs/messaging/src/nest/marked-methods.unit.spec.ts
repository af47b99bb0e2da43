import {
  Controller,
  Injectable,
  Module,
  Scope,
  UseGuards,
  type CanActivate,
  type Type,
} from '@nestjs/common';
import { DiscoveryModule, DiscoveryService, MetadataScanner, NestFactory } from '@nestjs/core';
import { mark, markedMethods, type MarkedMethod } from './marked-methods.ts';

const key = Symbol('test');
const Marked = (value: string) => mark(key, value);

const findIn = async (...controllers: Type[]): Promise<readonly MarkedMethod<string>[]> => {
  class TestModule {}
  Module({ imports: [DiscoveryModule], controllers })(TestModule);
  const quiet: Readonly<{ logger: false }> = { logger: false };
  const app = await NestFactory.createApplicationContext(TestModule, quiet);
  try {
    return markedMethods({ discovery: app.get(DiscoveryService), scanner: app.get(MetadataScanner) }, key);
  } finally {
    await app.close();
  }
};

@Injectable()
class LetNobodyIn implements CanActivate {
  canActivate(): boolean {
    return false;
  }
}

describe('a marked method', () => {
  it('is found with its mark, and bound to its controller', async () => {
    @Controller()
    class Base {
      protected readonly greeting = 'hello';

      @Marked('inherited')
      inherited(name: string): string {
        return `${this.greeting} ${name}`;
      }
    }
    @Controller()
    class Other extends Base {
      unmarked(): void {
        throw new Error('not to be found');
      }
    }
    const found = await findIn(Other);
    expect(found.map((each) => each.mark)).toEqual(['inherited']);
    expect(found[0]?.handler('world', {} as never)).toBe('hello world');
  });

  it('may not have a guard that would not be asked', async () => {
    @Controller()
    class Guarded {
      @Marked('guarded')
      @UseGuards(LetNobodyIn)
      guarded(): void {
        throw new Error('not to be called');
      }
    }
    await expect(findIn(Guarded)).rejects.toThrow(
      'Guarded has a guard, which Nest does not call for messages',
    );
  });

  it('may not stand in a controller whose guard would not be asked', async () => {
    @Controller()
    @UseGuards(LetNobodyIn)
    class GuardedWhole {
      @Marked('guarded')
      guarded(): void {
        throw new Error('not to be called');
      }
    }
    await expect(findIn(GuardedWhole)).rejects.toThrow('GuardedWhole has a guard');
  });

  it('may not stand in a controller that is made per request', async () => {
    @Controller({ scope: Scope.REQUEST })
    class PerRequest {
      @Marked('scoped')
      scoped(): void {
        throw new Error('not to be called');
      }
    }
    await expect(findIn(PerRequest)).rejects.toThrow('PerRequest is made per request');
  });
});
