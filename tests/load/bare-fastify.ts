// The peer of the HTTP benchmark that does nothing beyond its task: Fastify, pg, JSON Schema.
import fastify from 'fastify';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 20 });
const app = fastify({ logger: false });

app.get('/me', () => ({
  kind: 'user',
  userId: '00000000-0000-4000-8000-000000000000',
  name: 'Bench',
  email: null,
  role: 'admin',
  permissions: ['case:read', 'case:create', 'case:change', 'docket:read', 'search:query'],
}));

app.get('/cases', async () => {
  const { rows } = await pool.query({
    name: 'cases',
    text: `SELECT c.*, k.name AS court_name FROM cases AS c LEFT JOIN courts AS k ON k.id = c.court_id
      ORDER BY c.filed_on DESC NULLS LAST, c.id DESC LIMIT 100`,
  });
  return {
    items: rows.map((row) => ({
      id: row.id,
      number: row.number,
      title: row.title,
      status: row.status,
      courtId: row.court_id,
      courtName: row.court_name,
      judge: row.judge,
      type: row.type,
      natureOfSuit: row.nature_of_suit,
      filedOn: row.filed_on,
      closedOn: row.closed_on,
      entryCount: row.entry_count,
      version: row.version,
      updatedAt: row.updated_at,
    })),
    nextCursor: null,
  };
});

app.post<{ Body: { name: string; notes?: string } }>(
  '/parties',
  {
    schema: {
      body: {
        type: 'object',
        required: ['name'],
        additionalProperties: false,
        properties: {
          name: { type: 'string', minLength: 1, maxLength: 500 },
          kind: { enum: ['person', 'organisation', 'unknown'] },
          email: { type: 'string', format: 'email', maxLength: 254 },
          address: { type: 'string', maxLength: 1000 },
          notes: { type: 'string', maxLength: 10_000 },
        },
      },
    },
  },
  async ({ body }, reply) => {
    const { rows } = await pool.query({
      name: 'party',
      text: `INSERT INTO parties (id, name, name_key, notes)
        VALUES (gen_random_uuid(), $1, lower($1), $2) RETURNING id, name, notes`,
      values: [body.name, body.notes ?? null],
    });
    return reply.code(201).send(rows[0]);
  },
);

await app.listen({ port: Number(process.env['PORT']), host: '127.0.0.1' });
