import 'reflect-metadata';
import { SetMetadata } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { Priority } from '@lexiflow/memory';

const key = 'lexiflow:memory:priority';

/** Says which class of work a handler or a controller is: `health`, `auth`, `admin` and `service` are never refused. */
export function WorkPriority(priority: Priority): ClassDecorator & MethodDecorator {
  return SetMetadata(key, priority);
}

// Reading metadata walks the prototypes: once for a handler is enough, not once for a call.
const declared = new WeakMap<object, WeakMap<object, Priority | 'none'>>();

/** What `@WorkPriority` says of the handler, or of its controller. */
export function declaredPriority(context: ExecutionContext): Priority | undefined {
  const [handler, controller] = [context.getHandler(), context.getClass()];
  const known = declared.get(handler)?.get(controller);
  if (known !== undefined) return known === 'none' ? undefined : known;
  const of = (target: object) => Reflect.getMetadata(key, target) as Priority | undefined;
  const priority = of(handler) ?? of(controller);
  let controllers = declared.get(handler);
  if (!controllers) declared.set(handler, (controllers = new WeakMap()));
  controllers.set(controller, priority ?? 'none');
  return priority;
}
