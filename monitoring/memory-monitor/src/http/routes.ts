import type { Monitor } from '../monitor.ts';
import { json, type Answer } from './answer.ts';
import { metricsPage } from './metrics-page.ts';
import { overviewPage } from './overview-page.ts';
import { rollbackAnswer } from './rollback-json.ts';
import { targetJson } from './target-json.ts';

/** Looks that may be missed before the monitor calls itself ill. */
const MISSED_LOOKS = 30;

/** Answers a path and query of the monitor's own interface. */
export function answerTo(monitor: Monitor, url: URL, nowMs: number): Answer | Promise<Answer> {
  switch (url.pathname) {
    case '/':
      return {
        status: 200,
        type: 'text/html; charset=utf-8',
        body: overviewPage(monitor, nowMs, url.searchParams.get('refresh') !== 'off'),
      };
    case '/health': {
      const isAwake = nowMs - monitor.lastTickMs <= MISSED_LOOKS * monitor.config.sampleMs;
      return json(isAwake ? 200 : 503, { status: isAwake ? 'ok' : 'not looking' });
    }
    case '/metrics':
      return {
        status: 200,
        type: 'text/plain; version=0.0.4; charset=utf-8',
        body: metricsPage(monitor, nowMs),
      };
    case '/api/targets':
      return json(
        200,
        monitor.targets.map((target) => targetJson(target, nowMs)),
      );
    case '/api/rollback':
      return rollbackAnswer(monitor, url.searchParams);
    case '/api/alerts':
      return json(200, { firing: monitor.alerts.firing, recent: monitor.alerts.recent });
    default:
      return json(404, { error: 'no such path' });
  }
}
