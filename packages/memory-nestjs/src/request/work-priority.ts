import 'reflect-metadata';
import { SetMetadata } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { Priority } from '@lexiflow/memory';

const key = 'lexiflow:memory:priority';

/** Says which class of work a handler or a controller is: `health`, `auth`, `admin` and `service` are never refused. */
export function WorkPriority(priority: Priority): ClassDecorator & MethodDecorator {
  return SetMetadata(key, priority);
}

/** What `@WorkPriority` says of the handler, or of its controller. */
export function declaredPriority(context: ExecutionContext): Priority | undefined {
  const of = (target: object) => Reflect.getMetadata(key, target) as Priority | undefined;
  return of(context.getHandler()) ?? of(context.getClass());
}
