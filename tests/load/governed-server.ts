// Serves the small route of the variant in VARIANT on PORT.
import { buildSmallRoute, type Variant } from './small-route.ts';

const { app } = await buildSmallRoute(process.env['VARIANT'] as Variant);
await app.listen({ port: Number(process.env['PORT']), host: '127.0.0.1' });
