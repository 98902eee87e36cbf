// Load test for k6: mixed work of a firm against a running server, with the thresholds of the guides.
//
//   RATE_LIMIT_SCALE=0 on the server: all requests come from one address and one user.
//   k6 run -e TOKEN="$ADMIN_TOKEN" tests/load/memory-optimized.js
//
//   BASE_URL  http://localhost:3000
//   VUS       50     users that work at the same time
//   DURATION  5m     time at full load; ramps of a fifth of a minute come on top
//
// Refusals with Retry-After (429, 503) are the server holding its budget: counted as `shed`, not as
// errors, and left out of the latencies. The server's heap is read after a collection at both ends, so
// the token's user must be an administrator.
import { check, sleep } from 'k6';
import http from 'k6/http';
import { Counter, Gauge, Trend } from 'k6/metrics';

const base = __ENV.BASE_URL || 'http://localhost:3000';
const headers = { authorization: `Bearer ${__ENV.TOKEN}`, 'content-type': 'application/json' };
const users = Number(__ENV.VUS || 50);
const searched = ['motion', 'order', 'complaint', 'summary judgment', 'notice'];
// Collections by hand are limited to one in a time; so long is waited for the second.
const collectTries = 4;

const admitted = new Trend('admitted_duration', true);
const shed = new Counter('shed');
const growth = new Gauge('heap_growth_bytes_per_million_requests');

http.setResponseCallback(http.expectedStatuses({ min: 200, max: 399 }, 429, 503));

export const options = {
  scenarios: {
    firm: {
      executor: 'ramping-vus',
      startVUs: 0,
      stages: [
        { duration: '12s', target: users },
        { duration: __ENV.DURATION || '5m', target: users },
        { duration: '12s', target: 0 },
      ],
    },
  },
  thresholds: {
    admitted_duration: ['p(95)<200', 'p(99)<500'],
    http_req_failed: ['rate<0.001'],
    checks: ['rate>0.999'],
    heap_growth_bytes_per_million_requests: ['value<104857600'],
  },
};

/** Stores a few dockets and reads the heap; what it answers is handed to every iteration. */
export function setup() {
  if (!__ENV.TOKEN) throw new Error('TOKEN is not set: -e TOKEN="$ADMIN_TOKEN"');
  const stored = http.post(`${base}/api/docket/import`, JSON.stringify([docket(1), docket(2)]), {
    headers,
  });
  if (stored.status !== 200) throw new Error(`the import answers ${stored.status}`);
  const cases = http.get(`${base}/api/cases?limit=25`, { headers });
  return { caseIds: cases.json('items.#.id'), heapBytes: heapBytes(), requests: requestsServed() };
}

export default function (data) {
  const caseId = data.caseIds[Math.floor(Math.random() * data.caseIds.length)];
  const word = searched[Math.floor(Math.random() * searched.length)];
  read('/api/auth/me');
  read('/api/cases?limit=25');
  read(`/api/cases/${caseId}`);
  read(`/api/cases/${caseId}/docket?limit=25`);
  read(`/api/search?q=${encodeURIComponent(word)}`);
  if (Math.random() < 0.05) send('/api/docket/import', docket(Math.floor(Math.random() * 50)));
  sleep(Math.random());
}

/** Reads the heap again. A short run says little: a collection may find more than the requests left. */
export function teardown(data) {
  const requests = requestsServed() - data.requests;
  const bytes = heapBytes();
  if (bytes === null || data.heapBytes === null || requests <= 0) return;
  growth.add(((bytes - data.heapBytes) / requests) * 1e6);
}

function read(path) {
  const name = path.replace(/\?.*/, '').replace(/[0-9a-f-]{36}/, ':id');
  judge(http.get(base + path, { headers, tags: { name } }));
}

function send(path, body) {
  judge(http.post(base + path, JSON.stringify(body), { headers, tags: { name: path } }));
}

function judge(answer) {
  if (answer.status === 429 || answer.status === 503) {
    shed.add(1);
    check(answer, { 'a refusal says when to come back': (r) => 'Retry-After' in r.headers });
    return;
  }
  admitted.add(answer.timings.duration);
  check(answer, { 'the answer is whole': (r) => r.status === 200 && r.json() !== null });
}

/** Bytes in use after a collection, or null when none was allowed. */
function heapBytes() {
  for (let tries = 0; tries < collectTries; tries++) {
    const answer = http.post(`${base}/monitoring/gc`, null, { headers });
    if (answer.status === 200) return Number(answer.json('afterBytes'));
    if (answer.status !== 429 && answer.status !== 503)
      throw new Error(`/monitoring/gc answers ${answer.status}`);
    sleep(Number(answer.headers['Retry-After']) || 1);
  }
  return null;
}

/** Requests that the server has answered since its start. */
function requestsServed() {
  const page = http.get(`${base}/api/metrics`, { headers });
  const lines = typeof page.body === 'string' ? page.body.split('\n') : [];
  return lines
    .filter((line) => line.startsWith('lexiflow_http_requests_total{'))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}

function docket(number) {
  return {
    court_id: 'nysd',
    docket_number: `1:24-cv-${String(number).padStart(5, '0')}`,
    case_name: `Load Test ${number} v. Budget`,
    date_filed: '2024-01-02',
    parties: [{ name: `Load Test ${number}`, type: 'Plaintiff' }],
    docket_entries: Array.from({ length: 20 }, (_, entry) => ({
      date_filed: '2024-01-03',
      document_number: String(entry + 1),
      description: `MOTION number ${entry} in docket ${number}. ${'Text of an entry. '.repeat(20)}`,
    })),
  };
}
